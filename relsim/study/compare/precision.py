"""How many worlds are enough: replications are added until the differences are sharp."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from relsim.errors import InputError
from relsim.scenario.whole import check_whole

if TYPE_CHECKING:
    from relsim.result.statistics import Difference

MOST_REPLICATIONS = 960
"""Where adding ends when nobody says where: 30 doubled five times."""


@dataclass(frozen=True, slots=True)
class Blunt:
    """A difference whose interval is wider than its target.

    Parameters
    ----------
    strategy, figure : str
        Which difference.
    half_width : float or None
        What was reached; None where fewer than two worlds define the figure.
    """

    strategy: str
    figure: str
    half_width: float | None


@dataclass(frozen=True, slots=True)
class Precision:
    """What intervals were to reach, and whether they did.

    Parameters
    ----------
    targets : mapping of str to float
        Largest half-width by figure, in the figure's own unit.
    maximum : int
        Replications at which adding ends.
    blunt : tuple of Blunt
        Differences that are still wider; empty when all targets were met.
    """

    targets: Mapping[str, float]
    maximum: int
    blunt: tuple[Blunt, ...]

    @property
    def reached(self) -> bool:
        """Whether every difference is as sharp as its target."""
        return not self.blunt


def too_wide(
    differences: Mapping[str, Mapping[str, Difference]], targets: Mapping[str, float]
) -> tuple[Blunt, ...]:
    """Return the differences whose interval is wider than its target.

    Examples
    --------
    >>> from relsim.result.statistics import difference
    >>> found = {"social": {"share": difference([0.3, 0.5], [0.2, 0.3])}}
    >>> [one.strategy for one in too_wide(found, {"share": 0.01})]
    ['social']
    """
    return tuple(
        Blunt(strategy, figure, figures[figure].half_width)
        for strategy, figures in differences.items()
        for figure, widest in targets.items()
        if (half := figures[figure].half_width) is None or half > widest
    )


def next_step(done: int, maximum: int) -> int:
    """Return how many replications there are after the next step.

    Examples
    --------
    >>> next_step(30, 960), next_step(480, 800)
    (60, 800)
    """
    return min(2 * done, maximum)


def check_maximum(maximum: int | None, replications: int, targets: object) -> int:
    """Return where adding replications ends.

    Examples
    --------
    >>> check_maximum(None, 30, {"npv": 1000.0}), check_maximum(None, 30, None)
    (960, 30)
    """
    if maximum is not None:
        check_whole(1, max_replications=maximum)
    if not targets:
        if maximum is not None:
            raise InputError(
                "max_replications: nothing is added without a precision. Write, for example, "
                "--precision retention=0.5, or say --replications alone."
            )
        return replications
    if maximum is None:
        return max(MOST_REPLICATIONS, replications)
    if maximum < replications:
        raise InputError(
            f"max_replications: found {maximum}; allowed is a whole number from the "
            f"{replications} replications that it begins with."
        )
    return maximum
