"""Bonding and service recovery are the two keys to keeping customers.

A firm does neither, bonds (points and personal contact), recovers (invites complaints, decides on
the spot, compensates, learns), or does both. Does each key turn by itself, and do the two together
do more than the sum of what each does alone?
"""

import relsim
from relsim.claims import Claim, Vary, difference, interaction, report

ARMS = ("both", "bonding", "recovery", "neither")

claim = Claim(
    name="two_keys",
    sentence="Bonding and service recovery each keep customers, and neither replaces the other.",
    by="Berry & Parasuraman 1991",
    concepts=("S1.18", "S1.24"),
    scenario="insurance",
    arms={
        "neither": "none",
        "bonding": "social",
        "recovery": "recovery",
        "both": "social_recovery",
    },
    contrasts=(
        difference("both", "bonding", smallest=0.005, name="recovery, where bonds are"),
        difference("both", "recovery", smallest=0.005, name="bonding, where recovery is"),
        difference("bonding", "neither", smallest=0.005, name="bonding alone"),
        difference("recovery", "neither", smallest=0.005, name="recovery alone"),
        interaction(*ARMS, predicts="", smallest=0.005, counts=False),
        report("bonding", "npv", against="neither", relative_to="neither", name="bonding: worth"),
        report("recovery", "npv", against="neither", relative_to="neither", name="recovery: worth"),
        report("both", "npv", against="neither", relative_to="neither", name="both: worth"),
    ),
    sweeps=(
        Vary(
            "failures a use",
            (0.0, 0.004, 0.008, 0.012, 0.024, 0.048),
            path="behaviour.failure_rate",
            unit="percent",
        ),
    ),
    meaning={
        "supported": "Recovery adds {effect} of retention to bonding and bonding {part_2} to "
        "recovery; beyond the sum of each alone, together they do {part_5}.",
        "conditional": "Whether both keys are needed depends on {where}; as the market is, "
        "recovery adds {effect} to bonding, and bonding {part_2} to recovery.",
        "refuted": "Recovery adds {effect} to bonding, bonding {part_2} to recovery; that "
        "both are keys is not shown.",
    },
    bet="A firm bonds its customers already; now it also puts right what fails. By how many "
    "percentage points a year does that keep more of them, the more often something fails?",
    questions=(
        "If you could afford one key only, which, and how often must things go wrong for that?",
        "Why may the two together do less than the sum of each alone?",
        "Which key would your customers notice?",
    ),
)

if __name__ == "__main__":
    relsim.try_claim(claim)
