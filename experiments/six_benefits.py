"""Loyalty pays six times over.

Loyal customers buy more, cost less than new ones, stay for years, are no rival's to copy, bring
others, and please the staff. A firm bonds its customers by personal contact, with everything at
work, and again with one benefit switched off, or, where relsim has it off by default, switched on.
What contact is worth with a benefit, less what it is worth without, is that benefit's part.
"""

import relsim
from relsim.claims import Arm, Claim, difference, interaction, report

PLAIN = {
    "talk": {"behaviour.word_of_mouth": False},
    "staff": {"behaviour.staff": False},
    "winning": {"market.costs.acquisition": 0.0},
    "growth": {"behaviour.spend_growth": 0.5},
    "copying": {f"firms.{rival}.mind": "imitator" for rival in ("Brio", "Cora", "Dune")},
}
BARE = {**PLAIN["talk"], **PLAIN["staff"], **PLAIN["winning"]}


def both(name, settings):
    """Return two arms, without bonding and with it, under some settings."""
    return {f"none, {name}": Arm("none", settings=settings),
            f"bonding, {name}": Arm("social_only", settings=settings)}  # fmt: skip


def part(name, case, sign=1.0, counts=True):
    """Return what bonding is worth as it is beyond what it is worth in a case, or the reverse."""
    arms = ("bonding, all", f"bonding, {case}", "none, all", f"none, {case}")
    if sign < 0:
        arms = (f"bonding, {case}", "bonding, all", f"none, {case}", "none, all")
    return interaction(*arms, figure="npv", smallest=0.005, relative_to="none, all", name=name,
                       counts=counts)  # fmt: skip


claim = Claim(
    name="six_benefits",
    sentence="Keeping customers pays in six ways, and each of them adds to profit.",
    by="Reichheld & Sasser 1990; Berry & Parasuraman 1991",
    concepts=("S1.08", "S1.09", "S1.10", "S1.11", "S1.12", "S1.13", "S1.14"),
    scenario="insurance",
    arms={
        **both("all", {}),
        **both("no talk", PLAIN["talk"]),
        **both("staff apart", PLAIN["staff"]),
        **both("winning free", PLAIN["winning"]),
        **both("spending grows", PLAIN["growth"]),
        **both("rivals copy", PLAIN["copying"]),
        **both("none of them", BARE),
    },
    contrasts=(
        difference("bonding, all", "none, all", "npv", smallest=0.005, relative_to="none, all",
                   name="all at work"),
        part("1 they buy more (switched on)", "spending grows", sign=-1.0),
        part("2 new customers cost", "winning free"),
        difference("bonding, none of them", "none, none of them", "npv", smallest=0.005,
                   relative_to="none, all", name="3 they stay for years: what is left"),
        part("4 nobody can copy it (lost to copiers)", "rivals copy"),
        part("5 they bring others", "no talk"),
        part("6 they please the staff", "staff apart"),
        report("bonding, all", "retention", against="none, all", name="all at work: retention"),
    ),
    meaning={
        "supported": "Bonding is worth {effect}: more spending adds {part_2}, winning fewer "
        "{part_3}, staying {part_4}, talk {part_6}, staff {part_7}.",
        "conditional": "Whether the benefits add up depends on {where}.",
        "refuted": "Bonding is worth {effect}. Its parts: more spending, where it grows with "
        "trust, {part_2}; fewer to win {part_3}; staying alone {part_4}; what copiers would take "
        "{part_5}; talk {part_6}; staff {part_7}. Not each of the six pays.",
    },
    about="Parts need not add up to the whole: they work on one another. Spending that grows with "
    "trust is off by default, because then it would pay by assumption; half as much again for "
    "full trust is a round figure, and so is a tenth a month for those who copy.",
    bet="Loyal customers may buy more, cost less, bring others … By how many per cent does "
    "personal contact change a firm's net present value in all?",
    questions=(
        "Which of the six does your firm count, and which does it only hope for?",
        "What is left of loyalty's worth if it costs nothing to win a customer?",
        "Which benefit would disappear if every firm had it?",
    ),
)  # fmt: skip

if __name__ == "__main__":
    relsim.try_claim(claim)
