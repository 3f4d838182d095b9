"""What came of trying a claim: its parts with their intervals, its curves, and the verdict."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from relsim.claims.claim import Claim
from relsim.claims.contrast import Contrast
from relsim.claims.measure import Measure, Values, measure_named
from relsim.claims.verdict import (
    AGAINST,
    Curve,
    Finding,
    Verdict,
    flips_of,
    judge,
    verdict_of,
)
from relsim.result.statistics import Estimate, estimate
from relsim.stories.numbers import listed
from relsim.study.sweep.flips import Flip

if TYPE_CHECKING:
    import pandas as pd
    from rich.console import Console, ConsoleOptions, RenderResult

    from relsim.scenario import Scenario
    from relsim.study.compare.budget import Scaling


@dataclass(frozen=True, slots=True)
class Place:
    """A setting at which the arms of a claim were tried.

    Parameters
    ----------
    sweep : int or None
        Which of the claim's sweeps; None at home, the scenario's own settings.
    value : object
        The sweep's value.
    """

    sweep: int | None
    value: Any


@dataclass(frozen=True, eq=False, repr=False)
class Evidence:
    """A claim that has been put to the test.

    Made by :func:`relsim.claims.try_out`. Printing it shows the verdict with its numbers;
    in a notebook it shows itself.

    Parameters
    ----------
    claim : Claim
        What was claimed.
    scenario : Scenario
        The market at home.
    seed, replications : int
        Of all luck, and worlds.
    quick : bool
        Whether it was only a look.
    places : tuple of Place
        Home first.
    values : mapping
        By place and arm, then by measure: a row a world, a column a number of the course.
    scalings : mapping of str to Scaling
        What a budget did, by arm, at home.
    failed : int
        Runs that failed.
    interrupted : bool
        Whether Ctrl-C ended it early.
    """

    claim: Claim
    scenario: Scenario
    seed: int
    replications: int
    quick: bool
    places: tuple[Place, ...]
    values: Mapping[tuple[int, str], Mapping[str, Values]]
    scalings: Mapping[str, Scaling] = field(default_factory=dict)
    failed: int = 0
    interrupted: bool = False

    @cached_property
    def parts(self) -> tuple[Finding, ...]:
        """Every contrast, judged at its own setting."""
        return tuple(
            self.finding(one, self._place(one)) for one in self.claim.contrasts if self._tried(one)
        )

    @cached_property
    def curves(self) -> tuple[Curve, ...]:
        """Every contrast that has no setting of its own, along every sweep that was tried."""
        found = []
        for number, vary in enumerate(self.claim.sweeps):
            where = [place for place, one in enumerate(self.places) if one.sweep == number]
            if not where:
                continue
            for contrast in self.claim.contrasts:
                if contrast.at is None:
                    along = tuple(self.finding(contrast, place) for place in where)
                    found.append(Curve(vary, along))
        return tuple(found)

    @cached_property
    def verdict(self) -> Verdict:
        """Supported, conditional or not supported."""
        return verdict_of(self.parts, self.curves)

    @cached_property
    def flips(self) -> tuple[Flip, ...]:
        """Where the parts that count flip."""
        return tuple(flips_of(self.claim, self.curves))

    @property
    def main(self) -> Finding:
        """The first contrast, judged."""
        return self.parts[0]

    @property
    def command(self) -> str:
        """The command line that makes it again."""
        words = ["relsim", "claims", self.claim.name]
        words += ["--quick"] if self.quick else []
        normal = (self.claim.quick if self.quick else self.claim.size).replications
        if self.replications != normal:
            words += ["--replications", str(self.replications)]
        if self.seed != 1:
            words += ["--seed", str(self.seed)]
        return shlex.join(words)

    def measure(self, name: str) -> Measure:
        """Return a measure by its name."""
        return self.claim.measures.get(name) or measure_named(name)

    def samples(self, contrast: Contrast, place: int = 0) -> Values:
        """Return a contrast world by world.

        Parameters
        ----------
        contrast : Contrast
            One of the claim's.
        place : int
            Where; 0 is home.

        Returns
        -------
        ndarray of float
            NaN where undefined.
        """
        name = contrast.measure
        found = self._reduced(contrast, contrast.weights, place)
        if contrast.less:
            found = found - self._reduced(contrast, contrast.less, place)
        if contrast.relative_to is not None:
            base = self.values[place, contrast.relative_to][name]
            found = found / abs(float(np.nanmean(base)))
        return np.where(np.isfinite(found), found, np.nan)

    def _reduced(self, contrast: Contrast, weights: Mapping[str, float], place: int) -> Values:
        """Return a weighted sum of courses as one number a world."""
        courses = sum(
            weight * self.values[place, arm][contrast.measure] for arm, weight in weights.items()
        )
        return np.array([contrast.reduced(course) for course in np.asarray(courses)])

    def finding(self, contrast: Contrast, place: int = 0) -> Finding:
        """Return a contrast, judged at one place."""
        return judge(contrast, estimate(self.samples(contrast, place)))

    def arm_estimate(self, arm: str, measure: str, place: int = 0) -> Estimate:
        """Return the mean of a measure in one arm with its interval; of a course, its mean."""
        table = self.values[place, arm][measure]
        seen = np.isfinite(table)
        rows = [
            float(row[ok].mean()) if ok.any() else np.nan
            for row, ok in zip(table, seen, strict=True)
        ]
        return estimate(rows)

    def has_level(self, measure: str) -> bool:
        """Tell whether a measure says anything of one arm alone: one number a world, or a course.

        Several numbers that only their differences make sense of have no level.
        """
        single = all(self.values[0, arm][measure].shape[1] == 1 for arm in self.claim.arms)
        return single or measure in self.claim.courses

    def course(self, arm: str, measure: str, place: int = 0) -> list[Estimate]:
        """Return a measure's course in one arm: a mean with its interval for each step."""
        return [estimate(column) for column in self.values[place, arm][measure].T]

    def show(self, contrast: Contrast, value: float | None) -> str:
        """Return an effect as people read it, in the measure's unit or as a part of an arm's."""
        if contrast.relative_to is None:
            single = len(contrast.weights) == 1
            return self.measure(contrast.measure).show(value, signed=not single)
        if value is None:
            return "-"
        return f"{100 * value:+.1f} %".replace("-", "−")

    def show_size(self, contrast: Contrast, value: float | None) -> str:
        """Return how large an effect is, whichever way it points."""
        return self.show(contrast, None if value is None else abs(value)).lstrip("+")

    def interval(self, finding: Finding) -> str:
        """Return the interval of an effect as people read it."""
        low, high = finding.effect.low, finding.effect.high
        if low is None or high is None:
            return "no interval"
        return f"{self.show(finding.contrast, low)} to {self.show(finding.contrast, high)}"

    def flip_text(self) -> str:
        """Return where it flips, in words; empty when it does not."""
        places: dict[str, list[str]] = {}
        for flip in self.flips:
            vary = next(one for one in self.claim.sweeps if one.name == flip.path)
            where = f"{vary.show(flip.at)} ({vary.show(flip.low)} to {vary.show(flip.high)})"
            known = places.setdefault(flip.path, [])
            if where not in known:
                known.append(where)
        return "; ".join(f"{name}: {' and '.join(found)}" for name, found in places.items())

    def where_text(self) -> str:
        """Return along which sweeps the claim turns: at which values all of it holds, or fails."""
        home = all(one.status == "holds" for one in self.parts if one.contrast.counts)
        groups: dict[str, list[Curve]] = {}
        for curve in self.curves:
            if curve.contrast.counts:
                groups.setdefault(curve.vary.name, []).append(curve)
        texts = []
        for name, curves in groups.items():
            vary = curves[0].vary
            found: dict[str, list[str]] = {"holds at": [], "undecided at": [], "fails at": []}
            for place, value in enumerate(vary.values):
                found[_all_of(curve.findings[place] for curve in curves)].append(vary.show(value))
            if not found["fails at"]:
                continue
            told = [f"{word} {listed(values)}" for word, values in found.items() if values]
            if home and not found["holds at"]:
                told.insert(0, "holds as the market is")
            texts.append(f"{name} ({'; '.join(told)})")
        return " and on ".join(texts) or "no single setting"

    @property
    def meaning(self) -> str:
        """One line: what the verdict means."""
        words: dict[str, str] = {
            "effect": self.show(self.main.contrast, self.main.effect.mean),
            "interval": self.interval(self.main),
            "flip": self.flip_text() or "no single setting",
            "where": self.where_text(),
            "size": self.show_size(self.main.contrast, self.main.effect.mean),
        }
        for number, part in enumerate(self.parts, 1):
            words[f"part_{number}"] = self.show(part.contrast, part.effect.mean)
            words[f"size_{number}"] = self.show_size(part.contrast, part.effect.mean)
            words[f"interval_{number}"] = self.interval(part)
        text = self.claim.meaning[self.verdict].format_map(words)
        counted = [part.status for part in self.parts if part.contrast.counts]
        refuted = any(status in AGAINST for status in counted)
        open_still = self.verdict == "not supported" and not refuted
        return f"Not shown either way. {text}" if open_still else text

    def to_frame(self) -> pd.DataFrame:
        """Return every world, a row each.

        Returns
        -------
        pandas.DataFrame
            ``sweep`` (empty at home), ``value``, ``arm``, ``replication``, then a column a
            measure (of a course, its mean).
        """
        import pandas as pd

        rows = []
        for (place, arm), tables in self.values.items():
            where = self.places[place]
            sweep = "" if where.sweep is None else self.claim.sweeps[where.sweep].name
            means = {name: _row_means(table) for name, table in tables.items()}
            for replication in range(len(next(iter(means.values())))):
                row = {"sweep": sweep, "value": where.value, "arm": arm, "replication": replication}
                row.update({name: mean[replication] for name, mean in means.items()})
                rows.append(row)
        return pd.DataFrame(rows)

    def findings(self) -> pd.DataFrame:
        """Return every judged effect, a row each.

        Returns
        -------
        pandas.DataFrame
            ``sweep``, ``value``, ``contrast``, ``measure``, ``predicts``, ``smallest``,
            ``effect``, ``low``, ``high``, ``n``, ``status``, ``counts``.
        """
        import pandas as pd

        rows = [_row("", one.contrast.at, one) for one in self.parts]
        for curve in self.curves:
            for value, one in zip(curve.vary.values, curve.findings, strict=True):
                rows.append(_row(curve.vary.name, value, one))
        return pd.DataFrame(rows)

    def to_json(self) -> dict[str, object]:
        """Return the evidence as plain values, ready for :func:`json.dumps`."""
        from relsim.claims.plain_data import evidence_data

        return evidence_data(self)

    def _place(self, contrast: Contrast) -> int:
        if contrast.at is None:
            return 0
        found = self.claim.place_of(contrast.at)
        assert found is not None
        value = self.claim.sweeps[found[0]].values[found[1]]
        return self.places.index(Place(found[0], value))

    def _tried(self, contrast: Contrast) -> bool:
        """Tell whether the setting of a contrast was tried, as without sweeps it may not be."""
        return contrast.at is None or any(one.sweep is not None for one in self.places)

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Show the verdict with its numbers in a terminal."""
        from relsim.claims.tables import terminal

        yield from terminal(self, options.max_width)

    def __repr__(self) -> str:
        """Return the claim and its verdict, in a line."""
        return f"<Evidence on {self.claim.name}: {self.verdict}, {self.replications} worlds>"

    def __str__(self) -> str:
        """Return the verdict with its numbers as plain text, 100 characters wide."""
        from relsim.result.layout import as_text

        return as_text(self)

    def _repr_html_(self) -> str:
        from relsim.claims.tables import html

        return html(self)


def _row_means(table: Values) -> list[float]:
    return [
        float(row[np.isfinite(row)].mean()) if np.isfinite(row).any() else np.nan for row in table
    ]


def _row(sweep: str, value: object, one: Finding) -> dict[str, object]:
    contrast, effect = one.contrast, one.effect
    return {
        "sweep": sweep,
        "value": value,
        "contrast": contrast.name,
        "measure": contrast.measure,
        "predicts": contrast.predicts,
        "smallest": contrast.smallest,
        "effect": effect.mean,
        "low": effect.low,
        "high": effect.high,
        "n": effect.n,
        "status": one.status,
        "counts": contrast.counts,
    }


def _all_of(findings: Iterable[Finding]) -> str:
    """Say whether all parts hold at a setting, or some part fails."""
    found = {one.status for one in findings}
    if found.intersection(AGAINST):
        return "fails at"
    return "undecided at" if "open" in found else "holds at"
