"""A relationship is a gain for both sides, and the firm knows with whom it has one.

Points, personal contact, shared systems, all three, or mending what fails. What does the firm gain,
and what do its customers gain from each use beyond the price? And of how many customers does the
firm believe, because they keep coming, in a relationship that they do not feel, or the reverse?
"""

import relsim
from relsim.claims import Claim, Figure, Vary, difference, level, report


def misjudged(run):
    """Return the share of the firm's customers about whom it is wrong."""
    mine = run.periods[run.periods.firm == run.scenario.focal.name]
    return mine.misjudged.sum() / mine.customers.sum()


def surprise(run):
    """Return how far a use is, on average, from what the firm's customers expected."""
    mine = run.periods[run.periods.firm == run.scenario.focal.name]
    return (mine.expectation_error * mine.uses).sum() / mine.uses.sum()


def everybody(run):
    """Return what a use is worth to any customer of any firm beyond its price."""
    return run.periods.surplus.sum() / run.periods.uses.sum()


claim = Claim(
    name="win_win",
    sentence="A relationship is a gain for both the firm and its customers, and the firm knows "
    "with whom it has one.",
    by="Berry 1983; Gwinner, Gremler & Bitner 1998; against it Fournier, Dobscha & Mick 1998",
    concepts=("S0.05", "S1.17", "S4.01", "S4.03", "S4.09"),
    scenario="insurance",
    arms={
        "none": "none",
        "contact": "social_only",
        "points": "reward_only",
        "systems": "structural_only",
        "all three": "structural",
        "recovery": "recovery",
    },
    figures={
        "misjudged": Figure(misjudged, "Customers about whom the firm is wrong", "percent"),
        "surprise": Figure(surprise, "Distance of a use from what was expected", "score"),
        "everybody": Figure(everybody, "Surplus of a use, all firms' customers", "money", 2),
    },
    contrasts=(
        difference("contact", "none", "npv", smallest=0.005, relative_to="none",
                   name="contact: the firm"),
        difference("contact", "none", "surplus_per_use", smallest=0.005, relative_to="none",
                   name="contact: its customers"),
        level("contact", "misjudged", "same", smallest=0.1, name="contact: misjudged"),
        report("none", "misjudged", name="no strategy: misjudged"),
        *(report(arm, figure, against="none", relative_to="none", name=f"{arm}: {who}")
          for arm in ("points", "systems", "all three", "recovery")
          for figure, who in (("npv", "the firm"), ("surplus_per_use", "its customers"))),
        report("contact", "everybody", against="none", relative_to="none",
               name="contact: all firms' customers"),
        report("contact", "surprise", against="none", name="contact: surprises"),
    ),
    sweeps=(
        Vary("cost of full contact a customer and month", (0.1, 0.5, 1.0, 2.0),
             path="market.costs.social"),
        Vary("switching costs, times the usual", (0.0, 4.0), path="behaviour.switching_cost_scale"),
    ),
    meaning={
        "supported": "Contact changes the firm's net present value by {effect} and its "
        "customers' surplus by {part_2}; the firm is wrong about {part_3} of them.",
        "conditional": "Whether both win depends on {where}; as the market is, the firm's net "
        "present value changes by {effect}, its customers' surplus by {part_2}, and it is wrong "
        "about {part_3} of them.",
        "refuted": "The firm's net present value changes by {effect}, its customers' surplus "
        "by {part_2}, and it is wrong about {part_3} of them: one of the three does not hold.",
    },
    bet="By how many per cent does personal contact change a firm's net present value, the more "
    "contact costs?",
    questions=(
        "Which firm thinks it has a relationship with you?",
        "Who gains from a bond that makes leaving dear?",
        "What could a firm measure besides whether you come again?",
    ),
)  # fmt: skip

if __name__ == "__main__":
    relsim.try_claim(claim)
