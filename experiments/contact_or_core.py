"""Contact after the sale does more for a relationship than improving the core service.

Advice that clients can hardly judge. A firm puts the same money into personal contact, into the
core service, or into a lower price for loyal clients. How much of the outcome clients can judge
(`market.observability`) decides what satisfies them more: sweep it, and either side is right.
"""

from math import log

import relsim
from relsim.claims import Arm, Claim, Vary, difference, report

CONTACT = 0.5


def equal_cost(ask):
    """Return strategies that cost what this much contact costs, in better service or discounts."""
    market = ask.scenario.market
    money = market.costs.social * CONTACT  # a client and month
    gain = log(1 + money / market.costs.quality) / market.costs.quality_steepness
    sales = sum(
        one.share * one.need_rate.mean * one.spend.mean * ask.scenario.focal.price
        for one in ask.scenario.segments
    )
    return {
        "strategies.core": {"quality": ask.scenario.focal.quality + gain},
        "strategies.discount": {"loyalty_discount": money / sales},
    }


claim = Claim(
    name="contact_or_core",
    sentence="Contact after the sale does more for a relationship than the same money in the core "
    "service.",
    by="Crosby, Evans & Cowles 1990",
    concepts=("S0.08", "S0.09", "S0.10", "S0.11", "S0.12", "S0.13", "S0.24"),
    scenario="professional_services",
    arms={
        "none": Arm(),
        "contact": Arm(levers={"social": CONTACT}),
        "core": Arm("core", settings=equal_cost),
        "discount": Arm("discount", settings=equal_cost),
        "small gain": Arm(levers={"quality": 0.74}),
        "large gain": Arm(levers={"quality": 0.82}),
        "accountable": Arm(levers={"level": "accountable"}),
        "partnership": Arm(levers={"level": "partnership"}),
    },
    contrasts=(
        difference("contact", "core", "relationship_quality", smallest=0.005,
                   name="contact against core: relationship"),
        difference("contact", "core", "satisfaction", smallest=0.005,
                   name="contact against core: satisfaction"),
        difference("contact", "core", smallest=0.005, name="contact against core: retention"),
        report("contact", "npv", against="core", relative_to="none",
               name="contact against core: worth"),
        report("contact", "retention", against="none", name="contact: retention"),
        report("core", "retention", against="none", name="core: retention"),
        report("discount", "retention", against="none", name="discount: retention"),
        report("small gain", "satisfaction", against="none", name="quality + .02: satisfaction"),
        report("large gain", "satisfaction", against="none", name="quality + .10: satisfaction"),
        report("accountable", "trust", against="none", name="a call after the sale: trust"),
        report("partnership", "trust", against="none", name="partnership: trust"),
    ),
    sweeps=(
        Vary("outcome that can be judged", (0.1, 0.35, 0.6, 0.85, 1.0),
             path="market.observability", unit="percent"),
    ),
    meaning={
        "supported": "At equal cost contact changes relationship quality by {effect}, satisfaction "
        "by {part_2} and retention by {part_3} more than the core service does.",
        "conditional": "Whether contact wins depends on {where}; as the market is, it changes "
        "relationship quality by {effect}, satisfaction by {part_2} and retention by {part_3} more "
        "than the core service.",
        "refuted": "At equal cost contact changes relationship quality by {effect}, "
        "satisfaction by {part_2} and retention by {part_3} against the core service: not all are "
        "in its favour.",
    },
    about="The parameter that decides is market.observability: how much of the outcome customers "
    "can judge. What they cannot judge they take on trust, and contact is what trust is made of.",
    bet="The same money goes into contact after the sale or into the service itself. How much "
    "better is the relationship (0 to 1) with contact, the better clients can judge what they get?",
    questions=(
        "How much of what you sell can your customers judge?",
        "Why might better work go unnoticed while a telephone call does not?",
        "Is contact instead of quality a fraud?",
    ),
)  # fmt: skip

if __name__ == "__main__":
    relsim.try_claim(claim)
