"""Busy firms spoil themselves: too little room loses customers, too much room loses money.

Above the best load quality falls and failures rise; above capacity customers are turned away; room
that nobody uses costs all the same. A firm keeps too little, the usual, or ample room; with too
little it may ask a higher price. And it bonds its customers where room follows demand and where it
does not, for success fills the house.
"""

import relsim
from relsim.claims import Arm, Claim, Figure, Vary, because, difference, interaction, report

ELASTIC = {"market.capacity": "elastic"}


def turned_away(run):
    """Return the share of needs that the firm turned away."""
    mine = run.periods[run.periods.firm == run.scenario.focal.name]
    return mine.turned_away.sum() / mine.wanted.sum()


claim = Claim(
    name="capacity",
    sentence="Too little room loses customers and too much loses money; success spoils a firm that "
    "does not grow with it.",
    by="Lovelock & Wirtz 2016; Sasser 1976",
    concepts=("S2.14", "S2.16"),
    scenario="insurance",
    settings={
        "market.capacity": because(
            "fixed", "by default room follows demand, and nobody can have too little of it"
        ),
    },
    arms={
        "usual": Arm(),
        "tight": Arm(levers={"capacity": 0.95}),
        "tight, dearer": Arm(levers={"capacity": 0.95, "price": 21.0}),
        "ample": Arm(levers={"capacity": 2.0}),
        "bonding": Arm("structural"),
        "elastic": Arm(settings=ELASTIC),
        "bonding, elastic": Arm("structural", settings=ELASTIC),
    },
    figures={"away": Figure(turned_away, "Needs turned away", "percent")},
    contrasts=(
        difference("tight", "usual", "npv", "less", smallest=0.02, relative_to="usual",
                   name="too little room: worth"),
        difference("ample", "usual", "npv", "less", smallest=0.02, relative_to="usual",
                   name="too much room: worth"),
        difference("tight", "usual", "satisfaction", "less", smallest=0.01,
                   name="too little room: satisfaction"),
        interaction("bonding", "usual", "bonding, elastic", "elastic", predicts="less",
                    smallest=0.005, name="what full houses take from bonding"),
        report("tight", "retention", against="usual", name="too little room: retention"),
        report("tight", "away", name="too little room: turned away"),
        report("tight, dearer", "npv", against="tight", relative_to="usual",
               name="too little room, a higher price: worth"),
        report("bonding", "share", against="usual", name="bonding, room fixed: share"),
        report("bonding, elastic", "share", against="elastic", name="bonding, room elastic: share"),
    ),
    sweeps=(
        Vary("cost of room for one use", (0.0, 0.5, 1.0, 2.0, 4.0), path="market.costs.capacity"),
    ),
    meaning={
        "supported": "Too little room changes net present value by {effect}, too much by {part_2}; "
        "a fixed room changes what bonding keeps by {part_4}.",
        "conditional": "Whether all of it holds depends on {where}; as asked, too little room "
        "changes net present value by {effect}, too much by {part_2}, and satisfaction by "
        "{part_3}; a fixed room changes what bonding keeps by {part_4}.",
        "refuted": "Too little room changes net present value by {effect}, too much by "
        "{part_2}, satisfaction by {part_3}; a fixed room changes what bonding keeps by {part_4}. "
        "Not all of it is as told.",
    },
    bet="A firm has too little room for its customers. By how many per cent does that change its "
    "net present value, the more room costs?",
    questions=(
        "Would your service stand one fifth more customers tomorrow?",
        "What does an empty seat cost, and what a full house?",
        "Whom would you turn away, if somebody must be?",
    ),
)  # fmt: skip

if __name__ == "__main__":
    relsim.try_claim(claim)
