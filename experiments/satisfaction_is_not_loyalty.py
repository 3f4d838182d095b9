"""Satisfaction is neither sufficient for loyalty nor necessary.

Satisfied customers leave when a rival looks as good (mercenaries: satisfied and not bound), and
dissatisfied ones stay when leaving costs too much (hostages: bound and not satisfied). Bound is a
switching cost of at least .8 utils, satisfied a satisfaction of at least .6.
"""

import relsim
from relsim.claims import Claim, Figure, Vary, level, report

KINDS = ("loyalists", "mercenaries", "hostages", "defectors")


def share_of(kind):
    """Return the figure of how many of the firm's customers are of one kind."""

    def share(run):
        books = run.periods[run.periods.firm == run.scenario.focal.name]
        return books[kind].sum() / books[list(KINDS)].sum().sum()

    return Figure(share, kind.capitalize(), "percent")


def leaving(third):
    """Return the figure of how many leave at a need, by thirds of relationship quality."""

    def left(run):
        thirds = run.quality_thirds()
        if not len(thirds):
            return None
        return 1 - thirds.set_index("third").stayed[third]

    return Figure(left, f"Left at a need, {third} third", "percent", 2)


claim = Claim(
    name="satisfaction_is_not_loyalty",
    sentence="Satisfaction is not loyalty: some satisfied customers leave, some dissatisfied stay.",
    by="Jones & Sasser 1995; Oliver 1999",
    concepts=("S3.04", "S3.05", "S3.15"),
    scenario="insurance",
    arms={"none": "none", "structural": "structural"},
    figures={
        **{kind: share_of(kind) for kind in KINDS},
        "best leave": leaving("highest"),
        "worst leave": leaving("lowest"),
    },
    contrasts=(
        level("none", "hostages", smallest=0.05, name="dissatisfied and bound"),
        level("none", "mercenaries", smallest=0.05, name="satisfied and not bound"),
        level("none", "best leave", smallest=0.001, name="the happiest third leaves, too"),
        report("none", "worst leave", name="the unhappiest third"),
        report("structural", "hostages", against="none", name="hostages that systems make"),
        report("none", "loyalists"),
        report("none", "defectors"),
    ),
    sweeps=(
        Vary("cost of switching, utils", (0.0, 0.5, 1.0, 2.0), path="behaviour.procedural_cost"),
    ),
    meaning={
        "supported": "{effect} are dissatisfied and bound, {part_2} satisfied and free; of the "
        "happiest third {part_3} leave at a need, of the unhappiest {part_4}.",
        "conditional": "Whether it holds depends on {where}; as the market is, {effect} are "
        "hostages and {part_2} mercenaries.",
        "refuted": "{effect} are hostages and {part_2} mercenaries; of the happiest third "
        "{part_3} leave at a need: satisfaction says nearly all.",
    },
    bet="What share of customers are dissatisfied, and bound all the same because leaving costs "
    "too much, the dearer switching is?",
    questions=(
        "What will your hostages do on the day a rival makes leaving easy?",
        "What does a satisfaction survey tell of who will stay?",
        "Which is dearer: a mercenary or a hostage?",
    ),
)

if __name__ == "__main__":
    relsim.try_claim(claim)
