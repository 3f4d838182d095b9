"""What meeting the same luck is worth, for a small and a larger change of price.

``python -m tests.variance_reduction`` measures it on every scenario that comes with relsim and
writes the table between the markers of ``relsim/study/compare/README.md``.
"""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

import relsim
from relsim.result.figures import COMPARED
from relsim.study.levers import with_levers

ROOT = Path(__file__).parent.parent
TARGET = ROOT / "relsim" / "study" / "compare" / "README.md"
MARKER = re.compile(r"(<!-- generated: variance reduction -->\n)(.*?)(<!-- end -->)", re.DOTALL)

CHANGES = (0.02, 0.10)
FIGURES = ("retention", "npv", "share")
WORLDS = 30


def row(name: str) -> list[str]:
    """Return how many times larger the variance of a difference is with luck of one's own.

    Parameters
    ----------
    name : str
        A bundled scenario.

    Returns
    -------
    list of str
        Figures of a small price cut, then of a larger one.
    """
    scenario = relsim.load(name)
    cells = []
    for change in CHANGES:
        cut = {"price": scenario.focal.price * (1 - change)}
        market, cheaper = with_levers(scenario, cut)
        same = relsim.compare(market, ["none", cheaper], replications=WORLDS, seed=1).samples
        other = relsim.compare(market, [cheaper], replications=WORLDS, seed=2).samples
        for figure in FIGURES:
            base = same.loc[same["strategy"] == "none", figure].to_numpy()
            ours = same.loc[same["strategy"] == cheaper, figure].to_numpy()
            alone = other[figure].to_numpy()
            cells.append(shown(alone - base, ours - base))
    return cells


def shown(apart: NDArray[np.float64], together: NDArray[np.float64]) -> str:
    """Return a ratio of variances in few characters.

    Parameters
    ----------
    apart, together : numpy.ndarray
        Differences with luck of one's own, and with the same luck.

    Returns
    -------
    str
        ∞ where only the same luck leaves nothing to vary; a dash where nothing varies at all.

    Examples
    --------
    >>> import numpy as np
    >>> shown(np.array([0.0, 4.0]), np.array([0.0, 1.0])), shown(np.ones(2), np.ones(2))
    ('16', '–')
    """
    if np.ptp(together) == 0:
        return "∞" if np.ptp(apart) else "–"
    ratio = np.var(apart, ddof=1) / np.var(together, ddof=1)
    return f"{ratio:,.1f}" if ratio < 10 else f"{ratio:,.0f}"


def table() -> str:
    """Return the table over all bundled scenarios, as Markdown.

    Returns
    -------
    str
        A row a scenario.
    """
    titles = [
        f"{COMPARED[figure].title.lower()}, −{change:.0%}".replace("%", " %")
        for change in CHANGES
        for figure in FIGURES
    ]
    lines = [f"| scenario | {' | '.join(titles)} |", "|---" + "|---:" * len(titles) + "|"]
    lines += [f"| {name} | {' | '.join(row(name))} |" for name in relsim.bundled()]
    return "\n".join(lines)


def main() -> None:
    """Write the table anew."""
    text = TARGET.read_text(encoding="utf-8")
    made = table()
    print(made)
    TARGET.write_text(MARKER.sub(lambda found: f"{found[1]}{made}\n{found[3]}", text), "utf-8")


if __name__ == "__main__":
    main()
