"""What came of trying to break a claim: where it fails within what is thought of its market."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from relsim.claims.breadth import Breadth
    from relsim.claims.structures import Structures

TRIES = 300
"""Settings that are tried unless somebody says otherwise: a minute or two of one core for most
claims."""


@dataclass(frozen=True, slots=True)
class Moved:
    """A number that has to be moved for the claim to break.

    Parameters
    ----------
    path : str
        As an override takes it.
    value, home : float
        Where it breaks, and as the market is.
    low, high : float
        What is thought of it.
    """

    path: str
    value: float
    home: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Broken:
    """A setting in which a claim is refuted, by luck that the search did not see.

    Parameters
    ----------
    moved : tuple of Moved
        The least that has to be moved; nothing where it is refuted as the market is.
    narrowed : bool
        Whether each of them was shown to be needed.
    part : str
        The part that fails most clearly, as data names it.
    mean, low, high : float
        Its effect with its 95 % interval.
    """

    moved: tuple[Moved, ...]
    narrowed: bool
    part: str
    mean: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Breaking:
    """What a search for an exception to a claim came to.

    Parameters
    ----------
    broken : Broken or None
        The exception that was found and confirmed.
    tried, tries : int
        Settings that were tried and could be judged, and how many were to be.
    numbers : int
        How many numbers were free to move.
    looks : int
        Settings that seemed to break it and were looked at again, with other luck.
    worlds, customers, periods : int
        How much was run of each of these.
    command : str
        The command line that makes it again.
    interrupted : bool
        Whether Ctrl-C ended it early.
    """

    broken: Broken | None
    tried: int
    tries: int
    numbers: int
    looks: int
    worlds: int
    customers: int
    periods: int
    command: str
    interrupted: bool = False

    @property
    def is_unbroken(self) -> bool:
        """Whether all tries were made and none is an exception."""
        return self.broken is None and not self.interrupted

    def to_json(self) -> dict[str, Any]:
        """Return it as plain values."""
        return {"is_unbroken": self.is_unbroken, **asdict(self)}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Breaking:
        """Return one as :meth:`to_json` gave it."""
        told = {key: value for key, value in data.items() if key != "is_unbroken"}
        if (found := data["broken"]) is not None:
            moved = tuple(Moved(**one) for one in found["moved"])
            told["broken"] = Broken(**{**found, "moved": moved})
        return cls(**told)


def holds_by_structure(
    breadth: Breadth | None, structures: Structures | None, breaking: Breaking | None
) -> bool:
    """Tell whether a claim holds by structure, as far as was looked.

    So it is called when it holds in every plausible setting, a search did not break it, and a
    mechanism is named without which it is the contrary.

    Examples
    --------
    >>> holds_by_structure(None, None, None)
    False
    """
    return (
        breadth is not None
        and structures is not None
        and breaking is not None
        and breadth.has_no_exception
        and breaking.is_unbroken
        and bool(structures.turns)
    )
