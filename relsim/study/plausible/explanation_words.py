"""Where a strategy loses, as people read it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from relsim.result.quantity import Quantity, Unit
from relsim.result.table import Cell, Row, Shown, Table
from relsim.result.words import Sentence, counted, listed
from relsim.study.compare import break_even
from relsim.study.plausible.along import WORLDS
from relsim.study.plausible.deciding import called
from relsim.study.without_effect import reason_of
from relsim.words.catalogue import marked, translate

if TYPE_CHECKING:
    from relsim.study.plausible.along import Turn
    from relsim.study.plausible.explained import Explained
    from relsim.study.plausible.losing import Limit, Region

_WHOLE, _TWO = Unit("percent", 0), Unit("ratio", 2)
_VALUE = Unit("ratio", 3, significant=True)
_TOLD = 8
WON = marked(("settings there", "won of them", "of all won"))
LOST = marked(("settings there", "lost of them", "of all lost"))
_NONE = 0.01
"""Losing in fewer emulated settings than this is an exception that was not found."""


def tables(found: Explained) -> list[Table]:
    """Return the boxes, and what turns it alone."""
    made = []
    if regions := found.losing.regions:
        rows = tuple(
            Row(
                where(found, one),
                "",
                (
                    Cell(_part(one.share), of(one.inside, one.left_out)),
                    Cell(_part(one.density), of(one.inside_lost, one.inside)),
                    Cell(_part(one.coverage), of(one.inside_lost, one.lost)),
                ),
            )
            for one in regions
        )
        title = Sentence(
            "Where {strategy} {loses} against {baseline}",
            strategy=found.strategies[1],
            loses=translate("wins" if found.losing.wins else "loses"),
            baseline=found.strategies[0],
        )
        columns = WON if found.losing.wins else LOST
        made.append(Table(title, columns, rows, marked("Below: counted in settings left out")))
    if found.turns:
        rows = tuple(
            Row(
                called(one.number.path),
                one.number.path,
                (
                    Cell(Quantity(one.number.central, _VALUE)),
                    Cell(_at(one), _at(one).interval()),
                    Cell(Quantity(_times(one), Unit("factor", 2))),
                ),
            )
            for one in found.turns
        )
        title = Sentence(
            "At what {strategy} is worth as much as {baseline}, each number alone",
            strategy=found.strategies[1],
            baseline=found.strategies[0],
        )
        made.append(Table(title, marked(("now", "turns at", "of now")), rows))
    return made


def conclusions(found: Explained) -> list[Shown]:
    """Say where it loses, what its costs may be, what turns it and what does nothing."""
    return [
        _how_often(found),
        *[_told(found, one) for one in found.losing.regions],
        *break_even.sentences(found.comparison),
        *_turning(found),
        _inert(found),
    ]


def notes(found: Explained) -> list[Shown]:
    """Say how that was found."""
    return [
        Sentence(
            "Boxes are sought (PRIM, at most three numbers) where a regression over three quarters "
            "of the settings says that the mean difference in net present value lies below "
            "nothing; of what it had not seen it tells {explained} of the variance, luck included. "
            "Single runs in the settings left out hold luck, too.",
            explained=_part(found.losing.explained),
        ),
        Sentence(
            "A limit is told where at least five of ten halves of the settings find its number; "
            "its quasi-p: how often chance would make the settings left out as {lost} inside, "
            "given the other limits. What turns it: {worlds} at each of a few points, the others "
            "being the scenario's own; a place counts where the interval lies beyond nothing on "
            "either side.",
            lost=translate("won" if found.losing.wins else "lost"),
            worlds=counted(WORLDS, "world"),
        ),
        Sentence("Again: {command}", command=found.command),
    ]


def ends_of(found: Explained, limit: Limit) -> dict[str, float | None]:
    """Return the ends of a limit as values of its number; None where it is open."""
    number = found.numbers[limit.column]
    return {
        name: number.at((end + 1) / 2) if abs(end) < float("inf") else None
        for name, end in (("low", limit.low), ("high", limit.high))
    }


def _how_often(found: Explained) -> Sentence:
    plausible, (baseline, strategy) = found.plausible, found.strategies
    lost = round((1 - (plausible.better(strategy).mean or 0.0)) * plausible.n)
    if found.losing.lost < _NONE:
        return Sentence(
            "No exception found: {strategy} is worth less than {baseline} in {lost} of {settings}, "
            "luck included, and on average in none that was looked at.",
            strategy=strategy,
            baseline=baseline,
            lost=lost,
            settings=counted(plausible.n, "plausible world"),
        )
    return Sentence(
        "{strategy} is worth less than {baseline} in {lost} of {settings}, and on average in "
        "{share} of settings.{few}",
        strategy=strategy,
        baseline=baseline,
        lost=lost,
        settings=counted(plausible.n, "plausible world"),
        share=_part(found.losing.lost),
        few="" if found.losing.regions else marked(" No box of a few numbers tells where."),
    )


def _told(found: Explained, one: Region) -> Sentence:
    wins = found.losing.wins
    return Sentence(
        "It {loses} where {where}: {density} of the settings there are {lost}, and {coverage} of "
        "all that are lie there. Of {left_out} left out, {inside} lie there and {hits} of these "
        "are {lost}, of {all} in all. {steady}.",
        loses=translate("wins" if wins else "loses"),
        where=where(found, one),
        density=_part(one.density),
        lost=translate("won" if wins else "lost"),
        coverage=_part(one.coverage),
        left_out=counted(one.left_out, "setting"),
        inside=one.inside,
        hits=one.inside_lost,
        all=one.lost,
        steady=listed([_steady(found, limit) for limit in one.limits]),
    )


def _steady(found: Explained, limit: Limit) -> Sentence:
    return Sentence(
        "{name} is found in {steady} of halves (quasi-p {chance})",
        name=called(found.numbers[limit.column].path),
        steady=_part(limit.steady),
        chance=Quantity(limit.chance, _TWO),
    )


def where(found: Explained, one: Region) -> Sentence:
    """Return the limits of a box."""
    return Sentence("{limits}", limits=listed([_limit(found, limit) for limit in one.limits]))


def _limit(found: Explained, limit: Limit) -> Sentence:
    number, ends = found.numbers[limit.column], ends_of(found, limit)
    low, high = (
        None if end is None else Quantity(end, _VALUE) for end in (ends["low"], ends["high"])
    )
    place = (
        Sentence("between {low} and {high}", low=low, high=high)
        if low is not None and high is not None
        else Sentence("above {low}", low=low)
        if low is not None
        else Sentence("below {high}", high=high)
    )
    return Sentence(
        "{name} is {place} (now {now})",
        name=called(number.path),
        place=place,
        now=Quantity(number.central, _VALUE),
    )


def _turning(found: Explained) -> list[Shown]:
    gap = found.comparison.differences[found.strategies[1]]["npv"]
    baseline, strategy = found.strategies
    if gap.low is None or gap.high is None or gap.low <= 0.0 <= gap.high:
        return [
            Sentence(
                "At the scenario's own numbers {strategy} and {baseline} do not differ in net "
                "present value beyond doubt: no number has to turn it.",
                strategy=strategy,
                baseline=baseline,
            )
        ]
    how = translate("more" if gap.low > 0 else "less")
    if not found.turns:
        return [
            Sentence(
                "No number alone was seen to turn it within its interval: {strategy} is worth "
                "{how} than {baseline}. Ends of intervals looked at, where settings leave it open: "
                "{ends}.",
                strategy=strategy,
                how=how,
                baseline=baseline,
                ends=found.ends_looked_at,
            )
        ]
    return [
        Sentence(
            "{strategy} is worth {how} than {baseline} until {turns}, each alone. Ends of "
            "intervals looked at, where settings leave it open: {ends}.",
            strategy=strategy,
            how=how,
            baseline=baseline,
            turns=listed([_turn(one) for one in found.turns], "or"),
            ends=found.ends_looked_at,
        )
    ]


def _turn(one: Turn) -> Sentence:
    return Sentence(
        "{name} {moves} {at} ({times} of now)",
        name=called(one.number.path),
        moves=translate("falls below" if one.at < one.number.central else "rises above"),
        at=Quantity(one.at, _VALUE),
        times=Quantity(_times(one), Unit("factor", 2)),
    )


def _inert(found: Explained) -> Shown:
    if not found.inert:
        return marked("Every number changes some figure at an end of its interval.")
    named: list[object] = []
    for one in found.inert[:_TOLD]:
        reason = reason_of(found.comparison.scenario, one.path)
        name = called(one.path)
        named.append(Sentence("{name} ({reason})", name=name, reason=reason) if reason else name)
    more = len(found.inert) - len(named)
    return Sentence(
        "Of {all}, {many} changed no figure of either strategy at either end of their interval, "
        "in one world of 300 customers: {named}.",
        all=counted(len(found.numbers), "number"),
        many=len(found.inert),
        named=listed([*named, *([Sentence("{many} more", many=more)] if more > 0 else [])]),
    )


def _part(share: float) -> Quantity:
    return Quantity(share, _WHOLE)


def of(some: int, whole: int) -> Sentence:
    """Return how many of how many."""
    return Sentence("{some} of {whole}", some=some, whole=whole)


def _at(one: Turn) -> Quantity:
    return Quantity(one.at, _VALUE, min(one.low, one.high), max(one.low, one.high))


def _times(one: Turn) -> float | None:
    return one.at / one.number.central if one.number.central else None
