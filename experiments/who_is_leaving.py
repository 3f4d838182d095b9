"""Contact for those who are about to leave, or for those whom it keeps.

The same contact goes to a fifth of the customers: to those whom the firm's own records show to be
most likely to leave, to those whom its control group shows to be kept by it, or to those who bring
most; or a fifth of it goes to everybody. To learn who can be kept costs a year in which all but a
control group get the whole of it, and a tenth of the target goes without ever after.
"""

import relsim
from relsim.claims import Arm, Claim, Figure, Size, Vary, difference, report

SEGMENTS = ("private", "families")
FIFTH = {"social": 1.0, "database": 1.0, "target_from": 0.8}


def by(what, **levers):
    """Return an arm whose contact goes to the fifth that ranks highest by this."""
    return Arm(levers={**FIFTH, "target_by": what, **levers})


def spread(concentration):
    """Return settings under which restlessness differs less the higher this is."""
    return {f"segments.{name}.restlessness.concentration": concentration for name in SEGMENTS}


def measured(run):
    """Return what the firm's own control group says that the levers keep, a year."""
    found = run.control_group()
    return None if found is None else found.kept.mean


RISK, MOVED, BEST, EVEN = "at risk", "can be kept", "best", "even, 20 %"

claim = Claim(
    name="who_is_leaving",
    sentence="Contact aimed at those most likely to leave keeps fewer, and is worth less, than the "
    "same contact aimed at those whom it keeps.",
    by="Ascarza 2018",
    concepts=("S2.20", "S2.15", "S4.06"),
    scenario="insurance",
    size=Size(30, periods=84),
    quick=Size(8, customers=800, periods=60),
    arms={
        "none": Arm(),
        EVEN: Arm(levers={"social": 0.2, "database": 1.0}),
        RISK: by("risk"),
        MOVED: by("uplift", control_share=0.1),
        BEST: by("value"),
    },
    figures={"measured": Figure(measured, "Kept, by the firm's own measure", "points")},
    contrasts=(
        difference(MOVED, RISK, "npv", smallest=0.005, relative_to="none",
                   name="can be kept against at risk: worth"),
        difference(MOVED, RISK, "retention", smallest=0.002,
                   name="can be kept against at risk: retention"),
        report(RISK, "retention", against=EVEN, name="at risk against all: retention"),
        report(RISK, "npv", against=EVEN, relative_to="none", name="at risk against all: worth"),
        report(MOVED, "npv", against=EVEN, relative_to="none",
               name="can be kept against all: worth"),
        report(BEST, "npv", against=RISK, relative_to="none", name="best against at risk: worth"),
        report(MOVED, "cost_per_customer", against=RISK,
               name="can be kept against at risk: spending"),
        report(MOVED, "measured", name="can be kept: kept, as the firm measures"),
    ),
    sweeps=(
        Vary("how alike people's restlessness is (concentration)", (8.0, 800.0),
             settings=spread),
    ),
    meaning={
        "supported": "Aimed at those whom it keeps, contact is worth {effect} more than aimed at "
        "those at risk, and keeps {part_2} more; at risk against all alike keeps {part_3} and is "
        "worth {part_4}.",
        "conditional": "Whom to aim at depends on {where}; as the market is, those whom contact "
        "keeps against those at risk are worth {effect} and keep {part_2}; those at risk against "
        "all alike {part_4} and {part_3}; the best are worth {part_6} more than those at risk.",
        "refuted": "Aimed at those whom it keeps, as far as a firm of this size can tell them, "
        "contact is worth {effect} more than aimed at those at risk, and keeps {part_2} more, for "
        "{part_7} a head more; at risk against all alike it keeps {part_3} and is worth {part_4}, "
        "aimed at the best {part_6} more than at those at risk.",
    },
    about="Both estimates come from the firm's own counts: a few hundred customers, seven years. "
    "Ascarza's came from field experiments with many more, and from machine learning.",
    bet="The same contact goes to those whom it keeps, or to those most likely to leave. By how "
    "many per cent of net present value is the first worth more, the more alike people are?",
    questions=(
        "How would you know whom your last campaign kept?",
        "Who would have stayed without it, and what did they cost?",
        "What does a control group cost, and what does it cost to have none?",
    ),
)  # fmt: skip

if __name__ == "__main__":
    relsim.try_claim(claim)
