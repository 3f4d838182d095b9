"""Money is best spent on stopping terrorists, then on keeping apostles.

Terrorists are the very dissatisfied, who warn everybody; apostles the delighted, who recommend. A
firm gives the same care (contact, and a full recovery after failures) to the one, to the other, or
to those between. What does each unit of money return? Terrorists may be made by what happened to
them, or born: the parameter `behaviour.born_negativity` says which, and care cannot mend a birth.
"""

import numpy as np

import relsim
from relsim.claims import Arm, Claim, Contrast, Figure, Size, Vary, report

DISSATISFIED, DELIGHTED = 0.4, 0.8  # the two lowest and the two highest of eight tiers
CARE = {"social": 0.5, "encouragement": 0.5, "compensation": 1.0, "empowerment": 1.0, "speed": 1.0}


def caring(**bounds):
    """Return an arm that cares for customers whose satisfaction lies within bounds."""
    return Arm(levers={**CARE, "target_by": "satisfaction", **bounds})


def money(run):
    """Return the firm's profit and what it spent on relationships."""
    figures = run.summary()
    return np.array([figures["profit"], figures["relationship_spending"]])


def returned(change):
    """Return the profit that one more unit of money brought, beyond itself."""
    return change[0] / change[1] if change[1] else np.nan


def better(group, other):
    """Return how much more a unit of money returns with one group than with another."""
    return Contrast(
        name=f"{group} against {other}", figure="money", predicts="more", smallest=0.1,
        weights={group: 1.0, "nobody": -1.0}, less={other: 1.0, "nobody": -1.0}, then=returned,
    )  # fmt: skip


def each(group):
    """Return what a unit of money returns with a group."""
    return report(group, "money", against="nobody", then=returned, name=f"{group}: return")


def talkers(tier):
    """Return the share of the firm's customers in a tier."""

    def share(run):
        mine = run.periods[run.periods.firm == run.scenario.focal.name]
        return mine[tier].sum() / mine.customers.sum()

    return share


claim = Claim(
    name="apostles_and_terrorists",
    sentence="Money is best spent on stopping terrorists, and next on keeping apostles.",
    by="Heskett, Sasser & Schlesinger 1997; Jones & Sasser 1995",
    concepts=("S2.21", "S2.22", "S2.23", "S2.24"),
    scenario="insurance",
    size=Size(20, customers=7000),  # one customer in seventy is a terrorist
    quick=Size(4, customers=2500, periods=60),
    arms={
        "nobody": Arm(),
        "terrorists": caring(target_to=DISSATISFIED),
        "between": caring(target_from=DISSATISFIED, target_to=DELIGHTED),
        "apostles": caring(target_from=DELIGHTED),
    },
    figures={
        "money": Figure(money, "Profit for each unit of money", "ratio"),
        "lowest": Figure(talkers("tier_1"), "Customers in the lowest of eight tiers", "percent"),
        "highest": Figure(talkers("tier_8"), "Customers in the highest tier", "percent"),
    },
    contrasts=(
        better("terrorists", "apostles"),
        better("apostles", "between"),
        each("terrorists"),
        each("between"),
        each("apostles"),
        report("nobody", "lowest", name="in the lowest tier"),
        report("nobody", "highest", name="in the highest tier"),
    ),
    sweeps=(
        Vary("negativity that is born", (0.0, 1.0), path="behaviour.born_negativity",
             unit="percent"),
        Vary("weight of bad reports", (2.0, 4.0), path="behaviour.negative_weight"),
        Vary("cost of serving a use", (6.0, 18.0), path="firms.Alba.unit_cost"),
    ),
    meaning={
        "supported": "One unit of money returns {part_3} with terrorists, {part_5} with apostles "
        "and {part_4} with those between.",
        "conditional": "Whether the order stands depends on {where}; as the market is, one unit of "
        "money returns {part_3} with terrorists, {part_5} with apostles, {part_4} between.",
        "refuted": "One unit of money returns {part_3} with terrorists, {part_5} with "
        "apostles and {part_4} with those between: not the order of the textbook.",
    },
    about="Whether terrorists are worth stopping or better left was expected to turn on whether "
    "they were born so (behaviour.born_negativity); here it turns on the margin that they leave "
    "(firms.Alba.unit_cost): where that is small, care for them returns nothing.",
    bet="The same care goes to the angriest customers or to the happiest. How much more profit "
    "does one unit of money bring with the angriest: if events made them angry (0 %), or if they "
    "were born so (100 %)?",
    questions=(
        "Were the angriest of your customers made, or born?",
        "Who would hear an apostle: somebody who has no firm yet, or a satisfied customer?",
        "Why may those between be worth more than either end?",
    ),
)  # fmt: skip

if __name__ == "__main__":
    relsim.try_claim(claim)
