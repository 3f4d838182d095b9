"""A search as people read it: the best few, what lies around the best, and what that comes to."""

from __future__ import annotations

from relsim.behaviour import LEVERS
from relsim.behaviour.declaration import Value
from relsim.result.figure import Figure
from relsim.result.figures import FIGURES
from relsim.result.quantity import Quantity, Unit
from relsim.result.statistics import Estimate
from relsim.result.table import Cell, Row, Shown, Table
from relsim.result.words import AFTER_COMMA, Sentence, counted, joined, listed
from relsim.study.optimise.choices import Choice, Picked
from relsim.study.optimise.found import Around, Finalist, Found
from relsim.study.optimise.question import CLOSE, SPENDING
from relsim.words.catalogue import marked, translate

_SETTING = Unit("ratio", 3, significant=True)
_SHOWN = 5
_END = 0.02
"""How near to an end of its range, as a part of it, a lever is said to stand there."""


def tables(found: Found) -> list[Table]:
    """Return the best few and what lies around the best, as far as they were looked at."""
    made = [_finalists(found), _around(found)]
    return [table for table in made if table.rows]


def said(value: Value) -> Quantity | str:
    """Return a choice as people read it; a word stays as it is written."""
    if isinstance(value, bool):
        return translate("yes" if value else "no")
    return Quantity(float(value), _SETTING) if isinstance(value, int | float) else str(value)


def named(picked: Picked) -> str:
    """Return a whole choice in words."""
    return joined([f"{name} {said(value)}" for name, value in picked.items()], AFTER_COMMA)


def front(found: Found) -> list[Finalist]:
    """Return the finalists along the front of two goals, the best in the first goal first."""
    within = [one for one in found.finalists if one.within]
    return sorted(within, key=lambda one: -found.question.signs[0] * (one.values[0].mean or 0.0))


def _goals(found: Found) -> list[Figure]:
    return [FIGURES[key] for key in found.question.goals]


def _currency(found: Found) -> str:
    return str(found.scenario.market.currency)


def _finalists(found: Found) -> Table:
    shown = (front(found) if len(found.question.goals) > 1 else found.finalists)[:_SHOWN]
    currency = _currency(found)
    rows = [
        Row(name, "", tuple(Cell(said(one.trial.picked[name])) for one in shown), name)
        for name in found.best
    ]
    for place, figure in enumerate(_goals(found)):
        levels = [figure.level(one.values[place], currency, bare=True) for one in shown]
        rows.append(
            Row(figure.title, figure.below(currency), tuple(map(_with_doubt, levels)), figure.key)
        )
        gains = tuple(_difference(figure, one.gains[place], currency) for one in shown)
        rows.append(Row(Sentence("more than {baseline}", baseline=_baseline(found)), "", gains))
    behind = tuple(_difference(_goals(found)[0], one.behind, currency) for one in shown)
    rows.append(Row(marked("behind the best"), "", behind))
    spent = FIGURES[SPENDING]
    levels = [spent.level(one.spending, currency, bare=True) for one in shown]
    rows.append(Row(spent.title, spent.below(currency), tuple(map(_with_doubt, levels)), SPENDING))
    title = Sentence(
        "The best of {trials}, in {worlds} that the search did not see",
        trials=counted(len(found.trials), "trial"),
        worlds=counted(found.question.fresh, "world"),
    )
    names = tuple(str(1 + place) for place in range(len(shown)))
    return Table(title, names, tuple(rows) if shown else ())


def _with_doubt(level: Quantity) -> Cell:
    return Cell(level, level.doubt())


def _difference(figure: Figure, gap: Estimate, currency: str) -> Cell:
    quantity = figure.difference(gap, currency, bare=True)
    return Cell(quantity, quantity.doubt(), figure.mood(gap))


def _around(found: Found) -> Table:
    currency, goals = _currency(found), _goals(found)
    rows = [
        Row(
            one.name,
            said(one.at),
            (
                *(
                    _difference(figure, gap, currency)
                    for figure, gap in zip(goals, one.behind, strict=True)
                ),
                _with_doubt(FIGURES[SPENDING].level(one.spending, currency, bare=True)),
            ),
            one.name,
        )
        for one in found.around[1:]
    ]
    title = Sentence(
        "Around the best: one choice moved alone, held against it in {worlds} of their own",
        worlds=counted(found.question.fresh, "world"),
    )
    columns = (*(figure.title for figure in goals), FIGURES[SPENDING].title)
    return Table(title, columns, tuple(rows))


def warnings(found: Found) -> list[Shown]:
    """Return what a reader must know before reading any number."""
    told: list[Shown] = []
    if found.interrupted:
        told.append(
            Sentence(
                "Interrupted after {trials}. What was not looked at in other worlds was also "
                "lucky.",
                trials=counted(len(found.trials), "trial"),
            )
        )
    if found.failures:
        told.append(
            Sentence(
                "{failed} failed; the trials they belong to are left out.",
                failed=counted(len(found.failures), "run"),
            )
        )
    limit = found.question.limit
    if limit is not None and not any(one.within for one in found.trials):
        told.append(marked("No trial keeps to the limit; shown is the one that spends least."))
    elif found.finalists and not found.finalists[0].within:
        told.append(marked("None of the best keeps to the limit in other worlds."))
    return told


def conclusions(found: Found) -> list[Shown]:
    """Say what is best, by how much, and what cannot be told from it."""
    told: list[Shown] = [Sentence("The best found: {best}.", best=named(found.best))]
    if not found.around:
        return told
    told += _worth(found)
    told += _plateau(found)
    if ends := at_ends(found):
        told.append(
            Sentence(
                "At the end of its range: {names}. A wider range may hold something better.",
                names=listed(ends),
            )
        )
    return told


def _worth(found: Found) -> list[Shown]:
    best, currency = found.around[0], _currency(found)
    told: list[Shown] = []
    values = found.chosen.values or ()
    for place, figure in enumerate(_goals(found)):
        gain = best.gains[place]
        home = found.home[place].mean
        searched = Estimate(None if home is None else values[place] - home, None, None, 0)
        told.append(
            Sentence(
                "{figure}: {level}, {gain} held against {baseline}, in {worlds} that neither the "
                "search nor the choice among the best saw; the search's own said {searched}."
                "{doubt}",
                figure=figure.title,
                level=figure.level(best.values[place], currency).with_doubt(),
                gain=figure.difference(gain, currency).with_doubt(),
                baseline=_baseline(found),
                worlds=counted(found.question.fresh, "world"),
                searched=figure.difference(searched, currency),
                doubt="" if figure.mood(gain) else translate(" That may be nothing."),
            )
        )
    if _goals(found)[0].mood(best.gains[0]) == "worse":
        told.append(
            Sentence("Nothing that was tried is better than {baseline}.", baseline=_baseline(found))
        )
    return told


def alike(found: Found) -> list[Finalist]:
    """Return the finalists that these worlds do not tell from the best one."""
    goal = _goals(found)[0]
    return [one for one in found.finalists if one.within and goal.mood(one.behind) != "worse"]


def plateau(found: Found, name: str) -> list[Around]:
    """Return where a choice moved alone cannot be told from the best, within the limit."""
    goal, limit = _goals(found)[0], found.question.limit
    return [
        one
        for one in found.around[1:]
        if one.name == name
        and goal.mood(one.behind[0]) != "worse"
        and (limit is None or (one.spending.mean or 0.0) <= limit * (1 + CLOSE))
    ]


def _plateau(found: Found) -> list[Shown]:
    together = alike(found)
    told: list[Shown] = [
        Sentence(
            "The plateau: of the best {number}, {alike} cannot be told from the first.",
            number=len(found.finalists),
            alike=len(together) - 1,
        )
    ]
    for choice in found.question.choices.all:
        flat = plateau(found, choice.name)
        if len(flat) > 1:
            told.append(_flat(choice, [one.at for one in flat]))
    return told


def _flat(choice: Choice, places: list[Value]) -> Shown:
    """Say where a choice cannot be told from the best: between two ends, or at which values."""
    if choice.ends is None:
        return Sentence(
            "{name} alone, of the values tried: {values} cannot be told from it.",
            name=choice.name,
            values=listed([said(one) for one in places]),
        )
    return Sentence(
        "{name} alone, of the values tried: from {low} to {high} cannot be told from it.",
        name=choice.name,
        low=said(places[0]),
        high=said(places[-1]),
    )


def at_ends(found: Found) -> list[str]:
    """Return the levers of which the best stands at an end of the range that could be moved."""
    told = []
    for one in found.question.choices.all:
        if one.ends is None:
            continue
        lever, value, (low, high) = LEVERS[one.lever], found.best[one.name], one.ends
        assert isinstance(value, int | float)
        near = _END * (high - low)
        below = value - low <= near and low > lever.low
        above = high - value <= near and high < lever.high
        told += [one.name] if below or above else []
    return told


def _baseline(found: Found) -> str:
    return found.question.choices.strategy


def notes(found: Found) -> list[Shown]:
    """Return what explains the numbers."""
    question = found.question
    told: list[Shown] = []
    if question.limit is not None:
        told.append(
            Sentence(
                "Limit: {limit} per customer and period, on relationships.",
                limit=Quantity(question.limit, Unit("money", 2, _currency(found))),
            )
        )
    told.append(
        Sentence(
            "Searched by tree-structured Parzen estimators (Bergstra et al. 2011) in {worlds} a "
            "trial. What is best of many was also lucky there: the best {few} were looked at "
            "again in {fresh}, and the first of them in as many others. ± is half of a 95 % "
            "interval; a 95 % interval that leaves out zero is taken for a difference. A search "
            "may miss the best.",
            worlds=counted(question.replications, "world"),
            few=question.finalists,
            fresh=counted(question.fresh, "world"),
        )
    )
    if found.unsettled:
        told.append(found.unsettled)
    return [*told, Sentence("Again: {command}", command=found.command)]
