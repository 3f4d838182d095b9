"""Bonding keeps customers only where the need recurs, people may choose, and there are others.

The same bonds (points and personal contact) in markets that differ in one thing: how many customers
may choose their firm at all, how often the service is needed, and how many rivals there are. The
taxi rank, the funeral and the water works are the textbook's cases where a bond has nothing to do.

That a need recurs is no condition where a contract does: a policy renews every year, and a renewal
makes some look around without any need. What is left where it does not is shown beside.
"""

import relsim
from relsim.claims import Arm, Claim, Vary, difference, report

RIVALS = ("Brio", "Cora", "Dune")
UNNOTICED = {"behaviour.renewal_review": 0.0}
FREEDOM, NEED, FIRMS = "freedom of choice", "needs a month", "rivals"


def needs(chance):
    """Return settings under which both segments need the service with this chance a month."""
    return {f"segments.{name}.need_rate.mean": chance for name in ("private", "families")}


def rivals(number):
    """Return settings under which so many of the three rivals are in the market."""
    return {f"firms.{name}.present": place < number for place, name in enumerate(RIVALS)}


def bonds(predicts, at, figure="retention", smallest=0.005):
    """Return what bonding does at one setting."""
    name = f"bonding at {at[0]} {at[1]}"
    return difference("social", "none", figure, predicts, smallest=smallest, name=name, at=at)


claim = Claim(
    name="preconditions",
    sentence="Bonding keeps customers where needs recur, customers choose and rivals exist, and "
    "nowhere else.",
    by="Berry & Parasuraman 1991",
    concepts=("S1.04", "S1.05", "S1.06", "S1.07"),
    scenario="insurance",
    arms={
        "none": "none",
        "social": "social",
        "none, renewals unnoticed": Arm("none", settings=UNNOTICED),
        "social, renewals unnoticed": Arm("social", settings=UNNOTICED),
    },
    contrasts=(
        difference("social", "none", smallest=0.005, name="what bonding keeps", counts=False),
        bonds("same", (FREEDOM, 0.0)),
        bonds("more", (FREEDOM, 1.0)),
        bonds("same", (NEED, 0.01)),
        bonds("more", (NEED, 0.9)),
        bonds("same", (FIRMS, 0)),
        bonds("more", (FIRMS, 3)),
        report(
            "social, renewals unnoticed",
            "retention",
            against="none, renewals unnoticed",
            name="hardly a need, renewals unnoticed",
            at=(NEED, 0.01),
        ),
    ),
    sweeps=(
        Vary(FREEDOM, (0.0, 0.25, 0.5, 0.75, 1.0), path="market.freedom", unit="percent"),
        Vary(NEED, (0.01, 0.1, 0.3, 0.6, 0.9), settings=needs),
        Vary(FIRMS, (0, 1, 2, 3), settings=rivals),
    ),
    meaning={
        "supported": "Bonding keeps {part_3} where all may choose and {part_2} where none may; "
        "{part_4} where the need hardly recurs; {part_6} without a rival.",
        "conditional": "Whether the conditions hold depends on {where}.",
        "refuted": "One condition is none: without choice {part_2}, with hardly a need "
        "{part_4}, without a rival {part_6}, against {effect} as the market is. A renewal makes "
        "people look around without a need, too; where it does not, {part_8} is kept with hardly "
        "one.",
    },
    bet="By how many percentage points a year do points and personal contact keep more customers, "
    "the more people may choose their firm at all?",
    questions=(
        "Which of the three is missing at an airport taxi rank, a funeral home, a water works?",
        "Would you bond customers who cannot leave? Until when?",
        "What could give a service that nobody needs twice a recurring need?",
    ),
)

if __name__ == "__main__":
    relsim.try_claim(claim)
