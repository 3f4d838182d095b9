"""An attribution as people read it: parts of levers, then retention by segment and tenure."""

from __future__ import annotations

from relsim.result.figures import FIGURES
from relsim.result.quantity import Quantity, Unit
from relsim.result.statistics import Estimate
from relsim.result.table import Cell, Row, Shown, Table
from relsim.result.words import Sentence, counted
from relsim.study.explain.kept import JOINT, TOTAL, Kept
from relsim.words.catalogue import Word, marked

_RETENTION = FIGURES["retention"]
_BELOW = {JOINT: marked("beyond the sum"), TOTAL: marked("the strategy")}
_CUSTOMERS = Unit("count")
_SHARE = Unit("percent")
_ABOUT = Unit("percent", 0)


def tables(found: Kept) -> list[Table]:
    """Return who keeps the customers, and how many stay by segment and tenure."""
    return [
        _parts(found),
        _retention(found, "segment", marked("Annual retention by segment")),
        _retention(found, "tenure", marked("Annual retention by tenure at the year's start")),
    ]


def notes(found: Kept) -> list[Shown]:
    """Return what explains the tables."""
    return [
        Sentence(
            "Of {customers} customers a world who were there when the strategy started and whom "
            "population turnover left alone, all together counts those who had never left by the "
            "end under {strategy} less those under {baseline}. A lever's part is what is lost when "
            "it alone is put back to the baseline's value under the same luck. Effects that reach "
            "a customer through other people (talk, what acquaintances do, prices) are included.",
            customers=Quantity(float(found.worlds["customers"].mean()), Unit("count", 0)),
            strategy=found.strategy,
            baseline=found.baseline,
        ),
        Sentence(
            "Joint: what all levers together lose beyond the sum of their parts. Above 0, some "
            "customers would have been kept by any of several levers; below 0, some needed several "
            "at once. ± is half of a 95 % interval over {worlds}.",
            worlds=counted(found.replications, "world"),
        ),
    ]


def _parts(found: Kept) -> Table:
    rows = tuple(
        Row(
            Word(name) if name in _BELOW else name,
            _BELOW.get(name, marked("its removal loses")),
            (
                _signed(part, _CUSTOMERS),
                _signed(found.shares[name], _SHARE),
                _needing(found, name),
            ),
            name,
        )
        for name, part in found.parts.items()
    )
    title = Sentence(
        "Who keeps the customers under {strategy}, held against {baseline}",
        strategy=found.strategy,
        baseline=found.baseline,
    )
    return Table(title, marked(("customers kept", "part of all", "those kept")), rows)


def _signed(part: Estimate, unit: Unit) -> Cell:
    shown = Quantity(part.mean, unit, part.low, part.high, signed=True, form="cell")
    return Cell(shown, shown.doubt())


def _needing(found: Kept, name: str) -> Cell:
    """Say how many of those kept would have been lost without a lever."""
    needed = found.needed
    if name == TOTAL or needed.empty:
        return Cell("")
    if name == JOINT:
        return Cell(_about((~needed.any(axis=1)).mean()), marked("need no single one"))
    alone = needed[name] & (needed.sum(axis=1) == 1)
    return Cell(
        Sentence("{share} need it", share=_about(needed[name].mean())),
        Sentence("{share} it alone", share=_about(alone.mean())),
    )


def _about(share: float) -> Quantity:
    return Quantity(float(share), _ABOUT)


def _retention(found: Kept, split: str, title: str) -> Table:
    rows = []
    for (kind, group), (theirs, ours, gap) in found.retention.items():
        if kind == split:
            levels = (_RETENTION.level(one, bare=True) for one in (theirs, ours))
            shown = (*levels, _RETENTION.difference(gap, bare=True))
            name = Word(group) if split == "tenure" else group
            rows.append(Row(name, "", tuple(Cell(one, one.doubt()) for one in shown), group))
    return Table(title, (found.baseline, found.strategy, marked("difference")), tuple(rows))
