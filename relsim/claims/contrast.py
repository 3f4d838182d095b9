"""What a claim says of its arms: which figure is larger where, and by how much it must be."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np

from relsim.errors import InputError

Prediction = Literal["more", "less", "same", ""]

Reduce = Callable[[Any], float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Contrast:
    """One part of a claim: a weighted sum over arms, with its prediction.

    Parameters
    ----------
    name : str
        What is contrasted, in words: ``"social against none"``.
    weights : mapping of str to float
        By arm; 1 and -1 make a difference.
    figure : str
        A figure of :meth:`relsim.Run.summary`, or a name among the claim's figures.
    predicts : {"more", "less", "same", ""}
        What the textbook says of the sum: above 0, below 0, or within `smallest` of it. Empty
        for a number that is only reported.
    smallest : float
        The smallest effect that matters, above 0, in the figure's own unit (a share from 0 to 1
        for percent), or as a part of `relative_to`. Not needed where nothing is predicted.
    relative_to : str, optional
        An arm: effects are then parts of the mean of the figure in it.
    then : callable, optional
        From the weighted sum of courses to one number: how long an advantage lasts. By default
        the mean of a course.
    less : mapping of str to float
        Weights of a second sum, which is reduced by `then` on its own and then taken away: for
        how much longer one advantage lasts than another.
    at : object, optional
        A value of a sweep at which this part is judged, or the sweep's name and the value; by
        default the market as the scenario has it.
    counts : bool
        False for what is reported and takes no part in the verdict.
    """

    name: str
    weights: Mapping[str, float]
    figure: str = "retention"
    predicts: Prediction = "more"
    smallest: float = 0.0
    relative_to: str | None = None
    then: Reduce | None = None
    less: Mapping[str, float] = field(default_factory=dict)
    at: object = None
    counts: bool = True

    def reduced(self, course: Any) -> float:
        """Return one number of a weighted sum of courses."""
        if self.then is not None:
            return float(self.then(course))
        if len(course) == 1:
            return float(course[0])
        seen = course[np.isfinite(course)]
        return float(seen.mean()) if len(seen) else float("nan")


def difference(
    arm: str,
    against: str,
    figure: str = "retention",
    predicts: Prediction = "more",
    *,
    smallest: float,
    name: str = "",
    relative_to: str | None = None,
    then: Reduce | None = None,
    at: object = None,
    counts: bool = True,
) -> Contrast:
    """Return the contrast of one arm with another.

    Parameters
    ----------
    arm, against : str
        Names of arms.
    figure, predicts, smallest, name, relative_to, then, at, counts
        As in :class:`Contrast`.

    Returns
    -------
    Contrast
        `arm` minus `against`.

    Examples
    --------
    >>> difference("social", "none", smallest=0.005).weights
    {'social': 1.0, 'none': -1.0}
    """
    return Contrast(
        name=name or f"{arm} against {against}",
        weights={arm: 1.0, against: -1.0},
        figure=figure,
        predicts=predicts,
        smallest=smallest,
        relative_to=relative_to,
        then=then,
        at=at,
        counts=counts,
    )


def interaction(
    both: str,
    first: str,
    second: str,
    neither: str,
    figure: str = "retention",
    predicts: Prediction = "more",
    *,
    smallest: float,
    name: str = "interaction",
    relative_to: str | None = None,
    counts: bool = True,
) -> Contrast:
    """Return what two things do together beyond the sum of what each does alone.

    Parameters
    ----------
    both, first, second, neither : str
        Arms of a 2 × 2 design.
    figure, predicts, smallest, name, relative_to, counts
        As in :class:`Contrast`.

    Returns
    -------
    Contrast
        Both − first − second + neither.

    Examples
    --------
    >>> interaction("both", "a", "b", "none", smallest=0.005).weights["none"]
    1.0
    """
    return Contrast(
        name=name,
        weights={both: 1.0, first: -1.0, second: -1.0, neither: 1.0},
        figure=figure,
        predicts=predicts,
        smallest=smallest,
        relative_to=relative_to,
        counts=counts,
    )


def level(
    arm: str,
    figure: str,
    predicts: Prediction = "more",
    *,
    smallest: float,
    name: str = "",
    then: Reduce | None = None,
    at: object = None,
    counts: bool = True,
) -> Contrast:
    """Return a contrast of one arm with nothing, for a figure that is a difference itself.

    Parameters
    ----------
    arm : str
        An arm.
    figure, predicts, smallest, name, then, at, counts
        As in :class:`Contrast`.

    Returns
    -------
    Contrast
        The arm's own figure, against 0.

    Examples
    --------
    >>> level("as it is", "gap", smallest=0.1).weights
    {'as it is': 1.0}
    """
    return Contrast(
        name=name or f"{figure}, {arm}",
        weights={arm: 1.0},
        figure=figure,
        predicts=predicts,
        smallest=smallest,
        then=then,
        at=at,
        counts=counts,
    )


def report(
    arm: str,
    figure: str,
    *,
    name: str = "",
    against: str = "",
    relative_to: str | None = None,
    then: Reduce | None = None,
    at: object = None,
) -> Contrast:
    """Return a number that is reported beside the claim and takes no part in the verdict.

    Parameters
    ----------
    arm, against : str
        Names of arms; without the second, the arm's own figure.
    figure, name, relative_to, then, at
        As in :class:`Contrast`.

    Returns
    -------
    Contrast
        Nothing is predicted of it.

    Examples
    --------
    >>> report("none", "retention").predicts
    ''
    """
    weights = {arm: 1.0, against: -1.0} if against else {arm: 1.0}
    return Contrast(
        name=name or (f"{arm} against {against}" if against else arm),
        weights=weights,
        figure=figure,
        predicts="",
        relative_to=relative_to,
        then=then,
        at=at,
        counts=False,
    )


def check_contrast(one: Contrast, arms: Mapping[str, object]) -> None:
    """Refuse a contrast of arms that there are not, or without an effect that matters."""
    named = [*one.weights, *one.less, *([one.relative_to] if one.relative_to else [])]
    if unknown := [arm for arm in named if arm not in arms]:
        raise InputError(
            f"{one.name}: there is no arm {unknown[0]!r}; there are {', '.join(arms)}."
        )
    if not one.weights:
        raise InputError(f"{one.name}: it weighs no arm.")
    if one.predicts not in ("more", "less", "same", ""):
        raise InputError(f"{one.name}: predicts {one.predicts!r}; write more, less or same.")
    if not one.predicts and one.counts:
        raise InputError(f"{one.name}: it counts, but predicts nothing.")
    if one.predicts and not one.smallest > 0:
        raise InputError(
            f"{one.name}: smallest = {one.smallest}; name the smallest effect that matters, "
            "above 0."
        )
