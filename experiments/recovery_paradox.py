"""After a good recovery customers are more loyal than if nothing had gone wrong.

Who stays at the next need: those whose complaint was resolved fast, against those for whom nothing
went wrong, after a first failure and after a second. The firms recover as well as they can, so
that the paradox gets its best chance; what customers expect of a recovery is swept.
"""

import relsim
from relsim.claims import Claim, Figure, Size, Vary, level, report

GOOD = ("resolved", "resolved fast")


def rows(run, outcomes, failures):
    """Return needs and stays of the focal firm's customers after some outcomes."""
    ladder = run.ladder()
    return ladder[ladder.outcome.isin(outcomes) & (ladder.failures == failures)]


def stayed(found):
    """Return the share that stayed."""
    needs = found.needs.sum()
    return (found.needs * found.stayed.fillna(0)).sum() / needs if needs else None


def paradox(outcomes, failures):
    """Return the figure of how many more stay after these outcomes than without any failure."""

    def gap(run):
        after, without = stayed(rows(run, outcomes, failures)), stayed(rows(run, ["fine"], "0"))
        return None if after is None or without is None else after - without

    return Figure(gap, "Stay at the next need, beyond no failure", "points")


def happier(run):
    """Return how much more satisfied than others those are whose last use was put right."""
    ours = run.customers[run.customers.firm == run.scenario.focal.name]
    good = ours[ours.last_outcome.isin(GOOD)]
    return good.satisfaction.mean() - ours[ours.failures == 0].satisfaction.mean()


claim = Claim(
    name="recovery_paradox",
    sentence="A complaint well resolved leaves a customer more loyal than no failure at all.",
    by="Smith, Bolton & Wagner 1999; reported of P&O's Aurora",
    concepts=("S0.27", "S1.30"),
    scenario="insurance",
    size=Size(30, customers=6000),  # few failures are put right in any one world
    quick=Size(6, customers=3000, periods=60),
    arms={"as it is": "none", "best recovery": "recovery"},
    figures={
        "first": paradox(["resolved fast"], "1"),
        "second": paradox(["resolved fast"], "2 and more"),
        "silent": paradox(["silent"], "1"),
        "happier": Figure(happier, "Satisfaction beyond those without failure", "score"),
    },
    contrasts=(
        level("best recovery", "first", smallest=0.005, name="first failure, resolved fast"),
        report("best recovery", "second", name="later failure, resolved fast"),
        report("best recovery", "silent", name="first failure, silent"),
        report("best recovery", "happier", name="satisfaction after recovery"),
        report("as it is", "first", name="first failure, usual recovery"),
    ),
    sweeps=(
        Vary(
            "recovery expected", (0.3, 0.6, 0.8, 1.0), path="behaviour.recovery_expectation_start"
        ),
    ),
    drawn=("first failure, resolved fast", "later failure, resolved fast", "first failure, silent"),
    meaning={
        "supported": "Resolved fast, a first failure keeps {effect} more at the next need than no "
        "failure, a later one {part_2}.",
        "conditional": "Whether the paradox stands depends on {where}; as customers expect it, "
        "{effect} at the next need, on satisfaction {part_4}.",
        "refuted": "Resolved fast, a first failure changes staying by {effect} against no "
        "failure at all, a later one by {part_2}; satisfaction by {part_4}.",
    },
    bet="A first failure is put right at once. By how many percentage points do more of these "
    "customers stay at the next need than of those for whom nothing failed, the more people "
    "expect of a recovery (1: everything)?",
    questions=(
        "Would you let something fail in order to put it right?",
        "Why may a customer be happier after a recovery and still no more likely to stay?",
        "What does a second failure do to somebody who was once put right?",
    ),
)

if __name__ == "__main__":
    relsim.try_claim(claim)
