"""What was measured of a claim, world by world: in every arm, at every setting."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from relsim.claims.contrast import Contrast
from relsim.claims.figures import Values
from relsim.result.statistics import Estimate, estimate

if TYPE_CHECKING:
    from relsim.claims.claim import Claim


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


def place_for(claim: Claim, contrast: Contrast) -> Place:
    """Return where a contrast is judged: at home, or at the value of a sweep that it names."""
    if contrast.at is None:
        return Place(None, None)
    found = claim.place_of(contrast.at)
    assert found is not None  # refused when the claim was made
    return Place(found[0], claim.sweeps[found[0]].values[found[1]])


@dataclass(frozen=True, eq=False, repr=False)
class Worlds:
    """All that the arms of a claim led to.

    Parameters
    ----------
    places : tuple of Place
        Home first.
    values : mapping
        By place and arm, then by figure: a row a world, a column a number of the course.
    """

    places: tuple[Place, ...]
    values: Mapping[tuple[int, str], Mapping[str, Values]]

    def estimate(self, contrast: Contrast, place: int = 0) -> Estimate:
        """Return a contrast's mean over worlds with its interval."""
        return estimate(self.samples(contrast, place))

    def samples(self, contrast: Contrast, place: int = 0) -> Values:
        """Return a contrast world by world; NaN where undefined."""
        base = self.base(contrast, place)
        found = self.sums(contrast, place)
        return np.where(np.isfinite(found), found, np.nan) / (base or np.nan)

    def sums(self, contrast: Contrast, place: int = 0) -> Values:
        """Return a contrast world by world in its figure's own unit."""
        found = self._reduced(contrast, contrast.weights, place)
        if contrast.less:
            found = found - self._reduced(contrast, contrast.less, place)
        return found

    def base(self, contrast: Contrast, place: int = 0) -> float:
        """Return what a contrast is told as a part of; 1 where it is told as it is."""
        if contrast.relative_to is None:
            return 1.0
        told = self.values[place, contrast.relative_to][contrast.figure]
        return abs(float(np.mean(told[np.isfinite(told)]))) if np.isfinite(told).any() else np.nan

    def _reduced(self, contrast: Contrast, weights: Mapping[str, float], place: int) -> Values:
        """Return a weighted sum of courses as one number a world."""
        courses = sum(
            weight * self.values[place, arm][contrast.figure] for arm, weight in weights.items()
        )
        return np.array([contrast.reduced(course) for course in np.asarray(courses)])

    def level(self, arm: str, figure: str, place: int = 0) -> Estimate:
        """Return the mean of a figure in one arm with its interval; of a course, its mean."""
        return estimate(row_means(self.values[place, arm][figure]))

    def course(self, arm: str, figure: str, place: int = 0) -> list[Estimate]:
        """Return a figure's course in one arm: a mean with its interval for each step."""
        return [estimate(column) for column in self.values[place, arm][figure].T]

    def are_single(self, figure: str) -> bool:
        """Tell whether a figure is one number a world, in all arms."""
        return all(
            tables[figure].shape[1] == 1 for (place, _), tables in self.values.items() if not place
        )


def row_means(table: Values) -> list[float]:
    """Return the mean of what is defined in each row."""
    return [
        float(row[np.isfinite(row)].mean()) if np.isfinite(row).any() else np.nan for row in table
    ]
