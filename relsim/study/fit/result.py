"""The result of a fit: the scenario that fits, and how well it does."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from relsim.errors import InputError
from relsim.result.quantity import UNDEFINED, Quantity, Unit
from relsim.result.result import Result
from relsim.result.saving import write_whole
from relsim.result.table import Cell, Row, Table
from relsim.result.words import Sentence, counted
from relsim.scenario.editing import edited
from relsim.scenario.paths import split_path
from relsim.scenario.provenance import settings_of
from relsim.scenario.structure import MONTHS
from relsim.scenario.wording import number
from relsim.study.data.cohort import Cohort
from relsim.study.fit.course import Course
from relsim.study.fit.known import Known, reach, warnings_of
from relsim.version import __version__

if TYPE_CHECKING:
    from relsim.result.table import Shown
    from relsim.scenario import Scenario


_INTERVALS = (
    "Interval: 95 %, {reach}. Moves: how far the curve moves from one end of the range to the "
    "other, root mean square."
)
_YARDSTICK = (
    "Interval of a share: 95 % of 40 markets whose settings are drawn as chance has it. Yardstick: "
    "the {law} law, fitted to the same periods."
)
_TOGETHER = 0.9
OF_THE_FIT_ALONE = ("market.customers", "market.periods", "market.warm_up")
"""What ``--set`` may change for the search only: the size of the market and how long it lives."""


@dataclass(frozen=True, eq=False, repr=False)
class Fit(Result):
    """Settings under which the market loses customers as a cohort did.

    Made by :func:`relsim.fit`.

    Parameters
    ----------
    scenario : Scenario
        With the fitted settings.
    cohort : Cohort
        What was observed.
    values : dict of str to float
        The fitted settings, by path.
    before : float
        Root mean square error of the scenario as it was, in percentage points.
    fitted : numpy.ndarray
        Shares left in the fitted market, one for each observed period.
    seed, replications : int
        The luck that it was fitted under.
    evaluations : int
        Places tried.
    interrupted : bool
        Whether Ctrl-C ended the search.
    command : str
        The command line that makes it again.
    known : tuple of Known
        How well each setting is known; empty after Ctrl-C.
    course : Course or None
        What was held out, what is to come, the interval and the yardstick; None after Ctrl-C.
    correlation : numpy.ndarray or None
        How the fitted settings go together.
    """

    scenario: Scenario
    cohort: Cohort
    values: dict[str, float]
    before: float
    fitted: NDArray[np.float64]
    seed: int
    replications: int
    evaluations: int
    interrupted: bool = False
    command: str = ""
    known: tuple[Known, ...] = ()
    course: Course | None = None
    correlation: NDArray[np.float64] | None = None

    @property
    def error(self) -> float:
        """Root mean square error over the periods after the opening, in percentage points."""
        from relsim.study.fit.search import error_in_points

        return error_in_points(self.fitted, self.cohort.shares)

    @property
    def better(self) -> bool:
        """Whether anything was found that follows the cohort better than the scenario did."""
        return self.error < self.before

    def to_frame(self) -> pd.DataFrame:
        """Return observed against fitted, a row a period.

        Returns
        -------
        pandas.DataFrame
            Columns ``period``, ``customers`` and, as shares of the opening, ``observed``,
            ``fitted``, ``low``, ``high`` (95 % of the fitted curve) and ``yardstick``;
            ``held_out`` says what was observed and not fitted. What there is not is empty.
        """
        frame = pd.DataFrame(self.survival()).astype({"observed": float, "yardstick": float})
        counted_ones = pd.Series(self.cohort.customers, index=range(len(self.cohort.periods)))
        begun = frame["observed"] * self.cohort.customers[0]
        frame.insert(1, "customers", counted_ones.reindex(frame.index).fillna(begun))
        return frame

    def survival(self) -> list[dict[str, object]]:
        """Return the same as plain values: None where there is none."""
        names = ("period", "observed", "fitted", "low", "high", "yardstick", "held_out")
        one = self.course
        if one is None:
            shares = zip(self.cohort.periods, self.cohort.shares, self.fitted.tolist(), strict=True)
            return [
                dict(zip(names, (*row, None, None, None, False), strict=True)) for row in shares
            ]
        out = {*one.held_out}
        columns = (one.periods, one.observed, one.fitted, one.low, one.high, one.yardstick)
        rows = enumerate(zip(*columns, strict=True))
        return [dict(zip(names, (*row, at in out), strict=True)) for at, row in rows]

    def to_json(self) -> dict[str, object]:
        """Return the fit as plain values, ready for :func:`json.dumps`.

        Returns
        -------
        dict
            ``survival`` has a row a period; ``parameters`` the settings with their intervals;
            ``error`` and ``error_before`` are root mean squares in percentage points, shares
            numbers from 0 to 1.
        """
        data: dict[str, object] = {
            "scenario": self.scenario.name,
            "seed": self.seed,
            "replications": self.replications,
            "evaluations": self.evaluations,
            "version": __version__,
            "values": dict(self.values),
            "error": self.error,
            "error_before": self.before,
            "survival": self.survival(),
            "yardstick": self.course.law if self.course else None,
            "error_held_out": self._held_out_errors(),
        }
        if self.correlation is not None:
            data["correlation"] = self.correlation.tolist()
        if self.known:
            data["parameters"] = {
                one.bounds.path: {
                    "value": one.value,
                    "sought_from": one.bounds.low,
                    "sought_to": one.bounds.high,
                    "low": one.low,
                    "high": one.high,
                    "moves_points": one.moves,
                    "stopped_at": one.stopped_at or None,
                }
                for one in self.known
            }
        if self.interrupted:
            data["interrupted"] = True
        return {**data, "settings": self.settings()}

    def _held_out_errors(self) -> dict[str, float] | None:
        if self.course is None or not self.course.held_out:
            return None
        one = self.course
        return {"fitted": one.miss(one.fitted), "yardstick": one.miss(one.yardstick)}

    def settings(self) -> dict[str, object]:
        """Return what decides it, as plain values: version, seed, changes, what was fitted."""
        strategy = self.scenario.focal.strategy
        return settings_of(
            self.scenario,
            {strategy: self.scenario.strategies[strategy].levers},
            seed=self.seed,
            replications=self.replications,
            cohort=self.cohort.source,
            fitted=self.values,
            command=self.command,
        )

    def to_toml(self) -> str:
        """Return the scenario's own text with the fitted settings, below the command that made it.

        Returns
        -------
        str
            TOML. Of other overrides it holds those that the fit rests on; the size of the market
            and its horizon are those of the file.
        """
        kept = {
            path: value
            for path, value in self.scenario.overrides.items()
            if ".".join(split_path(path)) not in OF_THE_FIT_ALONE or path in self.values
        }
        said = [
            self.command.removeprefix("# "),
            f"relsim {__version__}; root mean square error {_ERROR.text(self.error)} percentage "
            f"points, {_ERROR.text(self.before)} before the fit.",
            *map(str, self.warnings()),
        ]
        head = "".join(f"# {' '.join(line.split())}\n" for line in said)
        return f"{head}\n{edited(self.scenario, kept)}"

    def write(self, path: str | Path) -> None:
        """Write the fitted scenario to a file.

        Parameters
        ----------
        path : str or pathlib.Path
            Replaced whole, if it exists.

        Raises
        ------
        InputError
            When the scenario would be no better than the one it began with.
        """
        self.require_better(path)
        write_whole(path, self.to_toml())

    def require_better(self, path: str | Path) -> None:
        """Refuse to write a scenario that fits no better than the one it began with."""
        if not self.better:
            after, before = _ERROR.text(self.error), _ERROR.text(self.before)
            raise InputError(
                f"{path}: not written, for it would be no better than the scenario was: an error "
                f"of {after} percentage points, {before} before. "
                "Fit other settings, or widen their ranges: PATH=LOW..HIGH."
            )

    def tables(self) -> list[Table]:
        """Return observed against fitted, and the fitted settings."""
        return [self._shares_table(), self._values_table()]

    def warnings(self) -> list[Shown]:
        """Return what a reader must know before reading any number; empty when all went well."""
        found: list[Shown] = []
        if self.interrupted:
            found.append("Interrupted: this is the best found until then.")
        if not self.better:
            found.append("Nothing that was tried follows the cohort better than the scenario did.")
        return [*found, *warnings_of(self.known)]

    def conclusions(self) -> list[Shown]:
        """Say how well it fits, and which of two retentions this is."""
        found: list[Shown] = [
            Sentence(
                "Root mean square error: {error} percentage points ({before} before the fit).",
                error=Quantity(self.error, _ERROR),
                before=Quantity(self.before, _ERROR),
            )
        ]
        errors = self._held_out_errors()
        if errors and self.course:
            found.append(
                Sentence(
                    "In {periods} that were held out it misses by {fitted} percentage points, the "
                    "yardstick ({law}) by {yardstick}.",
                    periods=counted(len(self.course.held_out), "period"),
                    fitted=Quantity(errors["fitted"], _ERROR),
                    yardstick=Quantity(errors["yardstick"], _ERROR),
                    law=self.course.law,
                )
            )
        return [*found, *self._together(), self._retention()]

    def _together(self) -> list[Shown]:
        """Name the settings of which the curve tells only one by the other."""
        if self.correlation is None:
            return []
        paths = [*self.values]
        pairs = [
            (paths[a], paths[b], float(self.correlation[a, b]))
            for a in range(len(paths))
            for b in range(a)
        ]
        return [
            Sentence(
                "{one} and {other} go together (correlation {size}): another pair of values fits "
                "nearly as well.",
                one=one,
                other=other,
                size=Quantity(size, _ERROR, signed=True),
            )
            for one, other, size in pairs
            if abs(size) > _TOGETHER
        ]

    def _retention(self) -> Sentence:
        last, share = self.cohort.periods[-1], float(self.fitted[-1])
        years = last * MONTHS[self.scenario.market.period] / 12
        return Sentence(
            "Of this cohort {share} a year stay on average over its {periods}, those who began "
            "together. The annual retention of relsim compare is another number of the same "
            "market: of all customers, newcomers too, warmed up and with population turnover.",
            share=Quantity(share ** (1 / years), _SHARE),
            periods=counted(last, self.scenario.market.period),
        )

    def notes(self) -> list[Shown]:
        """Return how to get the numbers again."""
        return [
            Sentence(
                "{evaluations} places tried, {replications} each, seed {seed}; relsim {version}",
                evaluations=self.evaluations,
                replications=counted(self.replications, "replication"),
                seed=self.seed,
                version=__version__,
            ),
            *self.cohort.remarks,
            *([Sentence(_YARDSTICK, law=self.course.law)] if self.course else []),
            *([_INTERVALS.format(reach=reach(self.cohort))] if self.known else []),
            Sentence("Again: {command}", command=self.command),
        ]

    def frames(self) -> dict[str, pd.DataFrame]:
        """Return observed against fitted, by the name of its sheet."""
        return {"periods": self.to_frame()}

    def _shares_table(self) -> Table:
        beyond = self.course is not None
        rows = tuple(self._share_row(one, beyond) for one in self.to_frame().to_dict("records"))
        columns = ("observed", "fitted", "off by", *(("95 % interval", "yardstick") * beyond))
        return Table("Customers left of the cohort", columns, rows, "period")

    def _share_row(self, one: dict[Any, Any], beyond: bool) -> Row:
        period, observed, fitted = one["period"], one["observed"], one["fitted"]
        seen = period and observed == observed
        cells = [
            Cell(Quantity(observed, _SHARE), "held out" if one["held_out"] else ""),
            Cell(Quantity(fitted, _SHARE)),
            # All are there at the opening, in every market.
            Cell(_off(fitted - observed) if seen else ""),
        ]
        if beyond:
            interval = Quantity(fitted, _SHARE, one["low"], one["high"]).interval()
            cells += [Cell(interval), Cell(Quantity(one["yardstick"], _SHARE))]
        return Row(str(period), "", tuple(cells), str(period))

    def _values_table(self) -> Table:
        known = {one.bounds.path: one for one in self.known}
        rows = tuple(
            Row(path, "", _cells(value, known.get(path)), path)
            for path, value in self.values.items()
        )
        columns = ("value", "95 % interval", "sought", "moves") if known else ("value",)
        return Table("", columns, rows, "setting")

    def __repr__(self) -> str:
        """Return what was fitted, in a line."""
        return (
            f"<Fit of {', '.join(self.values)} on {self.scenario.name!r}: "
            f"{self.evaluations} places tried, seed {self.seed}>"
        )


_SHARE = Unit("percent")
_ERROR = Unit("ratio", 2)
_MOVES = Unit("points", 2)


def _cells(value: float, known: Known | None) -> tuple[Cell, ...]:
    """Return a setting's value and how well it is known."""
    if known is None:
        return (Cell(number(value)),)
    interval = UNDEFINED
    if known.low is not None and known.high is not None:
        interval = f"{number(known.low)} to {number(known.high)}"
    note = f"at its {known.stopped_at}" if known.stopped_at else ""
    sought = f"{number(known.bounds.low)} to {number(known.bounds.high)}"
    return (
        Cell(number(value), note),
        Cell(interval),
        Cell(sought),
        Cell(Quantity(known.moves / 100, _MOVES, form="cell")),
    )


def _off(gap: float) -> Quantity:
    return Quantity(gap, _SHARE.of_difference, signed=True, form="cell")
