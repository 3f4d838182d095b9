"""Waves of runs, each drawn where those before it say, and how much every run weighs at the end."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import count

import numpy as np

from relsim.errors import InputError
from relsim.result.words import listed
from relsim.study.settings import matching
from relsim.study.settings.emulator import Emulator, Points, learn
from relsim.study.settings.pattern import Pattern
from relsim.study.settings.settings import unit_points

TWICE = 30
"""Points of the first wave that are lived twice: they tell what luck alone makes of a run."""
_CANDIDATES = 2**16
"""Points at which emulators are asked; the runs are chosen among them."""
_AT_ONCE = 2**12
_LEAST_ERROR = 0.1
"""Part of the variance that emulators miss which is never laid on luck."""
_NEAR = 60
"""Runs that are near what is known, from which on they alone tell how wrong emulators are there."""
_SHRUNK = 0.8
"""Of the correlation of luck between patterns, which few points tell."""
_DEFINED = 0.8
"""Share of runs in which a pattern must be measurable."""
_BLURS = 4.0 ** np.arange(8)
"""What luck is taken for, in times, until enough runs count."""
_NOTHING_TOLD = 1e6
"""Variance, in those of luck, of what a run could not measure."""

Measuring = Callable[[int, Points], tuple[Points, Points]]
"""Given the number of a wave and points, returns what each pattern measures, a row a point, and
the variance of luck where counting tells it; NaN elsewhere."""


@dataclass(frozen=True, eq=False)
class Matched:
    """What the waves came to.

    Parameters
    ----------
    points, shown : numpy.ndarray
        All points that were run, and what they showed.
    weights : numpy.ndarray
        How much each weighs; they sum to 1.
    first : int
        How many of them, the first ones, are spread over the whole box.
    known : tuple of Pattern
        Those that tell something of this market.
    emulators : tuple of Emulator
        One a pattern.
    luck : numpy.ndarray
        Variance of each pattern from one world to another.
    plausible : float
        Share of the box that emulators do not find implausible.
    """

    points: Points
    shown: Points
    weights: Points
    first: int
    known: tuple[Pattern, ...]
    emulators: tuple[Emulator, ...]
    luck: Points
    plausible: float

    @property
    def effective(self) -> float:
        """As how many equal weights the weights say."""
        return matching.effective(self.weights)


def match(
    measure: Measuring,
    known: Sequence[Pattern],
    numbers: int,
    waves: Sequence[int],
    seed: int,
    more: tuple[int, int] = (0, 0),
) -> Matched:
    """Live through waves of points: the first over the whole box, each other where they say.

    While fewer settings count than `more` asks for, further waves follow, as many as it allows and
    as long as the last one brought more.
    """
    enough, further = more
    reached = 0.0
    points = unit_points(waves[0], numbers, seed)
    shown, counted = measure(1, points)
    places = _of_this_market(known, shown)
    known = tuple(known[place] for place in places)
    shown, counted = shown[:, places], counted[:, places]
    twice = points[:TWICE]
    luck = _luck(shown[: len(twice)], measure(0, twice)[0][:, places])
    densities: list[Callable[[Points], Points]] = []
    plausible = 1.0
    for wave in count(2):
        view = _View(known, points, shown, _lucks(luck, shown, counted))
        if wave > len(waves):
            drawn_from = np.log(waves[0] + np.sum([one(points) for one in densities], axis=0))
            weights = _weights(view, drawn_from)
            before, reached = reached, matching.effective(weights)
            if reached >= enough or reached <= before or wave > len(waves) + further:
                break
        candidates = np.random.default_rng([seed, wave]).random((_CANDIDATES, numbers))
        logs = view.over(candidates)
        near = np.flatnonzero(np.isfinite(logs))
        if not len(near):
            raise nothing_near(known, shown)
        plausible = len(near) / len(candidates)
        many = waves[min(wave, len(waves)) - 1]
        chosen = near[matching.equally_weighted(matching.as_weights(logs[near]), many, seed)]
        densities.append(view.density(many, logs))
        lived, heads = (one[:, places] for one in measure(wave, candidates[chosen]))
        points = np.vstack([points, candidates[chosen]])
        shown, counted = np.vstack([shown, lived]), np.vstack([counted, heads])
    return Matched(
        points=points,
        shown=shown,
        weights=weights,
        first=waves[0],
        known=known,
        emulators=view.emulators,
        luck=np.diag(luck),
        plausible=plausible,
    )


def _of_this_market(known: Sequence[Pattern], shown: Points) -> list[int]:
    """Return the places of the patterns that tell something here; one's own must.

    What is known of markets in general is not known of one in which nothing of the kind happens, or
    in which the same happens whatever the numbers are.
    """
    defined = np.isfinite(shown).mean(axis=0) >= _DEFINED
    if undefined := [
        one.name for one, fine in zip(known, defined, strict=True) if one.own and not fine
    ]:
        raise InputError(
            f"patterns: {listed(undefined)} cannot be measured in most runs of this market: "
            "nothing of the kind happens there. Leave them out, or give the market more "
            "customers or periods."
        )
    varies = [len(np.unique(column[np.isfinite(column)])) > 1 for column in shown.T]
    found = [p for p, one in enumerate(known) if one.own or (defined[p] and varies[p])]
    if all(known[place].holds_out for place in found):
        raise InputError(
            "patterns: none of them tells anything of this market: nothing of the kind happens "
            "there, or the same whatever the numbers are. Bring patterns of your own."
        )
    return found


def _weights(view: _View, drawn_from: Points) -> Points:
    """Return weights by the runs themselves, blurred as far as enough of them are to count.

    Few runs that hit by themselves tell little, though all that emulators say of the others is
    known: to look less closely is to know less, and never to be surer.
    """
    enough = min(matching.ENOUGH, len(drawn_from) / 4)
    for blurred in _BLURS:
        weights = matching.as_weights(view.with_runs(blurred) - drawn_from)
        if matching.effective(weights) >= enough:
            break
    return weights


@dataclass(frozen=True, eq=False)
class _View:
    """What is thought of points after some waves."""

    known: Sequence[Pattern]
    points: Points
    shown: Points
    lucks: Points

    @cached_property
    def emulators(self) -> tuple[Emulator, ...]:
        return tuple(learn(self.points, values) for values in self.shown.T)

    @cached_property
    def made(self) -> Points:
        """What emulators make of the runs that they did not learn from."""
        return np.column_stack([one.left_out for one in self.emulators])

    @cached_property
    def error(self) -> Points:
        """Covariance of what emulators are wrong by, without luck, where it matters."""
        every = np.array([one.error**2 for one in self.emulators])
        near = matching.implausibility(self.known, self.made, every) <= matching.IMPLAUSIBLE
        if near.sum() < _NEAR:
            near[:] = True
        off = (self.shown - self.made)[near]
        whole = _moments(off)
        lucks = np.where(np.isfinite(off), np.einsum("ijj->ij", self.lucks[near]), np.nan)
        part = np.clip(1 - np.nanmean(lucks, axis=0) / np.diag(whole), _LEAST_ERROR, 1.0)
        return np.asarray(whole * np.sqrt(np.outer(part, part)))

    def over(self, points: Points) -> Points:
        """Return the log-likelihood of points; of those that are implausible, minus infinity."""
        found = []
        for begin in range(0, len(points), _AT_ONCE):
            some = points[begin : begin + _AT_ONCE]
            made = np.column_stack([one.at(some) for one in self.emulators])
            missed = matching.implausibility(self.known, made, np.diag(self.error))
            logs = matching.log_likelihood(self.known, made, self.error)
            found.append(np.where(missed <= matching.IMPLAUSIBLE, logs, -np.inf))
        return np.concatenate(found)

    def density(self, many: int, logs: Points) -> Callable[[Points], Points]:
        """Return how densely so many points lie anywhere, drawn by the likelihood of candidates."""
        part = matching.inclusion(matching.as_weights(logs), many)
        inside = (part > 0) & (part < 1)
        if inside.any():
            some = np.argmax(np.where(inside, part, 0.0))
            level = np.log(part[some]) - logs[some]
        else:
            level = -logs[part > 0].min()
        # A candidate is drawn once at most.
        return lambda points: len(logs) * np.exp(np.minimum(self.over(points) + level, 0.0))

    def with_runs(self, blurred: float) -> Points:
        """Return the log-likelihood of the runs, each by itself and by emulators without it.

        Where emulators are wrong the run sets it right, as far as the luck of one run allows;
        less far where that is taken for so many times as much.
        """
        lucks = blurred * self.lucks
        pull = np.swapaxes(np.linalg.solve(self.error + lucks, self.error[None]), -1, -2)
        off = np.nan_to_num(self.shown - self.made)
        likely = self.made + (pull @ off[..., None])[..., 0]
        return matching.log_likelihood(self.known, likely, self.error - pull @ self.error)


def _moments(off: Points) -> Points:
    """Return the mean products of columns, over the rows that have both."""
    there = np.isfinite(off)
    rows = np.where(there, off, 0.0)
    both = np.maximum(there.T.astype(float) @ there, 1.0)
    found = rows.T @ rows / both
    # Of columns with holes the products may belong to no covariance.
    roots, turned = np.linalg.eigh(found)
    return np.asarray((turned * np.maximum(roots, 1e-12 * max(roots[-1], 1e-300))) @ turned.T)


def _luck(once: Points, again: Points) -> Points:
    """Return the covariance of luck from points that were lived twice."""
    found = _moments((once - again) / np.sqrt(2.0))
    alone = np.diag(np.diag(found))
    return alone + _SHRUNK * (found - alone)


def _lucks(luck: Points, shown: Points, counted: Points) -> Points:
    """Return the covariance of luck of each run: by counting where that tells, else as of all."""
    all_alike = np.maximum(np.diag(luck), 1e-300)
    variances = np.where(np.isfinite(counted), counted, all_alike)
    variances = np.where(np.isfinite(shown), variances, _NOTHING_TOLD * all_alike)
    scale = np.sqrt(variances / all_alike)
    return np.asarray(luck * scale[:, :, None] * scale[:, None, :])


def nothing_near(known: Sequence[Pattern], shown: Points) -> InputError:
    """Say which pattern no setting comes near, and how near the nearest came."""
    gaps = {
        one.name: float(np.nanmin(np.abs(shown[:, place] - one.aim)) / np.sqrt(one.variance))
        for place, one in enumerate(known)
        if not one.holds_out
    }
    worst = max(gaps, key=lambda name: gaps[name])
    one = next(one for one in known if one.name == worst)
    values = shown[:, known.index(one)]
    ends = (one.target, *(float(end) for end in (np.nanmin(values), np.nanmax(values))))
    target, low, high = (ends[0], *(math.exp(end) if one.log else end for end in ends[1:]))
    return InputError(
        f"patterns: no setting of this market comes near all of them. The worst is {worst}: the "
        f"target is {target:.3g}, runs showed {low:.3g} to {high:.3g}. Check the target, say how "
        "wrong the model may be about it (discrepancy), or widen what is plausible."
        f"{one.measure.remedy}"
    )
