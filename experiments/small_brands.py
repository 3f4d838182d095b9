"""Small brands suffer twice: fewer buy them, and those who do are less loyal.

Three brands that are alike in everything but how many began with them: half of all customers, a
third, and a sixth. They are equally good, so whatever differs comes from size. Where people know
only some of the brands, the small one is known by fewer; where they know all, it is not.
"""

import numpy as np

import relsim
from relsim.claims import Arm, Claim, Figure, Size, Vary, because, difference, report

SHARES = {"Alba": 0.16, "Brio": 0.34, "Cora": 0.50}


def year(run, name):
    """Return a firm's books of the first three years."""
    mine = run.periods[run.periods.firm == name]
    return mine.iloc[:36]


def loyal(run, name):
    """Return the share of a firm's customers that stays for a year, by choice."""
    return (1 - np.nanmean(year(run, name).churn.to_numpy())) ** 12


def twice(run):
    """Return by how much the large firm keeps more than the small one."""
    return loyal(run, "Cora") - loyal(run, "Alba")


def bought(run):
    """Return by how much more of all customers the large firm has than the small one."""
    heads = {name: year(run, name).closed.mean() for name in SHARES}
    return (heads["Cora"] - heads["Alba"]) / sum(heads.values())


KNOWN = {"behaviour.awareness": True}

claim = Claim(
    name="small_brands",
    sentence="Small brands suffer twice: fewer buy them, and those who do are less loyal.",
    by="Ehrenberg, Goodhardt & Barwise 1990",
    concepts=("S0.18", "S3.05"),
    scenario="mobile_telecom",
    size=Size(30, periods=36),
    quick=Size(8, customers=800, periods=36),
    settings={
        **{f"firms.{name}.opening_share": because(
            share, "brands of unequal size are what the claim is about") for name, share in
           SHARES.items()},
        "firms.Brio.price": because(20.0, "brands that differ in size and in nothing else"),
        "firms.Brio.quality": because(0.72, "brands that differ in size and in nothing else"),
        "firms.Cora.price": because(20.0, "brands that differ in size and in nothing else"),
        "firms.Cora.quality": because(0.72, "brands that differ in size and in nothing else"),
        "market.warm_up": because(0.0, "equal brands grow equal while they warm up"),
    },
    arms={
        "all known": Arm(),
        "some known": Arm(settings=KNOWN),
        "some known, no peers": Arm(settings={**KNOWN, "behaviour.reference_group": False}),
        "all known, no peers": Arm(settings={"behaviour.reference_group": False}),
    },
    figures={
        "twice": Figure(twice, "Large keeps more than small, a year", "percent"),
        "bought": Figure(bought, "Large is bought by more", "percent"),
    },
    contrasts=(
        difference("some known", "all known, no peers", "twice", smallest=0.005,
                   name="awareness and peers: loyalty lost by the small"),
        report("all known", "twice", name="all known: loyalty lost by the small"),
        report("some known", "twice", name="some known: loyalty lost by the small"),
        report("some known, no peers", "twice", name="some known, no peers: the same"),
        report("all known, no peers", "twice", name="all known, no peers: the same"),
        report("some known", "bought", name="some known: bought by more"),
    ),
    sweeps=(
        Vary("weight of the acquaintances' firm", (0.0, 0.6, 2.0, 4.0),
             path="behaviour.reference_weight"),
    ),
    meaning={
        "supported": "The large brand keeps {size_3} more a year where some are known, {size_2} "
        "where all are, and {size_5} where, besides, nobody heeds acquaintances.",
        "conditional": "Whether small brands suffer twice depends on {where}; as the market is, "
        "the large one keeps {size_3} more a year where some are known, {size_2} where all are, "
        "and {size_5} where, besides, nobody heeds acquaintances.",
        "refuted": "The large brand keeps {size_3} more a year where some are known, {size_2} "
        "where all are, and {size_5} where, besides, nobody heeds acquaintances.",
    },
    bet="A large brand and a small one are equally good; people know some brands only, and look "
    "at what acquaintances have. By how many percentage points does that widen the large one's "
    "lead in customers kept a year, the more acquaintances count?",
    questions=(
        "Is a small brand's weak loyalty its own fault?",
        "What would you spend on first: being known, or being liked?",
        "What makes a large brand's customers stay, if all brands are alike?",
    ),
)  # fmt: skip

if __name__ == "__main__":
    relsim.try_claim(claim)
