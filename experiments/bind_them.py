"""A contract keeps bodies, not hearts: what it holds goes when its term ends.

One insurer has always signed its customers for two years; or it stays in touch with them; or does
neither. While a term runs nobody leaves without a reason. After two years of the comparison the
firm signs nobody any more, so that after four all are free: how many have left, how do they feel?
"""

import numpy as np

import relsim
from relsim.claims import Arm, Claim, Figure, Size, Vary, because, difference, report

TERM, SIGNING = 24, 24  # months: of a contract, and for how long the firm signs any
FREE = SIGNING + TERM  # from this month on nobody is bound


def books(run):
    """Return the focal firm's books."""
    return run.periods[run.periods.firm == run.scenario.focal.name]


def left(run, since, until):
    """Return the share that leaves by choice in a year of these months, of who is there."""
    mine = books(run)
    churn = mine.churn.to_numpy()[since:until]
    return 1 - (1 - np.nanmean(churn)) ** 12 if len(mine) >= until else None


def held(run, figure):
    """Return a figure of the books while most are bound."""
    return books(run)[figure].to_numpy()[12:SIGNING].mean() if len(books(run)) >= SIGNING else None


OPEN = {
    "firms.Alba.term": 0.0,
    "firms.Alba.notice": 0.0,
    "firms.Alba.price_promise": False,
    "segments.private.restlessness.mean": 0.015,
    "segments.private.restlessness.concentration": 80.0,
    "segments.families.restlessness.mean": 0.015,
    "segments.families.restlessness.concentration": 80.0,
}
BOUND = {
    "firms.Alba.term": float(TERM),
    "events.free": {"period": SIGNING, "firm": "Alba", "set": {"term": 0.0}},
}

claim = Claim(
    name="bind_them",
    sentence="A contract keeps customers for as long as it binds them: they are no more "
    "satisfied, and leave the more when it ends.",
    by="Jones & Sasser 1995; Johnen 2019",
    concepts=("S3.04", "S3.14", "S3.15"),
    scenario="insurance",
    size=Size(30, periods=84),
    quick=Size(8, customers=800, periods=84),
    settings={
        path: because(value, "policies run for a year in this market and are looked at once; here "
                             "nothing may bind but the contract that is tried")
        for path, value in OPEN.items()
    },
    arms={
        "free": Arm(),
        "bound": Arm(settings=BOUND),
        "in touch": Arm("social_only"),
    },
    figures={
        "while": Figure(lambda run: left(run, 12, SIGNING), "Left in a year, bound", "percent"),
        "after": Figure(lambda run: left(run, SIGNING, FREE + 12),
                        "Left in a year, once terms end", "percent"),
        "hearts": Figure(lambda run: held(run, "satisfaction"), "Satisfaction, bound", "score", 3),
        "trust": Figure(lambda run: held(run, "trust"), "Trust, bound", "score", 3),
    },
    contrasts=(
        difference("bound", "free", "after", smallest=0.005, name="bound: leave when it ends"),
        difference("bound", "free", "while", "less", smallest=0.005, name="bound: leave before"),
        difference("bound", "free", "hearts", "same", smallest=0.01, name="bound: satisfaction"),
        report("bound", "trust", against="free", name="bound: trust"),
        report("bound", "share", against="free", name="bound: share at the end"),
        report("bound", "npv", against="free", relative_to="free", name="bound: worth"),
        report("in touch", "after", against="free", name="in touch: leave in the same years"),
        report("in touch", "npv", against="free", relative_to="free", name="in touch: worth"),
    ),
    sweeps=(
        Vary("looking around because a term ends", (0.0, 0.1, 0.2, 0.5),
             path="behaviour.renewal_review", unit="percent"),
    ),
    meaning={
        "supported": "While bound {part_2} leave, and {effect} when terms end; satisfaction "
        "differs by {part_3}. Being in touch changes leaving in those years by {part_7}.",
        "conditional": "Whether contracts keep bodies only depends on {where}; as the market is, "
        "leaving changes by {part_2} while bound and by {effect} afterwards, satisfaction by "
        "{part_3}; being in touch changes leaving in those years by {part_7}.",
        "refuted": "Leaving changes by {part_2} while bound, by {effect} when terms end, and "
        "satisfaction by {part_3}; the contract is worth {part_6}, being in touch {part_8}.",
    },
    bet="Two-year contracts have ended. By how many percentage points do more customers leave in "
    "a year than where nobody ever signed one, the more of them look around because a term ends?",
    questions=(
        "Who would still be there if every contract ended tonight?",
        "What do you learn of customers from the fact that they stay?",
        "What would you do in the last month of a term?",
    ),
)  # fmt: skip

if __name__ == "__main__":
    relsim.try_claim(claim)
