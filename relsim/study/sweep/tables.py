"""A sweep as people read it: a row a point, a column a strategy."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from relsim.errors import InputError, SomeRunsFailed
from relsim.result.figure import Figure
from relsim.result.figures import COMPARED
from relsim.result.quantity import Quantity, Unit
from relsim.result.statistics import estimate
from relsim.result.table import Cell, Row, Shown, Table
from relsim.result.words import AFTER_COMMA, Sentence, counted, joined
from relsim.study.sweep.runs import Runs
from relsim.study.without_effect import sentence
from relsim.words.catalogue import translate

_ROWS_SHOWN = 24
_SHOWN = {key: COMPARED[key] for key in ("retention", "npv")}
_SETTING = Unit("ratio", 4, significant=True)


def tables(sweep: Runs) -> list[Table]:
    """Return retention and net present value at every point, as far as they can be read."""
    points = list(zip(sweep.points.index, sweep.overrides, strict=True))[:_ROWS_SHOWN]
    return [
        Table(
            _title(figure, sweep.scenario.market.currency),
            sweep.strategies,
            tuple(
                Row(where(settings), "", _cells(sweep, point, figure), str(point))
                for point, settings in points
            ),
        )
        for figure in _SHOWN.values()
    ]


def _title(figure: Figure, currency: str) -> Sentence:
    if figure.unit != "money":
        return Sentence("{figure}, {per}", figure=figure.title, per=figure.per)
    return Sentence(
        "{figure}, {per}, in {currency}", figure=figure.title, per=figure.per, currency=currency
    )


def _cells(sweep: Runs, point: int, figure: Figure) -> tuple[Cell, ...]:
    cells = []
    for strategy in sweep.strategies:
        level = figure.level(estimate(sweep.values(point, strategy, figure.key)), bare=True)
        gap = sweep.difference(point, strategy, figure.key)
        below = figure.difference(gap, bare=True).with_doubt()
        cells.append(Cell(level, "" if strategy == sweep.baseline else below))
    return tuple(cells)


def where(settings: Mapping[str, Any]) -> str:
    """Return what is set at a point, by the last words of the paths where these tell them apart."""
    words = [path.rpartition(".")[2] for path in settings]
    names = words if len(set(words)) == len(words) else list(settings)
    set_to = zip(names, settings.values(), strict=True)
    return joined([f"{name} {_value(value)}" for name, value in set_to], AFTER_COMMA)


def _value(value: object) -> str:
    return _SETTING.text(value) if isinstance(value, float) else str(value)


def warnings(sweep: Runs) -> list[Shown]:
    """Return what a reader must know before reading any number."""
    failed, done = len(sweep.failures), len(sweep.samples)
    found: list[Shown] = []
    part, parts = sweep.shard
    if parts > 1:
        found.append(
            Sentence(
                "Part {part} of {parts}, and at each point those worlds alone that fell to it: "
                "relsim merge puts the parts together.",
                part=part,
                parts=parts,
            )
        )
    if sweep.interrupted:
        found.append(
            Sentence(
                "Interrupted: {done} of {planned} runs are done.",
                done=f"{done:,}",
                planned=f"{sweep.planned:,}",
            )
        )
    if failed:
        found.append(
            Sentence(
                "{failed} of {done} runs failed and are left out.",
                failed=f"{failed:,}",
                done=f"{done:,}",
            )
        )
    idle = [path for path in sweep.paths if sweep.without_effect(path)]
    return [*found, *([sentence(sweep.scenario, translate("at any point"), idle)] if idle else [])]


def conclusions(sweep: Runs) -> list[Shown]:
    """Say where differences flip, when one number is varied and enough runs were sound."""
    found: list[Shown] = []
    try:
        for key, figure in _SHOWN.items():
            for strategy in sweep.strategies[1:]:
                found += [
                    Sentence(
                        "The difference of {strategy} in {figure} flips at {flip}.",
                        strategy=strategy,
                        figure=figure.noun,
                        flip=flip,
                    )
                    for flip in sweep.flips(key, strategy)
                ]
    except InputError:
        return []  # several paths, or words: there is no line to go along
    except SomeRunsFailed as error:
        return [str(error)]
    return found


def notes(sweep: Runs) -> list[Shown]:
    """Return what explains the numbers."""
    found: list[Shown] = []
    hidden = len(sweep.points) - _ROWS_SHOWN
    if hidden > 0:
        found.append(
            Sentence(
                "{hidden} more points are in the data (to_frame, --csv, --xlsx).",
                hidden=f"{hidden:,}",
            )
        )
    found.append(
        Sentence(
            "Below each mean: the paired difference to {baseline}, ± half of its 95 % interval "
            "over {worlds}; pt are percentage points. Every point meets the same luck. Seed "
            "{seed}.",
            baseline=sweep.baseline,
            worlds=counted(sweep.most_worlds, "world"),
            seed=sweep.seed,
        )
    )
    if sweep.budget is not None:
        found.append(
            Sentence(
                "At every point each strategy but {baseline} was brought to spend {amount} per "
                "customer and period, or to its limit.",
                baseline=sweep.baseline,
                amount=Quantity(sweep.budget, Unit("money", 2, sweep.scenario.market.currency)),
            )
        )
    found.append(Sentence("Again: {command}", command=sweep.command))
    return found
