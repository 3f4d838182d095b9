"""What came of it as people read it: effects, shares and ends, a row a number."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from relsim.result.figure import Figure
from relsim.result.figures import FIGURES
from relsim.result.quantity import Quantity, Unit
from relsim.result.table import Cell, Row, Shown, Table
from relsim.result.words import AFTER_COMMA, Sentence, counted
from relsim.study.plausible.deciding import called
from relsim.study.sensitivity.found import Found
from relsim.study.sensitivity.indices import Effect, Share
from relsim.study.sensitivity.question import AT, Target
from relsim.study.settings.uncertain import Uncertain
from relsim.words.catalogue import marked

Held = TypeVar("Held")

_ROWS_SHOWN = 12
_SETTING = Unit("ratio", 4, significant=True)
_PART = Unit("percent", 0)
_MUCH_LUCK = 0.1


def end(one: Uncertain, which: int) -> float:
    """Return where a number stands at its low or its high end."""
    return one.quantile(AT[which])


def tables(found: Found) -> list[Table]:
    """Return the screening, the shares and the ends of every figure."""
    made = []
    for key in found.question.figures:
        figure = FIGURES[key]
        made += [_screening(found, figure), _shares(found, figure), _ends(found, figure)]
    return [table for table in made if table.rows]


def names(found: Found) -> list[str]:
    """Return what the inputs are called; by their paths, where two would be called the same."""
    said = [called(one.path) for one in found.question.inputs]
    return [
        name if said.count(name) == 1 else one.path
        for name, one in zip(said, found.question.inputs, strict=True)
    ]


def of_figure(held: dict[Target, Held], figure: Figure) -> dict[Target, Held]:
    """Return what belongs to a figure."""
    return {target: one for target, one in held.items() if target.figure == figure.key}


def _screening(found: Found, figure: Figure) -> Table:
    held = of_figure(found.effects, figure)
    currency = str(found.scenario.market.currency)
    order = [*found.kept, *_by_size(held, found.kept)][:_ROWS_SHOWN] if held else []
    called_ = names(found)
    rows = [
        Row(
            called_[place],
            marked("looked at closely") if place in found.kept else "",
            tuple(_effect(figure, one[place], currency) for one in held.values()),
            found.question.inputs[place].path,
        )
        for place in order
    ]
    title = Sentence(
        "Screening: how far {figure} moves as a number goes over its whole interval{money}",
        figure=figure.noun,
        money=_in(figure, currency),
    )
    return Table(title, tuple(target.name for target in held), tuple(rows))


def _by_size(held: dict[Target, list[Effect]], kept: Sequence[int]) -> list[int]:
    """Return the numbers that were not kept, those that move the last target most first."""
    last = [*held.values()][-1]
    order = sorted(range(len(last)), key=lambda place: -last[place].size)
    return [place for place in order if place not in kept]


def _effect(figure: Figure, one: Effect, currency: str) -> Cell:
    size = figure.amount(one.size, currency, form="cell")
    half = Quantity(0.0, size.unit, -one.doubt, one.doubt)
    return Cell(size, half.doubt())


def _shares(found: Found, figure: Figure) -> Table:
    held = of_figure(found.shares, figure)
    said = names(found)
    rows = [
        Row(
            said[place],
            marked("alone; with others"),
            tuple(_share(one[row]) for one in held.values()),
            found.question.inputs[place].path,
        )
        for row, place in enumerate(found.kept)
    ]
    title = Sentence("Shares of the variance of {figure}", figure=figure.noun)
    return Table(title, tuple(target.name for target in held), tuple(rows) if held else ())


def _share(one: Share) -> Cell:
    return Cell(part(one.first, one.first_doubt), part(one.total, one.total_doubt))


def part(share: float, doubt: float) -> Quantity:
    """Return a share with its doubt."""
    return Quantity(share, _PART, share - doubt, share + doubt).with_doubt()


def _ends(found: Found, figure: Figure) -> Table:
    held = of_figure(found.ends, figure)
    gaps = {target: one for target, one in held.items() if target.baseline} or held
    currency, said = str(found.scenario.market.currency), names(found)
    rows = []
    for row, place in enumerate(found.kept):
        one = found.question.inputs[place]
        at = Sentence("{low} to {high}", low=_setting(end(one, 0)), high=_setting(end(one, 1)))
        cells = []
        for target, pairs in gaps.items():
            say = figure.difference if target.baseline else figure.level
            for estimate in pairs[row][:2]:
                quantity = say(estimate, currency, bare=True)
                cells.append(Cell(quantity, quantity.doubt()))
        rows.append(Row(said[place], at, tuple(cells), one.path))
    title = Sentence(
        "{figure} with one number low or high, the others as the scenario has them{money}",
        figure=figure.title,
        money=_in(figure, currency),
    )
    columns = tuple(
        str(Sentence(AFTER_COMMA, first=target.name, second=way))
        for target in gaps
        for way in marked(("low", "high"))
    )
    return Table(title, columns, tuple(rows) if gaps else ())


def _in(figure: Figure, currency: str) -> str:
    return str(Sentence(", in {currency}", currency=currency)) if figure.unit == "money" else ""


def _setting(value: float) -> Quantity:
    return Quantity(value, _SETTING)


def warnings(found: Found) -> list[Shown]:
    """Return what a reader must know before reading any number."""
    said: list[Shown] = []
    if found.interrupted:
        said.append(
            Sentence(
                "Interrupted: {done} of {planned} runs are done.",
                done=f"{found.done:,}",
                planned=f"{found.question.runs:,}",
            )
        )
    if found.failures:
        said.append(
            Sentence(
                "{failed} of {done} runs failed; the walks and blocks that lack one are left out.",
                failed=f"{len(found.failures):,}",
                done=f"{found.done:,}",
            )
        )
    return said


def conclusions(found: Found) -> list[Shown]:
    """Say what explains most of each difference; of each outcome, where there is no difference."""
    targets = [target for target in found.shares if target.baseline] or list(found.shares)
    return [_most(found, target) for target in targets]


def _most(found: Found, target: Target) -> Sentence:
    held, said = found.shares[target], names(found)
    row = max(range(len(held)), key=lambda place: held[place].first)
    if held[row].first <= held[row].first_doubt:
        return Sentence(
            "{target} in {figure}: no number's share can be told from nothing; more --points or "
            "--replications might.",
            target=target.name,
            figure=FIGURES[target.figure].noun,
        )
    return Sentence(
        "{target} in {figure}: {number} alone explains {share} of what these numbers do.",
        target=target.name,
        figure=FIGURES[target.figure].noun,
        number=said[found.kept[row]],
        share=part(held[row].first, held[row].first_doubt),
    )


def notes(found: Found) -> list[Shown]:
    """Return what explains the numbers."""
    question = found.question
    said: list[Shown] = []
    hidden = len(question.inputs) - _ROWS_SHOWN
    if found.effects and hidden > 0:
        said.append(
            Sentence(
                "{hidden} more are in the data (--csv, --xlsx).", hidden=counted(hidden, "number")
            )
        )
    if found.effects:
        said.append(
            Sentence(
                "Screening (Morris 1991; Campolongo, Cariboni & Saltelli 2007): the mean size of "
                "the effect over {walks}, ± half of its 95 % interval. It ranks, no more.",
                walks=counted(question.trajectories, "walk"),
            )
        )
    if found.shares:
        said += _about_shares(found)
    if found.ends:
        said.append(
            Sentence(
                "Low and high: the 5th and the 95th hundredth of what is thought of a number; "
                "means over {worlds} with half of their 95 % intervals.",
                worlds=counted(question.ends_worlds, "world"),
            )
        )
    return [*said, Sentence("Again: {command}", command=found.command)]


def _about_shares(found: Found) -> list[Shown]:
    question = found.question
    said: list[Shown] = [
        Sentence(
            "Shares (Sobol 2001; Saltelli et al. 2010; Jansen 1999): what a number explains alone, "
            "and below it with all that it does together with others, ± half of a 95 % interval "
            "from {points}. They are of what these {numbers} do; all others stand where the "
            "scenario has them. The numbers are drawn independently of each other, the same "
            "number of several segments together: where data tie them, shares mean nothing, and "
            "relsim compare --settings says what decides.",
            points=counted(question.points, "point"),
            numbers=counted(len(found.kept), "number"),
        )
    ]
    noisy = {target: one for target, one in found.luck.items() if (one or 0.0) > _MUCH_LUCK}
    if noisy:
        worst = max(noisy, key=lambda target: noisy[target] or 0.0)
        said.append(
            Sentence(
                "Of the variance of {target} in {figure}, {share} is luck that differs from point "
                "to point, and counts as doing things together. More --replications lessen it.",
                target=worst.name,
                figure=FIGURES[worst.figure].noun,
                share=Quantity(noisy[worst], _PART),
            )
        )
    return said
