"""Calibrating a market: waves of runs, until settings are found that show what is known of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from relsim.errors import InputError
from relsim.result.words import listed
from relsim.scenario import require_room
from relsim.scenario.command import command, nothing
from relsim.scenario.whole import check_whole
from relsim.study.arms import choose_arms
from relsim.study.data.cohort import Cohort, read_cohort
from relsim.study.laboratory import Laboratory, check_numbers
from relsim.study.parallel import Progress
from relsim.study.settings import matching
from relsim.study.settings.calibration import Calibration
from relsim.study.settings.emulator import Emulator, Points, learn
from relsim.study.settings.living import HOME, Living, kept_in, prepared
from relsim.study.settings.pattern import (
    COHORT,
    Pattern,
    bundled_patterns,
    digest,
    of_cohort,
    read_patterns,
)
from relsim.study.settings.settings import Settings, drawn, fingerprint_of, unit_points
from relsim.study.settings.uncertain import uncertain

if TYPE_CHECKING:
    from relsim.scenario import Scenario

_CANDIDATES = 2**16
"""Points at which emulators are asked; the runs are chosen among them."""
_AT_ONCE = 2**12
_WAVES = 4
LEAST = 60


_LEAST_ERROR = 0.1
"""Part of an emulator's error that is never laid on luck."""
_DEFINED = 0.8
"""Share of runs in which a pattern must be measurable."""


def calibrate(
    scenario: Scenario,
    patterns: str | Path | Sequence[Pattern] | None = None,
    cohort: str | Path | Sequence[float] | Cohort | None = None,
    *,
    settings: int = 240,
    runs: int = 2_000,
    seed: int = 1,
    threads: int | None = None,
    store: str | Path | None = None,
    progress: Progress | None = None,
) -> Calibration:
    """Find settings of the uncertain numbers under which a market shows what is known of it.

    Parameters
    ----------
    scenario : Scenario
        The market.
    patterns : path or sequence of Pattern, optional
        A TOML file of ``[[patterns]]``; by default the few with a source outside that come with
        relsim.
    cohort : path or sequence of float, optional
        A real cohort, as :func:`relsim.fit` takes it: shares left become patterns of one's own.
    settings : int
        How many are wanted.
    runs : int
        Runs that four waves may use together.
    seed : int
        Of designs and luck.
    threads : int, optional
        By default one a core. Changes the time and nothing else.
    store : path, optional
        Where runs are kept as they finish; the same calibration goes on from there.
    progress : callable, optional
        Called as ``progress(done, total)``.

    Returns
    -------
    Calibration
        With its ``settings_found``, every one of which was run.

    Raises
    ------
    InputError
        When patterns or cohort are wrong, or no setting comes near them.
    RunError
        When many runs fail.

    Notes
    -----
    The first wave is spread over the whole prior box, each other is drawn by the likelihood that
    emulators learnt from those before it, where they find nothing implausible. At the end every
    run of all waves is weighed by what it showed itself, over how densely the waves lie there, and
    settings are drawn from them, each once, in equal weights: as many as the effective number,
    `settings` at most. No setting was adjusted after it was run (as Beaumont, Zhang & Balding 2002
    would).

    Examples
    --------
    >>> import relsim
    >>> from relsim.study.settings.pattern import Pattern
    >>> small = relsim.load("insurance", {"market.customers": 100, "market.periods": 24})
    >>> books = {"name": "staying", "measured": "retention", "target": 0.9, "error": 0.02}
    >>> known = Pattern(**books, source="our books", own=True)
    >>> found = calibrate(small, [known], settings=20, runs=60)
    >>> found.settings_found.kind
    'calibrated'
    """
    check_numbers(runs, seed)
    check_whole(1, settings=settings)
    check_whole(LEAST, runs=runs)
    known = _known(scenario, patterns, cohort)
    market = prepared(scenario)
    laboratory = Laboratory.sharing(threads, market.market.customers)
    require_room(market, runs, at_once=laboratory.at_once)
    numbers = uncertain(market)
    waves = [runs // _WAVES] * _WAVES
    with kept_in(None if store is None else Path(store), market, known, seed, runs) as kept:
        living = Living(market, numbers, known, seed, laboratory, kept)
        found = _matched(living, waves, told_in_all(progress, HOME + sum(waves)))
    many = max(1, min(settings, int(found.effective)))
    place = matching.equally_weighted(found.weights, many, seed)
    asked = {"settings": settings, "runs": runs, "seed": seed}
    again = _command(scenario, patterns, known, asked)
    about = {"effective": round(found.effective, 1), **asked, "command": again}
    made_for = {**fingerprint_of(scenario), "patterns": digest(known)}
    table = drawn(numbers, found.points[place])
    return Calibration(
        scenario=scenario,
        patterns=known,
        settings_found=Settings(table, "calibrated", made_for, numbers, about),
        points=found.points[place],
        shown=found.shown[place],
        first_points=found.points[: found.first],
        first_shown=found.shown[: found.first],
        emulators=found.emulators,
        luck=found.luck,
        effective=found.effective,
        plausible=found.plausible,
        seed=seed,
        runs=runs,
        command=again,
    )


@dataclass(frozen=True, eq=False)
class _Matched:
    """What the waves came to: all points that were run, what they showed, how much each weighs."""

    points: Points
    shown: Points
    weights: Points
    first: int
    emulators: tuple[Emulator, ...]
    luck: Points
    plausible: float

    @property
    def effective(self) -> float:
        return matching.effective(self.weights)


def _matched(living: Living, waves: Sequence[int], told: Told) -> _Matched:
    """Live through the waves: the first over the whole box, each other where the last one says."""
    known, seed = living.patterns, living.seed
    luck = np.nanvar(living.at_home(told(HOME)), axis=0, ddof=1)
    points = unit_points(waves[0], len(living.uncertain), seed)
    shown = living.points(1, points, told(waves[0]))
    densities: list[Callable[[Points], Points]] = []
    plausible = 1.0
    for wave, many in enumerate(waves[1:], 2):
        view = _View(known, _learnt(known, points, shown), luck)
        candidates = unit_points(_CANDIDATES, len(living.uncertain), seed + wave)
        logs = view.over(candidates)
        near = np.flatnonzero(np.isfinite(logs))
        if not len(near):
            raise _nothing_near(known, shown)
        plausible = len(near) / len(candidates)
        chosen = near[matching.equally_weighted(matching.as_weights(logs[near]), many, seed)]
        densities.append(view.density(float(many), logs))
        more = living.points(wave, candidates[chosen], told(many))
        points, shown = np.vstack([points, candidates[chosen]]), np.vstack([shown, more])
    view = _View(known, _learnt(known, points, shown), luck)
    logs = view.with_run(points, shown)
    if not np.isfinite(logs).any():
        raise _nothing_near(known, shown)
    drawn_from = waves[0] + np.sum([one(points) for one in densities], axis=0)
    return _Matched(
        points=points,
        shown=shown,
        weights=matching.as_weights(logs - np.log(drawn_from)),
        first=waves[0],
        emulators=view.emulators,
        luck=luck,
        plausible=plausible,
    )


@dataclass(frozen=True, eq=False)
class _View:
    """What is thought of points after some waves."""

    known: Sequence[Pattern]
    emulators: tuple[Emulator, ...]
    luck: Points

    def emulated(self, points: Points) -> tuple[Points, Points]:
        """Return what emulators make of points, and their variance without the luck of one run."""
        errors = np.array([one.error**2 for one in self.emulators])
        made = np.column_stack([one.at(points) for one in self.emulators])
        return made, np.maximum(errors - self.luck, _LEAST_ERROR * errors)

    def over(self, points: Points) -> Points:
        """Return the log-likelihood of points; of those that are implausible, minus infinity."""
        found = []
        for begin in range(0, len(points), _AT_ONCE):
            made, variances = self.emulated(points[begin : begin + _AT_ONCE])
            missed = matching.implausibility(self.known, made, variances)
            logs = matching.log_likelihood(self.known, made, variances)
            found.append(np.where(missed <= matching.IMPLAUSIBLE, logs, -np.inf))
        return np.concatenate(found)

    def density(self, many: float, logs: Points) -> Callable[[Points], Points]:
        """Return how densely so many points lie anywhere, drawn by the likelihood of candidates."""
        most = logs.max()
        level = np.log(np.mean(np.exp(logs - most))) + most
        return lambda points: many * np.exp(self.over(points) - level)

    def with_run(self, points: Points, shown: Points) -> Points:
        """Return the log-likelihood of points, each by its own run and the emulators.

        Where emulators are wrong the run sets it right, as far as the luck of one run allows.
        """
        made, doubt = self.emulated(points)
        trust = doubt / np.maximum(doubt + self.luck, 1e-300)
        return matching.log_likelihood(self.known, made + trust * (shown - made), trust * self.luck)


def _learnt(known: Sequence[Pattern], points: Points, shown: Points) -> tuple[Emulator, ...]:
    """Return an emulator a pattern."""
    if undefined := [
        one.name
        for place, one in enumerate(known)
        if np.isfinite(shown[:, place]).mean() < _DEFINED
    ]:
        raise InputError(
            f"patterns: {listed(undefined)} cannot be measured in most runs of this market: "
            "nothing of the kind happens there. Leave them out, or give the market more customers "
            "or periods."
        )
    return tuple(learn(points, shown[:, place]) for place in range(len(known)))


def _nothing_near(known: Sequence[Pattern], shown: Points) -> InputError:
    """Say which pattern no setting comes near, and how near the nearest came."""
    gaps = {
        one.name: float(np.nanmin(np.abs(shown[:, place] - one.aim)) / np.sqrt(one.variance))
        for place, one in enumerate(known)
        if not one.holds_out
    }
    worst = max(gaps, key=lambda name: gaps[name])
    one = next(one for one in known if one.name == worst)
    values = shown[:, known.index(one)]
    return InputError(
        f"patterns: no setting of this market comes near all of them. The worst is {worst}: the "
        f"target is {one.aim:.3g}, runs showed {np.nanmin(values):.3g} to {np.nanmax(values):.3g}"
        f"{' (logarithms)' if one.log else ''}. Check the target, say how wrong the model may be "
        "about it (discrepancy), or widen what is plausible."
    )


def _known(
    scenario: Scenario,
    patterns: str | Path | Sequence[Pattern] | None,
    cohort: str | Path | Sequence[float] | Cohort | None,
) -> tuple[Pattern, ...]:
    """Return what is known: of the user, or the few things known of any market; and a cohort."""
    if patterns is None:
        known = bundled_patterns(scenario)
    else:
        known = read_patterns(patterns) if isinstance(patterns, str | Path) else tuple(patterns)
    if cohort is not None:
        known += of_cohort(read_cohort(cohort, scenario.market.period))
    if not matching.calibrating(known):
        raise InputError("patterns: all of them are held out, so none chooses a setting.")
    for one in known:
        if one.arms:
            choose_arms(scenario.strategies, one.arms)
    return known


def _command(
    scenario: Scenario,
    patterns: str | Path | Sequence[Pattern] | None,
    known: Sequence[Pattern],
    asked: Mapping[str, object],
) -> str:
    """Return the command that makes it again."""
    if not (patterns is None or isinstance(patterns, str | Path)):
        return nothing("the patterns were made in Python; write them to a file of [[patterns]]")
    cohort = next((one.source for one in known if one.block == COHORT), None)
    files = {"patterns": patterns and str(patterns), "cohort": cohort}
    return command("calibrate", scenario, {**files, **asked})


Told = Callable[[int], Progress | None]


def told_in_all(progress: Progress | None, total: int) -> Told:
    """Return what gives each part of the work its place in the progress of all."""
    begun = 0

    def part(many: int) -> Progress | None:
        nonlocal begun
        before, begun = begun, begun + many
        return None if progress is None else lambda done, _: progress(before + done, total)

    return part
