"""Winning a customer costs five times as much as keeping one.

One firm spends more on keeping its customers, another on winning new ones. What one more won costs
over what one fewer lost costs is a result; nothing of it is put in but what it costs here to sign
a customer up. Those who are told by the advertising and would have come anyway are no gain.
"""

import numpy as np

import relsim
from relsim.claims import Arm, Claim, Contrast, Figure, Size, Vary, report

MONEY = 250.0  # advertising a month: what contact with a thousand customers costs, too


def books(run):
    """Return money and customers: of winning where a firm advertises, of keeping where it bonds."""
    mine = run.periods[run.periods.firm == run.scenario.focal.name].sum(numeric_only=True)
    won = mine.acquired + mine.won_back
    kept = mine.lost_population_turnover - mine.lost
    for_winning = np.array([mine.advertising_cost + mine.acquisition_cost, won, 0.0, 0.0])
    for_keeping = np.array([0.0, 0.0, mine.relationship_spending, kept])
    levers = run.scenario.strategies[run.strategy].levers
    if not levers:
        return for_winning + for_keeping
    return for_winning if "advertising" in levers else for_keeping


def each_won(change):
    """Return what one more customer won costs."""
    return change[0] / change[1] if change[1] else np.nan


def each_kept(change):
    """Return what one customer fewer lost costs."""
    return change[2] / change[3] if change[3] else np.nan


def ratio(change):
    """Return how many times as much one more won costs as one fewer lost."""
    return each_won(change) / each_kept(change)


def times(way, name, counts=True):
    """Return how many times as much winning costs as keeping in this way."""
    return Contrast(
        name=name, weights={"advertising": 1.0, way: 1.0, "none": -1.0}, figure="books",
        then=ratio, predicts="more" if counts else "", smallest=5.0, counts=counts,
    )  # fmt: skip


claim = Claim(
    name="keep_or_win",
    sentence="Winning a customer costs five times as much as keeping one.",
    by="a rule of thumb, told after Heskett, Sasser & Schlesinger 1997",
    concepts=("S1.09", "S1.16", "S2.25", "S2.26"),
    scenario="insurance",
    size=Size(20, customers=4000),  # few are won by advertising: a ratio needs enough of them
    quick=Size(4, customers=4000, periods=60),
    arms={
        "none": "none",
        "contact": "social_only",
        "points": "reward_only",
        "recovery": "recovery",
        "advertising": Arm(levers={"advertising": MONEY}),
        "advertising to families": Arm(levers={"advertising": MONEY, "advertised_segment": 2}),
    },
    figures={"books": Figure(books, "Cost of winning over cost of keeping", "ratio")},
    contrasts=(
        times("contact", "winning over keeping by contact"),
        times("recovery", "winning over keeping by recovery", counts=False),
        times("points", "winning over keeping by points", counts=False),
        report("advertising", "books", against="none", then=each_won, name="one more won costs"),
        report("contact", "books", against="none", then=each_kept, name="kept by contact costs"),
        report("recovery", "books", against="none", then=each_kept, name="kept by recovery costs"),
        report("advertising to families", "books", against="none", then=each_won,
               name="one more won costs, families told only"),
        report("advertising", "npv", against="none", relative_to="none", name="winning: worth"),
        report("contact", "npv", against="none", relative_to="none", name="contact: worth"),
        report("advertising to families", "npv", against="none", relative_to="none",
               name="winning families: worth"),
    ),
    sweeps=(
        Vary("cost of signing a customer up", (0.0, 40.0, 120.0, 360.0),
             path="market.costs.acquisition"),
    ),
    meaning={
        "supported": "One more customer won costs {size_4} of money, one kept by contact {size_5}: "
        "the ratio is {size}, at least five.",
        "conditional": "Whether it is five or more depends on {where}; as the market is, one "
        "more won costs {size_4} of money and one kept by contact {size_5}: the ratio is {size}, "
        "and {size_2} where customers are kept by recovery.",
        "refuted": "One more customer won costs {size_4} of money, one kept by contact "
        "{size_5}, by recovery {size_6}: the ratio is {size}, by recovery {size_2}, by points "
        "{size_3}. Five is one number of many.",
    },
    about="The costs of one customer are in money. A ratio says nothing of what a customer is "
    "worth: both may pay, or neither.",
    bet="How many times as much does it cost to win one more customer as to keep one more by "
    "personal contact, the more signing somebody up costs?",
    questions=(
        "Whose number is the five: that of the first customer won, the last, or the mean?",
        "Why does it cost more to keep one more the better you keep them already?",
        "When is it right to spend on winning although keeping is cheaper?",
    ),
)  # fmt: skip

if __name__ == "__main__":
    relsim.try_claim(claim)
