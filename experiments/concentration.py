"""One fifth of the customers bring four fifths of the money, so spend on them.

How much the top fifth has paid is a result: of how unequally people spend, of how often they come,
and of how long they have been here. Where all are born spending the same, only the last two are
left. Then the same money for contact goes to everybody alike, or to the fifth that the firm takes
for its best, with a good database and without one; and those who pay most, or the rest, are put
right when something fails.
"""

import numpy as np

import relsim
from relsim.claims import Arm, Claim, Figure, Vary, difference, level, report

SEGMENTS = ("private", "families")
BEST = {"target_by": "value", "target_from": 0.8}
REST = {"target_by": "value", "target_to": 0.8}
MENDING = {"compensation": 1.0, "empowerment": 1.0, "speed": 1.0, "encouragement": 0.5}


def spread(sigma):
    """Return settings under which what customers spend at a use differs this much."""
    return {f"segments.{name}.spend.sigma": sigma for name in SEGMENTS}


def top_fifth(run):
    """Return the share of all that the firm's customers have paid that its best fifth paid."""
    ours = run.customers[run.customers.firm == run.scenario.focal.name]
    paid = np.sort(ours.spent.to_numpy())[::-1]
    return paid[: round(len(paid) / 5)].sum() / paid.sum() if len(paid) else None


def born_top_fifth(run):
    """Return the same share, had all come equally often and been here equally long."""
    ours = run.customers[run.customers.firm == run.scenario.focal.name]
    spend = np.sort(ours.spend.to_numpy())[::-1]
    return spend[: round(len(spend) / 5)].sum() / spend.sum() if len(spend) else None


EVEN, BLIND, FILED = "even, 20 %", "best fifth, guessed", "best fifth, known"

claim = Claim(
    name="concentration",
    sentence="One fifth of the customers bring four fifths of the money, and contact with them "
    "returns more than the same contact spread over all.",
    by="Kotler 2000; Zeithaml, Rust & Lemon 2001",
    concepts=("S1.26", "S2.20", "S4.05", "S4.06"),
    scenario="insurance",
    arms={
        "none": Arm(),
        EVEN: Arm(levers={"social": 0.2}),
        BLIND: Arm(levers={"social": 1.0, **BEST}),
        FILED: Arm(levers={"social": 1.0, **BEST, "database": 1.0}),
        "mending, best fifth": Arm(levers={**MENDING, **BEST, "database": 1.0}),
        "mending, the rest": Arm(levers={**MENDING, **REST, "database": 1.0}),
        "all spend alike": Arm(settings={f"segments.{name}.spend": 1.0 for name in SEGMENTS}),
    },
    figures={
        "top": Figure(top_fifth, "Money paid by the best fifth of customers", "percent"),
        "born": Figure(born_top_fifth, "… by their spending at one use alone", "percent"),
    },
    contrasts=(
        level("none", "top", smallest=0.75, name="the best fifth pays"),
        difference(FILED, EVEN, "npv", smallest=0.005, relative_to="none",
                   name="best fifth, known, against all: worth"),
        difference(BLIND, EVEN, "npv", smallest=0.005, relative_to="none",
                   name="best fifth, guessed, against all: worth"),
        report("none", "born", name="by spending at one use alone"),
        report("all spend alike", "top", name="by tenure and needs alone"),
        report(FILED, "cost_per_customer", against=EVEN, name="known against all: spending"),
        report("mending, best fifth", "npv", against="none", relative_to="none",
               name="full recovery for the best fifth: worth"),
        report("mending, the rest", "npv", against="none", relative_to="none",
               name="full recovery for the rest: worth"),
    ),
    sweeps=(
        Vary("spread of spending (sigma)", (0.25, 0.5, 1.0, 1.5, 2.0), settings=spread),
    ),
    meaning={
        "supported": "The best fifth pays {effect}; contact with the fifth that a database knows "
        "is worth {part_2} more than the same money on all, and {part_3} without a database.",
        "conditional": "Whether it holds depends on {where}; as the market is, the best fifth pays "
        "{effect}, and contact with it is worth {part_2} more than with all, guessed {part_3}.",
        "refuted": "The best fifth pays {effect}: {part_4} by what they spend at one use, "
        "{part_5} by tenure and needs where all spend alike. Contact with the fifth that a "
        "database knows is worth {part_2} more than the same contact with all, guessed {part_3}.",
    },
    about="Four fifths is a saying; three quarters would still be near enough to it. At CDNOW the "
    "best fifth of all who ever bought paid 67.8 %. The database costs money beside the contact.",
    bet="What share of all the money do the best fifth of customers pay, the more unequally "
    "people spend (0: all alike)?",
    questions=(
        "Who are your best fifth by last year's money, and who by next year's?",
        "What makes spending unequal: people, or the time they have been with you?",
        "What do the other four fifths think when they find out?",
    ),
)  # fmt: skip

if __name__ == "__main__":
    relsim.try_claim(claim)
