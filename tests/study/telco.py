"""Two stories of one file: `python -m tests.study.telco FILE` fits IBM's sample and writes both.

The file is not here: it is IBM's sample of 7,043 customers of a telephone company, which goes round
the world as WA_Fn-UseC_-Telco-Customer-Churn.csv. Some five minutes of one core.
"""

from __future__ import annotations

import sys
from pathlib import Path

import relsim

README = Path(__file__).parents[2] / "relsim" / "study" / "fit" / "README.md"
BEGIN, END = "<!-- computed: telco -->", "<!-- end of computed -->"
TIMES = (12, 24, 48, 72)
MARKET = """[market]
customers = 1200
focal = "Telco"
{segments}
[[firms]]
name = "Telco"
price = 65.0
unit_cost = 30.0
opening_share = 0.6
[[firms]]
name = "Brio"
price = 65.0
unit_cost = 30.0
[[firms]]
name = "Cora"
price = 65.0
unit_cost = 30.0
"""
RESTLESS = "restlessness = { mean = 0.05, concentration = 2.0 }"


def segments(names: dict[str, float]) -> str:
    """Return segments with these shares."""
    return "".join(
        f'[[segments]]\nname = "{name}"\nshare = {share!r}\n{RESTLESS}\n'
        for name, share in names.items()
    )


def stories(path: str) -> list[relsim.Fit]:
    """Return the fit of people who are alike, and of people who differ, by four numbers each."""
    read = relsim.read(path, leavers="ever")
    whole = len(read.groups[0].exits)
    shares = {one.name: len(one.exits) / whole for one in read.groups[1:]}
    failing = {"behaviour.failure_rate": (0.0001, 0.02)}
    alike = {
        "segments.customers.restlessness.mean": (0.002, 0.5),
        "segments.customers.restlessness.concentration": (0.2, 20.0),
        "behaviour.renewal_review": (0.0, 0.5),
    }
    differ = {f'segments."{name}".restlessness.mean': (0.0001, 0.5) for name in shares}
    return [
        relsim.fit(
            relsim.parse(MARKET.format(segments=segments(names))),
            read,
            numbers | failing,
            groups=groups,
            replications=2,
            evaluations=300,
        )
        for groups, names, numbers in (
            ("contracts", {"customers": 1.0}, alike),
            ("segments", shares, differ),
        )
    ]


def table(found: list[relsim.Fit]) -> str:
    """Return what was observed and what each story makes of it."""
    bound, restless = (one.to_frame().set_index(["group", "period"]) for one in found)
    lines = [
        "| left after | months | observed | bound alike | restless apart |",
        "| --- " * 5 + "|",
    ]
    for group in bound.index.unique("group"):
        for when in TIMES:
            row = bound.loc[(group, when)]
            shares = row["observed"], row["fitted"], restless.loc[(group, when), "fitted"]
            cells = " | ".join(f"{100 * share:.1f} %" for share in shares)
            lines.append(f"| {group} | {when} | {cells} |")
    errors = " | ".join(f"{one.error:.1f} points" for one in found)
    lines.append(f"| root mean square error | | | {errors} |")
    values = [
        f"{name}: "
        + ", ".join(
            f"`{one.bounds.path}` {one.value:.3g}"
            + (f" (at its {one.stopped_at})" if one.stopped_at else "")
            for one in fit.known
        )
        + "."
        for name, fit in zip(("Bound alike", "Restless apart"), found, strict=True)
    ]
    return "\n".join([*lines, "", *values])


def main() -> None:
    """Fit both and write the table."""
    text = README.read_text(encoding="utf-8")
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    made = table(stories(sys.argv[1]))
    README.write_text(f"{before}{BEGIN}\n{made}\n{END}{after}", encoding="utf-8")


if __name__ == "__main__":
    main()
