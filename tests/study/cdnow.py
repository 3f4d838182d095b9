"""A market fitted to CDNOW: `python -m tests.study.cdnow` fits two and writes what they predict.

The purchases lie in the package `lifetimes`, which is looked for and never imported. Some three
minutes of one core.
"""

from __future__ import annotations

import importlib.util
from pathlib import Path

import relsim

README = Path(__file__).parents[2] / "relsim" / "study" / "fit" / "README.md"
BEGIN, END = "<!-- computed: cdnow -->", "<!-- end of computed: cdnow -->"
HOLD_OUT = 39
SHOPS = ("Brio", "Cora", "Duna", "Echo", "Fado", "Gala", "Hera")
NUMBERS = {
    "segments.buyers.need_rate.mean": (0.01, 0.4),
    "segments.buyers.need_rate.concentration": (0.3, 20.0),
    "segments.buyers.restlessness.mean": (0.001, 0.8),
    "segments.buyers.restlessness.concentration": (0.3, 20.0),
}
"""How often people need a record, how often they look around, and how much they differ in both."""


def folder() -> Path:
    """Return the folder of CDNOW's purchases."""
    found = importlib.util.find_spec("lifetimes")
    assert found is not None and found.origin, "pip install -e '.[test]' brings it"
    return Path(found.origin).parent / "datasets"


def market(shops: int) -> str:
    """Return a market of shops for records, all alike, and people who buy as they like."""
    firms = "".join(f'[[firms]]\nname = "{name}"\n' for name in SHOPS[:shops])
    return f"""[market]
customers = 3000
period = "week"
focal = "CDNOW"
[[segments]]
name = "buyers"
need_rate = {{ mean = 0.1, concentration = 3.0 }}
[[firms]]
name = "CDNOW"
opening_share = 0.65
{firms}"""


def fitted(shops: int, log: relsim.study.data.Transactions, **more: int) -> relsim.Fit:
    """Return the market fitted to the first half of the purchases."""
    words = {"replications": 2, "evaluations": 300, **more}
    return relsim.fit(relsim.parse(market(shops)), log, NUMBERS, hold_out=HOLD_OUT, **words)


def off(ratio: float) -> str:
    """Return by how much something is more, or less."""
    return f"{100 * (ratio - 1):+.0f} %".replace("-", "−")


def table(found: dict[int, relsim.Fit]) -> str:
    """Return what each market and the yardstick predicted of the second half."""
    lines = [
        "| of the 39 weeks held out | bought again | against observed | shares missed by |",
        "| --- " * 4 + "|",
    ]
    first = next(iter(found.values()))
    later, missed = first.sales.held_out, first.held_out_errors()
    lines.append(f"| observed | {later.observed:,.0f} | | |")
    rows = [("BG/NBD", later.yardstick, missed["yardstick"])]
    rows += [
        (
            f"market with {shops} other shop{'s' * (shops > 1)}",
            one.sales.held_out.fitted,
            one.held_out_errors()["fitted"],
        )
        for shops, one in found.items()
    ]
    lines += [
        f"| {name} | {said:,.0f} | {off(said / later.observed)} | {gap:.1f} points |"
        for name, said, gap in rows
    ]
    told = [
        f"With {shops} other shop{'s' * (shops > 1)} (95 % interval "
        f"{one.sales.held_out.low:,.0f} to {one.sales.held_out.high:,.0f}; error "
        f"{one.error:.1f} points where it was fitted): "
        + ", ".join(
            f"`{known.bounds.path.removeprefix('segments.buyers.')}` {known.value:.3g}"
            for known in one.known
        )
        + "."
        for shops, one in found.items()
    ]
    return "\n".join([*lines, "", *told])


def main() -> None:
    """Fit both and write the table."""
    log = relsim.read(folder() / "CDNOW_master.txt", period="week")
    text = README.read_text(encoding="utf-8")
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    made = table({shops: fitted(shops, log) for shops in (1, 7)})
    README.write_text(f"{before}{BEGIN}\n{made}\n{END}{after}", encoding="utf-8")


if __name__ == "__main__":
    main()
