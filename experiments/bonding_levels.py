"""Each bonding level keeps more customers than the one below it, and pays.

Points alone (financial), points and personal contact (social), points, contact and shared systems
(structural): each level holds the one below. First every level spends what it costs; then all
three are brought to the same spending, for whoever spends more should keep more.
"""

import relsim
from relsim.claims import Arm, Claim, difference, report

BUDGET = 0.60  # money per customer and month, about what the social level costs of its own

claim = Claim(
    name="bonding_levels",
    sentence="Each bonding level keeps more customers than the one below it, and pays.",
    by="Berry & Parasuraman 1991",
    concepts=("S1.19", "S1.20", "S1.21", "S1.22", "S1.23"),
    scenario="insurance",
    arms={
        "none": "none",
        "financial": "financial",
        "social": "social",
        "structural": "structural",
        "financial, equal budget": Arm("financial", budget=BUDGET),
        "social, equal budget": Arm("social", budget=BUDGET),
        "structural, equal budget": Arm("structural", budget=BUDGET),
    },
    contrasts=(
        difference("structural", "none", smallest=0.005),
        difference("financial", "none", smallest=0.005),
        difference("social", "financial", smallest=0.005),
        difference("structural", "social", smallest=0.005),
        difference("financial", "none", "npv", smallest=0.01, relative_to="none"),
        difference("social", "financial", "npv", smallest=0.01, relative_to="none"),
        difference("structural", "social", "npv", smallest=0.01, relative_to="none"),
        report("social, equal budget", "retention", against="financial, equal budget"),
        report("structural, equal budget", "retention", against="social, equal budget"),
    ),
    meaning={
        "supported": "Every level keeps more than the one below ({part_2}, {part_3}, {part_4}) and "
        "is worth more ({part_5}, {part_6}, {part_7}). At equal spending the next level keeps "
        "{part_8} and {part_9}.",
        "conditional": "Whether the ladder stands depends on {where}.",
        "refuted": "The levels keep {part_2}, {part_3} and {part_4} more, step by step, and "
        "change net present value by {part_5}, {part_6} and {part_7}, each on top of the one "
        "below: keeping is not yet paying. "
        "At equal spending the next level keeps {part_8} and {part_9}.",
    },
    bet="By how many percentage points a year does a firm keep more customers with points, "
    "personal contact and shared systems together than with no bond at all?",
    questions=(
        "Which level would you pay for if a rival could copy it within a year?",
        "Why does the ladder change when every level may spend the same?",
        "For which of your own customers would contact be worth more than points?",
    ),
)

if __name__ == "__main__":
    relsim.try_claim(claim)
