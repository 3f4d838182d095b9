"""When rivals attack, innovate or reassure: either keeps customers.

Every year a rival launches something new and says so. A firm may answer by launching, too, by
telling its customers why they chose well, by both or by neither. Only who trusts the firm
believes the second answer.
"""

import relsim
from relsim.claims import Arm, Claim, Size, Vary, difference, interaction, report

RIVALS = ("Brio", "Cora", "Dune")
YEARS = (1, 2, 3, 4)


def attacks(strength):
    """Return settings under which a rival attacks each year, in turn, this strongly."""
    return {
        f"events.attack {year}": {
            "period": 12 * year - 6,
            "firm": RIVALS[year % 3],
            "set": {"challenge": strength},
        }
        for year in YEARS
    }


def attacked(ask):
    """Return attacks of full strength, where the sweep has not planned others."""
    return {} if ask.scenario.events else attacks(1.0)


def trusting(start):
    """Return settings under which new customers trust a firm this much, and attacks happen."""
    return {"behaviour.trust_start": start, "behaviour.trust_floor": start - 0.1, **attacks(1.0)}


def unapproved(ask):
    """Return the same attacks where nobody minds what acquaintances use."""
    return {**attacked(ask), "behaviour.reference_group": False}


def answering(**levers):
    """Return an arm that answers attacks by these levers."""
    return Arm(levers=levers, settings=attacked)


DESIGN = ("both", "innovating", "reassuring", "neither")

claim = Claim(
    name="meeting_a_challenge",
    sentence="Under attack a firm keeps customers by innovating, and by reassuring them.",
    by="Crosby, Evans & Cowles 1990; McGuire 1964",
    concepts=("S0.31", "S0.32", "S0.33", "S0.34", "S0.35", "S0.36", "S4.18"),
    scenario="insurance",
    size=Size(30, periods=60),
    quick=Size(8, customers=500, periods=60),
    arms={
        "neither": answering(),
        "innovating": answering(innovation=0.1),
        "reassuring": answering(reassurance=1.0),
        "both": answering(innovation=0.1, reassurance=1.0),
        "nobody's approval": Arm(settings=unapproved),
    },
    contrasts=(
        difference("reassuring", "neither", smallest=0.005, name="reassuring"),
        difference("innovating", "neither", smallest=0.005, name="innovating"),
        interaction(*DESIGN, predicts="", smallest=0.005, counts=False, name="both beyond the sum"),
        report("reassuring", "npv", against="neither", relative_to="neither",
               name="reassuring: worth"),
        report("innovating", "npv", against="neither", relative_to="neither",
               name="innovating: worth"),
        report("neither", "retention", name="retention without an answer"),
        report("neither", "retention", against="nobody's approval",
               name="what acquaintances' approval holds"),
    ),
    sweeps=(
        Vary("strength of attacks", (0.0, 0.5, 1.0, 2.0, 4.0), settings=attacks),
        Vary("trust at the start", (0.1, 0.3, 0.5, 0.7), settings=trusting),
    ),
    meaning={
        "supported": "Under yearly attacks reassuring keeps {effect} more a year and innovating "
        "{part_2}; they are worth {part_4} and {part_5} of net present value.",
        "conditional": "Whether both answers help depends on {where}; as asked, reassuring keeps "
        "{effect} and innovating {part_2}.",
        "refuted": "Reassuring keeps {effect} more a year, innovating {part_2}; they change "
        "net present value by {part_4} and {part_5}. Not both are an answer.",
    },
    bet="Rivals attack every year. By how many percentage points a year does a firm keep more "
    "customers by telling them why they chose well, the stronger the attacks?",
    questions=(
        "Whom would you believe that your first choice was right?",
        "Which answer still works when the attack is over?",
        "Would you answer an attack that hardly anybody noticed?",
    ),
)  # fmt: skip

if __name__ == "__main__":
    relsim.try_claim(claim)
