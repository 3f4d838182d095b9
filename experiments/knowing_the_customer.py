"""Remembering what each guest likes keeps guests better than the same money elsewhere.

A hotel may note which newspaper a guest reads, and act on it; that takes a file on each guest,
contact to learn from, and staff who stay, for what is not in the file leaves with them. The same
money goes into contact alone, into the room, or into contact and memory together.
"""

from math import log

import relsim
from relsim.claims import Arm, Claim, Vary, difference, report

MONEY = 0.20  # a guest and month: what a full file and full attention to it cost


def better_rooms(ask):
    """Return the strategy that spends the same on the core service."""
    costs = ask.scenario.market.costs
    gain = log(1 + MONEY / costs.quality) / costs.quality_steepness
    return {"strategies.rooms": {"quality": ask.scenario.focal.quality + gain}}


claim = Claim(
    name="knowing_the_customer",
    sentence="Remembering what each customer likes keeps more of them than the same money spent "
    "on contact or on the core service.",
    by="Berry & Parasuraman 1991; Pine, Peppers & Rogers 1995",
    concepts=("S0.13", "S0.21", "S1.21", "S3.11", "S4.17"),
    scenario="hotel",
    arms={
        "none": Arm(),
        "memory": Arm(levers={"customisation": 1.0, "database": 1.0}),
        "contact": Arm(levers={"social": 0.4}),
        "rooms": Arm("rooms", settings=better_rooms),
        "half and half": Arm(levers={"social": 0.2, "customisation": 0.5, "database": 0.5}),
        "contact and memory": Arm(levers={"social": 0.4, "customisation": 1.0, "database": 1.0}),
    },
    contrasts=(
        difference("memory", "none", smallest=0.005, name="memory against nothing"),
        difference("memory", "contact", smallest=0.005, name="memory against contact"),
        difference("memory", "rooms", smallest=0.005, name="memory against rooms"),
        report("contact and memory", "retention", against="contact",
               name="memory, where there is contact"),
        report("half and half", "retention", against="contact",
               name="half memory, half contact, against contact"),
        report("memory", "satisfaction", against="none", name="memory: satisfaction"),
        report("memory", "npv", against="none", relative_to="none", name="memory: worth"),
        report("contact and memory", "npv", against="contact", relative_to="none",
               name="memory, where there is contact: worth"),
    ),
    sweeps=(
        Vary("staff who leave a month", (0.0, 0.01, 0.03, 0.06), path="behaviour.staff_turnover",
             unit="percent"),
    ),
    meaning={
        "supported": "Memory changes retention by {effect} against nothing, {part_2} against "
        "contact and {part_3} against better rooms for the same money.",
        "conditional": "Whether it holds depends on {where}; as the market is, memory changes "
        "retention by {effect} against nothing, {part_2} against contact and {part_3} against "
        "better rooms.",
        "refuted": "Memory changes retention by {effect} against nothing, {part_2} against "
        "contact and {part_3} against better rooms for the same money; on top of contact it adds "
        "{part_4}, and half of each does {part_5} against contact alone.",
    },
    bet="A hotel remembers what each guest likes. By how many percentage points a year does it "
    "keep more of them than one that forgets, the more of its staff leave?",
    questions=(
        "What does a firm know of you that you would miss elsewhere?",
        "Where does such knowledge live: in a file, or in somebody who may resign?",
        "How often must a guest come before memory can be worth anything?",
    ),
)  # fmt: skip

if __name__ == "__main__":
    relsim.try_claim(claim)
