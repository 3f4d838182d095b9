"""What can happen to a customer in a period.

Firms are given by place, −1 for none; other customers by row. Two lives are held against each
other by everything here that is not a measured number (see :func:`gist`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import ClassVar

from relsim.market.witness.offers import Offer


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that happened; ``what`` names its kind and ``ordinary`` is everyday life."""

    what: ClassVar[str] = ""
    ordinary: ClassVar[bool] = False


@dataclass(frozen=True, slots=True)
class News(Fact):
    """News about a firm reached the customer and moved the belief about it."""

    what: ClassVar[str] = "news"
    firm: int
    kinds: tuple[str, ...]
    before: float
    after: float


OFFER = "newcomers' offer"


@dataclass(frozen=True, slots=True)
class Doubted(Fact):
    """Something made the customer doubt the choice: news, talk, or what newcomers pay."""

    what: ClassVar[str] = "doubted"
    because: str


@dataclass(frozen=True, slots=True)
class Renewed(Fact):
    """An innovation of the own firm took satiation away."""

    what: ClassVar[str] = "renewed"
    firm: int


@dataclass(frozen=True, slots=True)
class Aimed(Fact):
    """The firm's levers that work person by person came to go to the customer, or to pass by.

    ``control`` says that they pass by because the customer is in the control group.
    """

    what: ClassVar[str] = "aimed"
    firm: int
    reached: bool
    control: bool


@dataclass(frozen=True, slots=True)
class Reviewed(Fact):
    """The customer compared what is on offer.

    ``reasons`` are the parts of the chance of a review by name; both are empty for somebody
    without a firm, who always chooses. ``unknown`` are the firms in the market that the customer
    did not know.
    """

    what: ClassVar[str] = "reviewed"
    firm: int
    winner: int
    chance: float | None
    reasons: Mapping[str, float]
    offers: tuple[Offer, ...]
    unknown: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Repeated(Fact):
    """The customer had a need and went on without reconsidering: luck was not below the chance."""

    what: ClassVar[str] = "repeated"
    ordinary: ClassVar[bool] = True
    firm: int
    chance: float
    reasons: Mapping[str, float]
    luck: float


@dataclass(frozen=True, slots=True)
class Moved(Fact):
    """The customer left a firm, joined one, or both.

    ``reason`` is empty for somebody without a firm who chose one.
    """

    what: ClassVar[str] = "moved"
    origin: int
    to: int
    reason: str
    points_forfeited: float
    fee: float
    came_back: bool
    after_hearing_good: bool


@dataclass(frozen=True, slots=True)
class ContractRenewed(Fact):
    """The contract ran out and was renewed; ``rise`` is that of a promised price, as a share."""

    what: ClassVar[str] = "contract renewed"
    firm: int
    until: int
    rise: float


@dataclass(frozen=True, slots=True)
class GaveNotice(Fact):
    """The customer decided to leave when the term ends."""

    what: ClassVar[str] = "gave notice"
    firm: int
    to: int
    until: int
    reason: str


@dataclass(frozen=True, slots=True)
class TurnedAway(Fact):
    """The firm had no room."""

    what: ClassVar[str] = "turned away"
    firm: int


@dataclass(frozen=True, slots=True)
class Used(Fact):
    """A need was served."""

    what: ClassVar[str] = "used"
    ordinary: ClassVar[bool] = True
    firm: int
    paid: float
    expected: float
    experience: float
    felt: float


@dataclass(frozen=True, slots=True)
class Failed(Fact):
    """A use failed. ``recovery`` and ``wanted`` are None when nobody handled it.

    ``handling`` is voiced, found or silent; ``outcome`` resolved fast, resolved, mishandled or
    silent; ``felt_first`` is the feeling before any recovery; ``harm`` what is left of it, an
    added chance of a review until the next use.
    """

    what: ClassVar[str] = "failed"
    firm: int
    own_fault: bool
    severity: float
    handling: str
    outcome: str
    fast: bool
    recovery: float | None
    wanted: float | None
    felt_first: float
    felt: float
    harm: float


@dataclass(frozen=True, slots=True)
class Told(Fact):
    """The customer told an acquaintance about a use."""

    what: ClassVar[str] = "told"
    listener: int
    firm: int
    good: bool
    felt: float


@dataclass(frozen=True, slots=True)
class Report:
    """One report that reached the customer.

    ``talker`` is −1 where everybody knows everybody: nobody is asked then who said it.
    """

    talker: int
    firm: int
    good: bool


@dataclass(frozen=True, slots=True)
class Heard(Fact):
    """All reports of a period about one firm, and how they moved the belief about it."""

    what: ClassVar[str] = "heard"
    firm: int
    reports: tuple[Report, ...]
    before: float
    after: float


@dataclass(frozen=True, slots=True)
class Advertised(Fact):
    """A firm's advertising reached the customer."""

    what: ClassVar[str] = "advertised"
    ordinary: ClassVar[bool] = True
    firm: int
    before: float
    after: float


@dataclass(frozen=True, slots=True)
class Replaced(Fact):
    """The customer left the population, and somebody else took the row."""

    what: ClassVar[str] = "replaced"
    firm: int


def gist(fact: Fact) -> tuple[object, ...]:
    """Return what a fact is without its measured numbers.

    Examples
    --------
    >>> one, other = Told(7, 0, True, 0.61), Told(7, 0, True, 0.64)
    >>> gist(one) == gist(other)
    True
    """
    values = (getattr(fact, field.name) for field in fields(fact))
    return (fact.what, *(value for value in values if _is_plain(value)))


def _is_plain(value: object) -> bool:
    """Tell whether a value is a word, a place or a yes or no: nothing measured."""
    if isinstance(value, tuple):
        return all(_is_plain(one) for one in value)
    return isinstance(value, str | int | Report)
