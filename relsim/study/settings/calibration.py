"""The result of a calibration: what was known, what the settings show, what stayed unknown."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from relsim.result.quantity import Quantity, Unit
from relsim.result.result import Result
from relsim.result.table import Cell, Row, Table
from relsim.result.words import Sentence, counted, listed
from relsim.scenario.provenance import settings_of
from relsim.scenario.wording import number
from relsim.study.settings.emulator import Emulator, Points
from relsim.study.settings.matching import ENOUGH
from relsim.study.settings.pattern import Pattern
from relsim.study.settings.settings import Settings
from relsim.version import __version__
from relsim.words.catalogue import marked

if TYPE_CHECKING:
    from relsim.result.table import Shown
    from relsim.scenario import Scenario

TOUCHED = 0.04
"""Share of a pattern's variation over the box that a number explains alone, to count as touched;
chance reaches that once in ten thousand with 400 points, and of fewer more is asked."""
_CHANCE = 15.1
"""What chance alone reaches once in ten thousand, times the number of points (chi-squared)."""
NARROWED = 0.85
"""Part of its width that a narrowed number has left, at most; less where settings are few."""
_SHARE = Unit("percent", 0)
_ENDS = (0.05, 0.5, 0.95)


@dataclass(frozen=True, eq=False, repr=False)
class Calibration(Result):
    """Settings under which a market shows what is known of it, and how they were found.

    Made by :func:`relsim.calibrate`.

    Parameters
    ----------
    scenario : Scenario
        The market.
    patterns : tuple of Pattern
        What is known of it.
    left_out : tuple of str
        Patterns of markets in general that tell nothing of this one.
    settings_found : Settings
        The settings, in equal weights.
    points, shown : numpy.ndarray
        Their places in the prior box, and what each pattern measures in their own runs (on the
        scale of its errors).
    first_points, first_shown : numpy.ndarray
        The same of the first wave, which is spread over the box.
    emulators : tuple of Emulator
        One a pattern.
    luck : numpy.ndarray
        Variance of each pattern from one world to another.
    effective : float
        As how many equal weights the weights of all runs say.
    plausible : float
        Share of the box that emulators do not find implausible.
    seed, runs : int
        What decided it.
    command : str
        The command that makes it again.
    unused : tuple
        What was read and has no figure in this market.
    """

    scenario: Scenario
    patterns: tuple[Pattern, ...]
    left_out: tuple[str, ...]
    settings_found: Settings
    points: Points
    shown: Points
    first_points: Points
    first_shown: Points
    emulators: tuple[Emulator, ...]
    luck: Points
    effective: float
    plausible: float
    seed: int
    runs: int
    command: str = ""
    unused: tuple[Shown, ...] = ()

    def write(self, path: str | Path) -> None:
        """Write the settings to a file that ``relsim compare --settings`` takes."""
        self.settings_found.write(path)

    @cached_property
    def by_pattern(self) -> pd.DataFrame:
        """A row a pattern: target, box and settings as quantiles, emulator, covered or not."""
        rows = []
        for place, one in enumerate(self.patterns):
            box = _quantiles(self.first_shown[:, place], one.log)
            found = _quantiles(self.shown[:, place], one.log)
            # What would be measured outside: the settings' figure, as wrong as the model may be.
            spread = np.nanquantile(_around(self.shown[:, place], one), _ENDS)
            emulator = self.emulators[place]
            rows.append(
                {
                    "pattern": one.name,
                    "block": one.block,
                    "source": one.source,
                    "held_out": one.holds_out,
                    "target": one.target,
                    **dict(zip(("box_low", "box_median", "box_high"), box, strict=True)),
                    **dict(zip(("low", "median", "high"), found, strict=True)),
                    "covered": bool(spread[0] <= one.aim <= spread[2]),
                    "emulator_error": emulator.error,
                    "explained": emulator.explained,
                    "luck": float(np.sqrt(self.luck[place])),
                }
            )
        return pd.DataFrame(rows)

    @cached_property
    def by_number(self) -> pd.DataFrame:
        """A row a number: prior and settings, how much narrower, and what touches it."""
        places = [place for place, one in enumerate(self.patterns) if not one.holds_out]
        touch = _explained(self.first_points, self.first_shown[:, places])
        names = [self.patterns[place].name for place in places]
        rows = []
        for column, one in enumerate(self.settings_found.uncertain):
            low, median, high = np.quantile(self.points[:, column], _ENDS, method="weibull")
            values = np.quantile(self.settings_found.numbers[one.path], _ENDS, method="weibull")
            strongest = int(np.argmax(touch[column]))
            rows.append(
                {
                    "path": one.path,
                    "group": one.group,
                    "known": one.known,
                    "law": one.law,
                    "prior_low": one.low,
                    "central": one.central,
                    "prior_high": one.high,
                    **dict(zip(("low", "median", "high"), values, strict=True)),
                    "width": float(high - low) / (_ENDS[2] - _ENDS[0]),
                    "moved": float(median - 0.5),
                    "touched": float(touch[column, strongest]),
                    "touched_by": names[strongest]
                    if touch[column, strongest] >= self._least
                    else "",
                }
            )
        return pd.DataFrame(rows)

    @property
    def _least(self) -> float:
        """Share of a pattern's variation that a number must explain to touch it."""
        return max(TOUCHED, _CHANCE / len(self.first_points))

    @property
    def narrowed(self) -> pd.DataFrame:
        """The numbers that the settings tell more of than the prior did, the most told first.

        What no pattern touches is narrower by chance alone.
        """
        # The ends of an even law stray by some .22 / sqrt(n) each.
        most = min(NARROWED, 1 - 1.2 / np.sqrt(len(self.settings_found)))
        numbers = self.by_number.sort_values("width", kind="stable")
        found: pd.DataFrame = numbers[(numbers["width"] < most) & (numbers["touched_by"] != "")]
        return found

    def to_json(self) -> dict[str, object]:
        """Return it as plain values, ready for :func:`json.dumps`."""
        return {
            "scenario": self.scenario.name,
            "settings_found": len(self.settings_found),
            "effective_number": self.effective,
            "plausible_share_of_the_box": self.plausible,
            "patterns": _records(self.by_pattern),
            "patterns_left_out": list(self.left_out),
            "numbers": _records(self.by_number),
            "version": __version__,
            "settings": self.settings(),
        }

    def settings(self) -> dict[str, object]:
        """Return what decides it, as plain values."""
        return settings_of(self.scenario, {}, seed=self.seed, runs=self.runs, command=self.command)

    def frames(self) -> dict[str, pd.DataFrame]:
        """Return every number: by pattern, by number, and the settings themselves."""
        return {
            "patterns": self.by_pattern,
            "numbers": self.by_number,
            "settings found": self.settings_found.numbers,
        }

    def warnings(self) -> list[Shown]:
        """Return what a reader must know before reading any number."""
        found: list[Shown] = []
        if self.effective < ENOUGH:
            found.append(
                Sentence(
                    "Too few: {settings} say as much as there are; a share of them would tell "
                    "little. More runs (--runs) find more.",
                    settings=counted(len(self.settings_found), "setting"),
                )
            )
        if not any(one.own or one.markets for one in self.patterns):
            found.append(
                marked(
                    "No pattern of this market itself: only what is known of markets in general "
                    "chose the settings. --patterns and --cohort bring your own."
                )
            )
        covered = dict(zip(self.by_pattern["pattern"], self.by_pattern["covered"], strict=True))
        return found + [
            Sentence("Not covered: {name}.{remedy}", name=one.name, remedy=one.measure.remedy)
            for one in self.patterns
            if one.own and one.measure.remedy and not covered[one.name]
        ]

    def tables(self) -> list[Table]:
        """Return each pattern's target and settings, and the numbers that were narrowed."""
        found = [self._patterns_table()]
        return found + [self._numbers_table()] * (not self.narrowed.empty)

    def conclusions(self) -> list[Shown]:
        """Say what stayed unknown, and which numbers nothing known touches."""
        numbers = self.by_number
        costs = numbers[numbers["path"].str.startswith("market.costs.")]
        untouched = numbers[(numbers["touched_by"] == "")]
        return [
            Sentence(
                "{many} of {all} uncertain numbers were narrowed; the others stay as unknown as "
                "they were.",
                many=len(self.narrowed),
                all=len(numbers),
            ),
            Sentence(
                "No pattern touches {many} of them, among them {costs} costs: none explains "
                "{least} of any pattern's variation alone. What only strategies use cannot be "
                "learnt from a market without one; a pilot or your own books tell it.",
                many=len(untouched),
                least=Quantity(self._least, _SHARE),
                costs=int((costs["touched_by"] == "").sum()),
            ),
            *self._held_out(),
        ]

    def notes(self) -> list[Shown]:
        """Return what explains the numbers and how to get them again."""
        return [
            marked(
                "Settings: 5 %, median and 95 % over the settings, each from its own run. Box: the "
                "same over everything thought plausible beforehand. Emulator: share of the "
                "variance that it explains on runs left out of its learning. Covered: the target "
                "lies in the settings' 5 to 95 % with what the model may be wrong by and the "
                "target's own error."
            ),
            Sentence(
                "{settings}, effective number {effective}, of {runs} runs in waves, seed "
                "{seed}; {share} of the box is not implausible; relsim {version}",
                settings=counted(len(self.settings_found), "setting"),
                effective=Quantity(self.effective, Unit("count", 0)),
                runs=self.runs,
                seed=self.seed,
                share=Quantity(self.plausible, _SHARE),
                version=__version__,
            ),
            *self.unused,
            Sentence("Again: {command}", command=self.command),
        ]

    def _held_out(self) -> Sequence[Shown]:
        held = [pair for pair in self._beside if pair[0].holds_out]
        covered, missed = (
            listed([one.name for one, row in held if row["covered"] == sure])
            for sure in (True, False)
        )
        return [
            *([Sentence("Held out and covered: {names}.", names=covered)] if covered else []),
            *([Sentence("Held out and not covered: {names}.", names=missed)] if missed else []),
        ]

    @property
    def _beside(self) -> list[tuple[Pattern, dict[Hashable, Any]]]:
        """Each pattern, whose name can be said in any language, with its row."""
        return list(zip(self.patterns, self.by_pattern.to_dict("records"), strict=True))

    def _patterns_table(self) -> Table:
        rows = []
        for pattern, one in self._beside:
            held = marked("held out") if pattern.holds_out else pattern.block
            cells = (
                Cell(number(_short(one["target"]))),
                Cell(_span(one["box_low"], one["box_high"])),
                Cell(_span(one["low"], one["high"]), number(_short(one["median"]))),
                Cell(marked("yes") if one["covered"] else marked("no")),
                Cell(Quantity(one["explained"], _SHARE)),
            )
            rows.append(Row(pattern.name, held, cells, pattern.name))
        columns = marked(("target", "box", "settings", "covered", "emulator"))
        title = marked("What is known, and what the settings show")
        return Table(title, columns, tuple(rows), marked("pattern"))

    def _numbers_table(self) -> Table:
        names = {one.name: one.name for one in self.patterns}
        rows = [
            Row(
                one["path"],
                "",
                (
                    Cell(_span(one["prior_low"], one["prior_high"])),
                    Cell(_span(one["low"], one["high"]), number(_short(one["median"]))),
                    Cell(Quantity(one["width"], _SHARE)),
                    Cell(names[one["touched_by"]]),
                ),
                one["path"],
            )
            for one in self.narrowed.to_dict("records")
        ]
        columns = marked(("prior", "settings", "width left", "most told by"))
        return Table(marked("Numbers that were narrowed"), columns, tuple(rows), marked("number"))

    def __repr__(self) -> str:
        """Return what was found, in a line."""
        return (
            f"<Calibration of {self.scenario.name!r}: {len(self.settings_found)} settings by "
            f"{len(self.patterns)} patterns, seed {self.seed}>"
        )


def _quantiles(values: Points, log: bool) -> list[float]:
    # Of few settings, ends that hold as many as they say.
    found = np.nanquantile(values, _ENDS, method="weibull")
    return [float(one) for one in (np.exp(found) if log else found)]


def _around(values: Points, pattern: Pattern) -> Points:
    """Return values with what lies between them and a target, as quantiles of a normal law."""
    from scipy.special import ndtri

    doubt = np.sqrt(pattern.variance) * ndtri((np.arange(99) + 0.5) / 99)
    return np.asarray(np.add.outer(values, doubt).ravel())


def _explained(points: Points, shown: Points) -> Points:
    """Return the share of each pattern's variation that each number explains alone, by lines."""
    there = np.isfinite(shown).all(axis=1)
    x, y = points[there], shown[there]
    x, y = (one - one.mean(axis=0) for one in (x, y))
    scale = np.sqrt(np.outer((x**2).sum(axis=0), np.maximum((y**2).sum(axis=0), 1e-300)))
    return np.asarray((x.T @ y / scale) ** 2)


def _short(value: float) -> float:
    return float(f"{value:.3g}")


def _span(low: float, high: float) -> Sentence:
    return Sentence("{low} to {high}", low=number(_short(low)), high=number(_short(high)))


def _records(frame: pd.DataFrame) -> list[dict[str, object]]:
    return [
        {str(key): None if value != value else value for key, value in row.items()}
        for row in frame.to_dict("records")
    ]
