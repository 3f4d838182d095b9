"""Plausible worlds as people read them: a table of shares, and a few sentences."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

from relsim.result.figures import COMPARED
from relsim.result.quantity import Quantity, Unit
from relsim.result.table import Cell, Row, Shown, Table
from relsim.result.words import Sentence, counted, listed
from relsim.study.plausible.advantage import FIGURE
from relsim.study.plausible.deciding import called
from relsim.study.plausible.living import MEANT
from relsim.study.settings.matching import ENOUGH
from relsim.words.catalogue import Word, marked

if TYPE_CHECKING:
    from relsim.study.plausible.judged import Judged
    from relsim.study.plausible.measuring import Worth

TOLD = 3

_WHOLE = Unit("percent", 0)
_TIMES = Unit("ratio", 1)
_ENDS = (0.05, 0.5, 0.95)


def money(found: Judged, value: float, *, signed: bool = False) -> Quantity:
    """Return an amount in four digits at most: settings do not tell more."""
    unit = Unit("money", 3, str(found.scenario.market.currency), significant=True)
    return Quantity(value, unit, signed=signed)


def of(cases: float, n: int) -> Sentence:
    """Return how many of how many plausible worlds; that they are few, where they are."""
    return Sentence("{cases} of {n}", cases=f"{cases * n:g}", n=n)


def shares(found: Judged) -> Table:
    """Return in how many plausible worlds each strategy is better, and by how much."""
    others, baseline = found.strategies[1:], found.strategies[0]
    rows = [_better(found, figure) for figure in (FIGURE, "retention", "customer_equity")]
    on_average = [
        Row(
            Sentence("{figure}, luck taken off", figure=COMPARED[FIGURE].title)
            if way == MEANT
            else Sentence("the same, {settings}", settings=Word(way)),
            marked("share of settings"),
            tuple(Cell(Quantity(held[name], _WHOLE)) for name in others),
        )
        for way, held in found.widths.items()
    ]
    best = Row(
        marked("Worth most of all"),
        Sentence("{baseline} in {share}", baseline=baseline, share=_part(found.best[baseline])),
        tuple(Cell(_part(found.best[name])) for name in others),
    )
    ratio = Row(
        marked("Ignorance to luck"),
        marked("variances"),
        tuple(Cell(Quantity(found.ignorance_to_luck[name], _TIMES)) for name in others),
    )
    title = Sentence("Better than {baseline} in plausible worlds", baseline=baseline)
    return Table(title, others, (*rows, *on_average, best, ratio))


def _better(found: Judged, key: str) -> Row:
    figure = COMPARED[key]
    unit = figure.counted_in(str(found.scenario.market.currency)).of_difference
    cells = []
    for name in found.strategies[1:]:
        gaps, share = found.gaps(name, figure=key), found.better(name, figure=key)
        if not len(gaps):
            cells.append(Cell(Quantity(None, unit)))
            continue
        low, median, high = (float(one) for one in np.quantile(gaps, _ENDS))
        spread = Quantity(median, unit, low, high, signed=True, form="cell")
        cells.append(Cell(of(share.mean or 0.0, share.n), spread.interval()))
    return Row(figure.title, marked("5 to 95 % of worlds"), tuple(cells), key)


def _part(share: float) -> Quantity:
    return Quantity(share, _WHOLE)


def warnings(found: Judged) -> list[Shown]:
    """Say where there are too few settings, or where Ctrl-C came first."""
    said: list[Shown] = []
    if found.lived.interrupted:
        said.append(marked("Interrupted: these are the settings that every strategy had finished."))
    if found.n < ENOUGH:
        said.append(
            Sentence(
                "{settings}: too few, shares are rough. A hundred are enough.",
                settings=counted(found.n, "setting"),
            )
        )
    return said


def conclusions(found: Judged) -> list[Shown]:
    """Say who beats whom, what decides it, what to measure and what one gives away."""
    return [*_who(found), *_decides(found), *_measure(found)]


def _who(found: Judged) -> list[Shown]:
    said = []
    for ours, theirs in combinations(found.strategies[1:], 2):
        share = found.better(ours, theirs)
        first, second = (ours, theirs) if (share.mean or 0.0) >= 0.5 else (theirs, ours)
        cases = found.better(first, second)
        said.append(
            Sentence(
                "{first} beats {second} in {cases}",
                first=first,
                second=second,
                cases=of(cases.mean or 0.0, cases.n),
            )
        )
    if not said:
        return []
    return [Sentence("In net present value, {said} plausible worlds.", said=listed(said))]


def _decides(found: Judged) -> list[Shown]:
    said: list[Shown] = []
    for name in found.strategies[1:]:
        top = found.decided_by(name)[:TOLD]
        if not top:
            said.append(Sentence("No single number decides {strategy}.", strategy=name))
            continue
        parts = [
            Sentence(
                "{name} ({share} of what is not luck; more of it is {way})",
                name=listed([called(path) for path in one.paths], "with"),
                share=_part(one.share),
                way=marked("better") if one.upwards else marked("worse"),
            )
            for one in top
        ]
        said.append(Sentence("{strategy} turns on {parts}.", strategy=name, parts=listed(parts)))
    costs = dict.fromkeys(
        called(path)
        for name in found.strategies[1:]
        for one in found.decided_by(name)[:TOLD]
        for path in one.paths
        if path.startswith("market.costs.")
    )
    if costs:
        said.append(Sentence("Yours to know, and to state: {costs}.", costs=listed(list(costs))))
    return said


def _measure(found: Judged) -> list[Shown]:
    regret = found.regret
    best = min(regret, key=regret.__getitem__)
    said: list[Shown] = [
        Sentence(
            "Decided now, {best} gives away least: {lost} on average against knowing the setting, "
            "which is what knowing it would be worth at most.",
            best=best,
            lost=money(found, regret[best]),
        )
    ]
    # A gain that luck might have made up is none, be it of a thousandth of a cent.
    worthwhile = [one for one in found.measured if (one.gain.low or 0.0) > (one.cost or 0.0)]
    if not worthwhile:
        nothing = marked("Nothing that can be measured here is shown to be worth what it costs.")
        return [*said, nothing]
    parts = [_worth(found, one) for one in worthwhile[:TOLD]]
    return [*said, Sentence("What to measure first: {parts}.", parts=listed(parts))]


def _worth(found: Judged, one: Worth) -> Sentence:
    """Say what a measurement is worth, when its cost is paid where that is known."""
    gain, cost = one.gain, one.cost or 0.0
    low, high = (None if end is None else end - cost for end in (gain.low, gain.high))
    return Sentence(
        "{words} would be worth {gain}{cost}",
        words=one.words,
        gain=replace(money(found, one.net), low=low, high=high).with_interval(),
        cost=_cost_in_words(found, one.cost),
    )


def _cost_in_words(found: Judged, cost: float | None) -> Shown:
    if cost is None:
        return marked(", less what it costs")
    return Sentence(", its cost of {cost} paid", cost=money(found, cost)) if cost else ""


_CHOSEN = marked(
    {
        "prior": "Nothing but what is thought beforehand chose among them.",
        "calibrated": "They are those under which the market shows what is known of it.",
    }
)


def notes(found: Judged) -> list[Shown]:
    """Say what the shares are."""
    settings = found.lived.ways[MEANT]
    return [
        Sentence(
            "A setting is one full set of the {numbers} that nobody knows exactly; a plausible "
            "world is one of {settings} with a luck of its own, the same for every strategy. "
            "{chosen}",
            numbers=counted(len(settings.numbers.columns), "number"),
            settings=counted(found.n, "setting"),
            chosen=_CHOSEN[settings.kind],
        ),
        marked(
            "Luck taken off: a setting's mean advantage, held between its own run and what a "
            "regression over the other settings says of it. Half and twice as wide: every interval "
            "of what is thought, around the scenario's own numbers."
        ),
    ]
