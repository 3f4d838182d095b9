"""Price promotions lift sales now and cost loyalty later.

A supermarket cuts its prices by 20 % in half of all weeks for a year, then stops; beside it the
same supermarket in the same world never does. Sales while it lasts, price sensitivity at the end,
and who leaves in the year after.
"""

import numpy as np

import relsim
from relsim.claims import Arm, Claim, Figure, Size, Vary, difference, report

YEAR = 52  # weeks


def promotion(depth):
    """Return the events of a promotion that begins with the run and ends after a year."""
    on = {"promotion_depth": depth, "promotion_frequency": 0.5}
    off = {"promotion_depth": 0.0, "promotion_frequency": 0.0}
    return {
        "events.begin": {"period": 0, "firm": "Alba", "set": on},
        "events.end": {"period": YEAR, "firm": "Alba", "set": off},
    }


def books(run):
    """Return the focal firm's books."""
    return run.periods[run.periods.firm == run.scenario.focal.name]


def sales(run):
    """Return uses a week while the promotion lasts."""
    return books(run).uses.to_numpy()[:YEAR].mean()


def leaving(run):
    """Return the share of customers that leaves by choice in the year after the end."""
    after = books(run).churn.to_numpy()[YEAR : 2 * YEAR]
    return 1 - (1 - np.nanmean(after)) ** YEAR if len(after) == YEAR else None


def sensitivity(run):
    """Return how much more price sensitive the firm's customers are than they were born."""
    ours = run.customers[run.customers.firm == run.scenario.focal.name]
    return (ours.price_sensitivity_now / ours.price_sensitivity).mean() - 1


claim = Claim(
    name="price_promotion",
    sentence="Price promotions lift sales now and cost loyalty later.",
    by="Mela, Gupta & Lehmann 1997",
    concepts=("S3.08", "S3.10"),
    scenario="supermarket",
    quick=Size(8, customers=500, periods=2 * YEAR),
    arms={"never": Arm(), "promotion": Arm(settings=promotion(0.2))},
    figures={
        "sales": Figure(sales, "Uses a week, while it lasts", "count"),
        "leaving": Figure(leaving, "Left in the year after", "percent"),
        "sensitivity": Figure(sensitivity, "Price sensitivity gained, at the end", "percent", 2),
    },
    contrasts=(
        difference("promotion", "never", "leaving", "more", smallest=0.005, name="loyalty later"),
        difference("promotion", "never", "sales", smallest=0.02, relative_to="never",
                   name="sales now"),
        difference("promotion", "never", "sensitivity", smallest=0.005, name="sensitivity left"),
        report("promotion", "npv", against="never", relative_to="never", name="worth"),
        report("promotion", "share", against="never", name="share at the end"),
    ),
    sweeps=(
        Vary("price sensitivity taught by a promoted use", (0.0, 0.004, 0.02, 0.05),
             path="behaviour.promotion_learning", unit="percent"),
    ),
    meaning={
        "supported": "The promotion lifts sales by {part_2}; afterwards {effect} more leave in a "
        "year; price sensitivity is still {part_3} higher at the end.",
        "conditional": "Whether it holds depends on {where}; as the market is, leaving in the "
        "year after changes by {effect}, sales rise by {size_2} while it lasts, and price "
        "sensitivity is {size_3} higher at the end.",
        "refuted": "The promotion lifts sales by {part_2} and leaves price sensitivity "
        "{part_3} higher; afterwards {effect} more leave in a year.",
    },
    about="The parameter that decides is behaviour.promotion_learning: without it a promotion "
    "brings people who stay; with enough of it, it teaches them to leave for the next one.",
    bet="A supermarket cuts prices by 20 % every other week for a year. By how many percentage "
    "points do more customers leave in the year after, the more a promotion teaches people to "
    "look at prices?",
    questions=(
        "Who buys during a promotion: new people, or your own at a lower price?",
        "Why might those who were won by a price leave first?",
        "How would you notice that loyalty was lost, and when?",
    ),
)  # fmt: skip

if __name__ == "__main__":
    relsim.try_claim(claim)
