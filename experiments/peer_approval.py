"""We buy what our group approves, so that loyalty comes in clusters.

People see what their acquaintances use. Where that counts, acquaintances have the same firm more
often than chance would have it. How strongly it counts is swept from nothing to six times the
usual.
"""

import relsim
from relsim.claims import Arm, Claim, Figure, Vary, difference, report


def alike(run):
    """Return how much more often than by chance acquaintances have the same firm, late on."""
    last = run.periods.period.max() - 24
    return run.periods[run.periods.period > last].neighbours_alike.mean()


OFF = {"behaviour.reference_group": False}

claim = Claim(
    name="peer_approval",
    sentence="People buy what their group approves: acquaintances come to share a firm.",
    by="Bearden & Etzel 1982",
    concepts=("S0.33", "S3.13"),
    scenario="insurance",
    arms={
        "approval counts": Arm(),
        "approval counts not": Arm(settings=OFF),
        "nothing is shared": Arm(settings={**OFF, "behaviour.word_of_mouth": False}),
    },
    figures={"alike": Figure(alike, "Acquaintances alike, beyond chance", "percent")},
    contrasts=(
        difference("approval counts", "approval counts not", "alike", smallest=0.02,
                   name="likeness by approval"),
        report("approval counts not", "alike", against="nothing is shared",
               name="likeness by talk"),
        report("nothing is shared", "alike", name="likeness without either"),
        report("approval counts", "retention", against="approval counts not",
               name="retention by approval"),
    ),
    sweeps=(
        Vary("utils of full approval", (0.0, 0.3, 0.6, 1.2, 2.4, 3.6),
             path="behaviour.reference_weight"),
    ),
    meaning={
        "supported": "Approval makes acquaintances {effect} more alike, talk {part_2}.",
        "conditional": "Whether clusters form depends on {where}; as the market is, approval makes "
        "acquaintances {effect} more alike.",
        "refuted": "Approval makes acquaintances {effect} more alike, talk {part_2}: nobody "
        "would see a cluster.",
    },
    bet="By how many percentage points do acquaintances share a firm more often because they like "
    "what others approve of, the more that counts?",
    questions=(
        "For which of your purchases would you mind what friends think?",
        "Why does rare reconsidering keep clusters from forming?",
        "Does a cluster prove that people influence each other?",
    ),
)  # fmt: skip

if __name__ == "__main__":
    relsim.try_claim(claim)
