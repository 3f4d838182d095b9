"""The section "Validation" of the model's description, made from the worlds that were kept."""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from relsim.behaviour import BEHAVIOUR
from relsim.scenario.wording import number
from tests.documentation import MODEL, ROOT, table
from tests.validation import before, brands, feeling, felt, money, staying
from tests.validation.row import Interval, Row

ROWS: tuple[Row, ...] = (
    *(row for row in staying.ROWS if row.key != "switching"),
    *feeling.ROWS,
    *money.ROWS,
    *(row for row in staying.ROWS if row.key == "switching"),
    *before.ROWS,
    *felt.ROWS,
    *brands.ROWS,
)
FILE = Path(__file__).parent / "worlds.json"
MARKER = re.compile(r"(<!-- computed: validation -->\n)(.*?)(<!-- end of computed -->)", re.DOTALL)
TARGETS = {
    "the complaint ladder": "complaint ladder",
    "good to bad talk": "good : 1 bad",
}
"""What a parameter's source says that was fitted to one of the patterns."""
OTHER = "no single pattern"
MOST = 6
"""Parameters that may be fitted at most."""
FITTED_SCENARIO = ROOT / "scenarios" / "subscription_regular.toml"

Worlds = Mapping[str, Mapping[str, Any]]


def fitted() -> dict[str, list[str]]:
    """Return the fitted parameters of the model by what they were fitted to."""
    found: dict[str, list[str]] = {}
    for parameter in BEHAVIOUR.values():
        if parameter.source.startswith("fitted"):
            target = next(
                (name for name, words in TARGETS.items() if words in parameter.source), OTHER
            )
            found.setdefault(target, []).append(f"`{parameter.name}` {number(parameter.default)}")
    return found


def fitted_in_the_scenario() -> list[str]:
    """Return the settings that the command at the head of the fitted scenario sought."""
    head = FITTED_SCENARIO.read_text(encoding="utf-8").splitlines()[0]
    return [f"`{path}`" for path in re.findall(r"--parameter ([\w.]+)", head)]


def fitted_table() -> str:
    """Return what was fitted to what."""
    rows = [(target, ", ".join(names)) for target, names in fitted().items()]
    cohort = ", ".join(fitted_in_the_scenario())
    rows.append(("the survival curve, in `subscription_regular` alone", cohort))
    return table(("pattern", "fitted to it"), rows)


def root_mean_square(row: Row, figures: list[Interval]) -> float | None:
    """Return the typical miss of a row whose figures all have a number outside."""
    misses = [line.miss(found) for line, found in zip(row.lines, figures, strict=True)]
    known = [miss for miss in misses if miss is not None]
    if len(known) < len(row.lines) or len(known) < 2:
        return None
    return float(np.sqrt(np.mean(np.square(known))))


def result(row: Row, figures: list[Interval]) -> str:
    """Return in a sentence how near a row comes to what is outside.

    Parameters
    ----------
    row : Row
        What was compared.
    figures : list of Interval
        One a line.

    Returns
    -------
    str
        The largest miss by name and size, or the signs that are right and wrong.
    """
    if row.tell:
        return row.tell(figures)
    pairs = list(zip(row.lines, figures, strict=True))
    signs = [(line, found) for line, found in pairs if isinstance(line.outside, str)]
    if signs:
        right = sum(line.verdict(found).startswith("as outside") for line, found in signs)
        wrong = [line.label for line, found in signs if line.verdict(found).startswith("missed")]
        missed = f"; missed: {'; '.join(wrong)}" if wrong else ""
        return f"{right} of {len(signs)} signs as outside{missed}."
    misses = [(line, line.miss(found)) for line, found in pairs]
    known = [(line, miss) for line, miss in misses if miss is not None]
    if not known:
        return "; ".join(f"{line.label} {line.written(found.mean)}" for line, found in pairs) + "."
    line, worst = max(known, key=lambda one: abs(one[1]))
    if not round(abs(worst), line.digits):
        return "Every figure is within what is reported outside."
    side = "above" if worst > 0 else "below"
    text = f"Largest miss: {line.label}, {abs(worst):,.{line.digits}f} {side}"
    typical = root_mean_square(row, figures)
    return (
        f"{text}." if typical is None else f"{text}; root mean square {typical:,.{line.digits}f}."
    )


def wrapped(text: str) -> str:
    """Return a paragraph in lines of the width that the rest of the description has."""
    return textwrap.fill(text, width=100, break_long_words=False, break_on_hyphens=False)


def overview(worlds: Worlds) -> str:
    """Return all rows in a table: fitted or predicted, and how near."""
    rows = (
        (row.title, row.status, result(row, row.figures(worlds[row.key]["worlds"]))) for row in ROWS
    )
    return table(("pattern", "fitted or predicted", "how near"), rows)


def details(row: Row, worlds: Worlds) -> str:
    """Return one row in full: each figure with its interval, and what the comparison means."""
    figures = row.figures(worlds[row.key]["worlds"])
    earlier = any(line.before for line in row.lines)
    lines = (
        (
            line.label,
            *((line.before,) if earlier else ()),
            line.shown(),
            line.written(found.mean),
            f"{line.written(found.low)} to {line.written(found.high)}",
            line.verdict(found),
        )
        for line, found in zip(row.lines, figures, strict=True)
    )
    of = "binomial, pooled over" if row.counted else "over"
    head = (
        f"{row.status.capitalize()}. Outside: {row.source}. In {row.unit}; 95 % intervals {of} "
        f"{row.worlds} worlds. {result(row, figures)}"
    )
    columns = (
        "",
        *(("before",) if earlier else ()),
        "outside",
        "model",
        "95 % interval",
        "model against outside",
    )
    return f"#### {row.title}\n\n{wrapped(head)}\n\n{table(columns, lines)}\n\n{wrapped(row.note)}"


def section(worlds: Worlds) -> str:
    """Return the whole section below its heading.

    Parameters
    ----------
    worlds : mapping
        By row, as ``python -m tests.validation`` keeps them.

    Returns
    -------
    str
        Markdown.
    """
    count = sum(len(names) for names in fitted().values())
    text = [
        wrapped(
            "Each number from outside beside what the model gives, computed by `python -m "
            "tests.validation`. *Fitted* means that settings were chosen with the number in view; "
            "*predicted*, that none was. A prediction that misses is left standing: nothing is "
            "tuned to repair it. *Before* is what an "
            "earlier form of the model gave, written down when it was at "
            f"{before.EARLIER}."
        ),
        overview(worlds),
        f"{count} parameters of the model are fitted (at most {MOST} may be), and "
        f"{len(fitted_in_the_scenario())} settings of one scenario:",
        fitted_table(),
        *(details(row, worlds) for row in ROWS),
    ]
    return "\n\n".join(text) + "\n"


def kept() -> Worlds:
    """Return the worlds that were kept."""
    return dict(json.loads(FILE.read_text(encoding="utf-8")))


def in_the_description() -> str:
    """Return the section as it stands in the model's description."""
    (found,) = MARKER.findall(MODEL.read_text(encoding="utf-8"))
    return str(found[1])


def write(worlds: Worlds) -> None:
    """Write the section anew into the model's description."""
    text = MODEL.read_text(encoding="utf-8")
    made = section(worlds)
    MODEL.write_text(MARKER.sub(lambda found: f"{found[1]}{made}{found[3]}", text), "utf-8")
