"""A badly served customer leaves the moment a rival appears.

A water utility that nobody can leave, until a rival is let in after two years. It has served its
customers as badly as it could afford, or well; or it has tied them to its systems before the rival
came. Until then nobody leaves, and leaving tells nothing; a survey would.
"""

import relsim
from relsim.claims import Arm, Claim, Figure, Size, Vary, difference, report

OPENED = 24
ENTRY = {"events.entry": {"period": OPENED, "firm": "Quellfrisch", "set": {"present": True}}}
RIVAL = 0.74  # the quality that the rival brings


def lost(run, since, until):
    """Return the share of the firm's customers that leaves by choice between two periods."""
    mine = run.periods[run.periods.firm == run.scenario.focal.name]
    left = (mine.lost - mine.lost_population_turnover).to_numpy()[since:until]
    return left.sum() / mine.opened.to_numpy()[since] if since < len(mine) else None


def not_satisfied(run):
    """Return the share of customers who are not satisfied when the rival enters."""
    mine = run.periods[run.periods.firm == run.scenario.focal.name]
    before = mine[mine.period < OPENED]
    return ((before.hostages + before.defectors) / before.customers).mean()


def served(quality, **levers):
    """Return a utility of this quality from the beginning, with a rival that enters."""
    return Arm(levers=levers, settings={"firms.Stadtwasser.quality": quality, **ENTRY})


claim = Claim(
    name="entry",
    sentence="Customers who were served badly leave when a rival appears, and until then nobody "
    "can tell.",
    by="Jones & Sasser 1995",
    concepts=("S1.07", "S2.27", "S3.14", "S3.15"),
    scenario="water_utility",
    size=Size(30, periods=84),
    quick=Size(8, customers=600, periods=84),
    arms={
        "badly served": served(0.66),
        "well served": served(RIVAL),
        "badly served, tied": served(0.66, structural=1.0),
    },
    figures={
        "after": Figure(lambda run: lost(run, OPENED, OPENED + 36), "Left in three years after",
                         "percent"),
        "before": Figure(lambda run: lost(run, 0, OPENED), "Left in two years before", "percent"),
        "unsatisfied": Figure(not_satisfied, "Not satisfied before the entry", "percent"),
    },
    contrasts=(
        difference("badly served", "well served", "after", smallest=0.05,
                   name="badly against well served: left after"),
        difference("badly served", "well served", "before", "same", smallest=0.005,
                   name="badly against well served: left before"),
        difference("badly served, tied", "badly served", "after", "less", smallest=0.02,
                   name="ties: left after"),
        report("badly served", "unsatisfied", name="badly served: not satisfied"),
        report("well served", "unsatisfied", name="well served: not satisfied"),
        report("badly served", "npv", against="well served", relative_to="well served",
               name="serving badly: worth"),
    ),
    sweeps=(
        Vary("switching costs, times the usual", (0.0, 0.5, 1.0, 2.0, 4.0),
             path="behaviour.switching_cost_scale"),
    ),
    meaning={
        "supported": "Within three years of the entry {effect} more leave of those badly served; "
        "before it the difference was {part_2}. Ties change it by {part_3}.",
        "conditional": "Whether hostages leave depends on {where}; as the market is, {effect} more "
        "leave of those badly served, and ties change that by {part_3}. Before, nobody left, "
        "though {part_4} of the badly served were not satisfied and {part_5} of the others.",
        "refuted": "Within three years of the entry {effect} more leave of those badly "
        "served, {part_2} before it; ties change that by {part_3}: not all is as told.",
    },
    bet="Nobody can leave a water utility, until a rival comes. By how many percentage points do "
    "more of the badly served than of the well served leave in the next three years, the dearer "
    "switching is?",
    questions=(
        "How would you find your hostages before a rival does?",
        "For how long is it worth serving people badly who cannot leave?",
        "Does a tie make a customer loyal?",
    ),
)  # fmt: skip

if __name__ == "__main__":
    relsim.try_claim(claim)
