"""Financial bonds are copied away; social and structural ones last.

One firm bonds its customers by points alone, by personal contact alone, or by shared systems alone.
A rival that has lost customers within a year copies what it sees of the leader, all levers at one
speed; points are easier to see than contact, contact than systems. The advantage is how much better
the firm keeps its customers than its rivals keep theirs; how much of it is gone years later?
"""

import numpy as np

import relsim
from relsim.claims import Claim, Contrast, Figure, Size, Vary, because, report

EARLY, LATE = slice(6, 30), slice(90, 120)


def advantage(run):
    """Return how much better than its rivals the firm keeps customers for a year, monthly."""
    churn = run.periods.pivot(index="period", columns="firm", values="churn")
    ours = churn[run.scenario.focal.name]
    rivals = churn.drop(columns=run.scenario.focal.name).mean(axis=1)
    return 12 * (rivals - ours).to_numpy()


def change(course):
    """Return by how much a course stands higher late than early."""
    if len(course) < LATE.stop:
        return float("nan")
    return np.nanmean(course[LATE]) - np.nanmean(course[EARLY])


def lasting(arm, against, predicts):
    """Return how much better one advantage lasts than another."""
    return Contrast(
        name=f"{arm} outlasts {against}",
        weights={arm: 1.0, "none": -1.0},
        less={against: 1.0, "none": -1.0},
        figure="advantage",
        then=change,
        predicts=predicts,
        smallest=0.005,
    )


def visibilities(spread):
    """Return what rivals see: from equally much of all bonds (0) to as the model has it (1)."""
    return {
        "behaviour.visibility_of_points": 0.6 + 0.3 * spread,
        "behaviour.visibility_of_contact": 0.6 - 0.1 * spread,
        "behaviour.visibility_of_systems": 0.6 - 0.3 * spread,
    }


claim = Claim(
    name="imitation",
    sentence="Financial bonds are copied away; social and structural ones last.",
    by="Berry & Parasuraman 1991",
    concepts=("S1.11", "S1.20"),
    scenario="insurance",
    settings={
        **{
            f"firms.{rival}.mind": because(
                "imitator", "where all stand still nobody copies and the claim cannot be asked"
            )
            for rival in ("Brio", "Cora", "Dune")
        },
    },
    arms={
        "none": "none",
        "points": "reward_only",
        "contact": "social_only",
        "systems": "structural_only",
    },
    figures={"advantage": Figure(advantage, "Keeps more than rivals, a year", "points")},
    contrasts=(
        lasting("contact", "points", "more"),
        lasting("systems", "points", "more"),
        report("points", "advantage", against="none", then=change, name="points: change"),
        report("contact", "advantage", against="none", then=change, name="contact: change"),
        report("systems", "advantage", against="none", then=change, name="systems: change"),
        report("points", "advantage", against="none", name="points: advantage"),
        report("contact", "advantage", against="none", name="contact: advantage"),
        report("systems", "advantage", against="none", name="systems: advantage"),
    ),
    quick=Size(6, customers=400),  # copying takes years, a look too
    sweeps=(
        Vary("imitation speed a month", (0.0, 0.03, 0.1, 0.3), path="behaviour.imitation_speed"),
        Vary("how far visibilities differ (0: equal)", (0.0, 0.5, 1.0), settings=visibilities),
    ),
    courses=("advantage",),
    meaning={
        "supported": "From the first years to the last, points lose {part_3} of their advantage, "
        "contact {part_4}, systems {part_5}.",
        "conditional": "Whether it holds depends on {where}; as asked, the advantage of points "
        "changes by {part_3}, of contact by {part_4}, of systems by {part_5}.",
        "refuted": "The advantage of points changes by {part_3}, of contact by {part_4}, of "
        "systems by {part_5}: that what is seen best fades fastest is not shown for both.",
    },
    bet="Bonds keep customers, and rivals copy them. By how many percentage points a year does "
    "the lead of contact last better than that of points, the faster rivals copy?",
    questions=(
        "What can a rival see of your bonds, and what not?",
        "Why may a bond last although it is copied?",
        "Who gains when all firms have copied each other: firms or customers?",
    ),
)

if __name__ == "__main__":
    relsim.try_claim(claim)
