"""What a firm of the Mesa twin has seen of who leaves it, and what it makes of that."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from tests.benchmarks.twin_firm import Firm
    from tests.benchmarks.twin_person import Person

SIDES = ("control", "with_levers")
COMPLAINTS = {"resolved": 1, "resolved fast": 1, "mishandled": 2}
ALL = ("all", 0)
Kind = tuple[str, int]


class Seen(NamedTuple):
    """What was known of a customer when the period's offers stood."""

    firm: Firm
    kinds: tuple[Kind, ...]
    side: str


def kinds_of(customer: Person, mean_worth: float) -> tuple[Kind, ...]:
    """Return what the database of a firm knows of a customer."""
    return (
        ("tenure", sum(customer.tenure >= bound for bound in (1, 2, 5))),
        ("complaint", COMPLAINTS.get(customer.last_outcome, 0)),
        ("use", int(customer.used)),
        ("worth", int(customer.worth >= mean_worth)),
    )


class Following:
    """How many of each kind a firm has seen, and how many of them left."""

    def __init__(self) -> None:
        self.seen: Counter[Kind] = Counter()
        self.left: Counter[Kind] = Counter()

    def note(self, kinds: tuple[Kind, ...], gone: bool) -> None:
        """Note one customer and period."""
        for kind in (ALL, *kinds):
            self.seen[kind] += 1
            self.left[kind] += gone

    def rate(self, kind: Kind, usual: float, caution: float) -> float:
        """Return how many of a kind leave, drawn towards what is usual."""
        seen = self.seen[kind] + caution
        return (self.left[kind] + caution * usual) / seen if seen else 0.0

    def risk(self, kinds: tuple[Kind, ...], usual: float, caution: float) -> float:
        """Return how likely a customer leaves: what is usual, and what each kind adds."""
        return usual + sum(self.rate(kind, usual, caution) - usual for kind in kinds)


class Followed:
    """A firm that follows who leaves it, as its tables and its control group show it."""

    def begin_to_follow(self) -> None:
        """Have seen nothing yet."""
        self.followed = {side: Following() for side in ("everybody", *SIDES)}
        self.uplift_since: int | None = None

    def note_customers(self: Any, customers: list[Person]) -> None:
        """Note what is known of each customer, and on which side of the control group they are."""
        mean = sum(one.worth for one in customers) / len(customers) if customers else 0.0
        for customer in customers:
            side = ""
            if self.control_share and customer.in_target:
                side = SIDES[0 if customer.is_control_of(self) else 1]
            customer.seen = Seen(self, kinds_of(customer, mean), side)

    def note_fate(self: Any, customer: Person, seen: Seen) -> None:
        """Note whether a customer of the period's start has left."""
        gone = customer.firm is not self
        if seen.side:
            self.books[seen.side] += 1
            self.books[f"{seen.side}_lost"] += gone
        for side in {"everybody", seen.side or "everybody"} if self.model.follows else ():
            self.followed[side].note(seen.kinds, gone)

    def estimates(self: Any, customers: list[Person]) -> dict[Person, float]:
        """Return what the firm ranks its customers by, before its database blurs it."""
        if self.target_by == "value":
            return {one: one.worth for one in customers}
        mean = sum(one.worth for one in customers) / len(customers) if customers else 0.0
        return {one: self.propensity(kinds_of(one, mean)) for one in customers}

    def propensity(self: Any, kinds: tuple[Kind, ...]) -> float:
        """Return the risk of leaving, or by how much the levers lower it."""
        caution, everybody = self.model.theory.estimate_caution, self.followed["everybody"]
        usual = everybody.rate(ALL, 0.0, 0.0)
        if self.target_by == "risk":
            return everybody.risk(kinds, usual, caution)
        if not self.control_share:
            return 0.0
        risks = []
        for side in SIDES:
            own = self.followed[side]
            risks.append(own.risk(kinds, own.rate(ALL, usual, caution), caution))
        return risks[0] - risks[1]

    @property
    def in_pilot(self: Any) -> bool:
        """Whether the firm still learns whom its levers keep."""
        if self.target_by != "uplift":
            self.uplift_since = None
            return False
        if self.uplift_since is None:
            self.uplift_since = self.model.period
        span = self.model.periods_of(self.pilot_months)
        return self.model.period - self.uplift_since < span
