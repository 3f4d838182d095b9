"""A relationship is fragile when it is new, and silence after the sale kills it.

A firm kept in touch; then it falls silent, or does not. Months later a rival attacks. Who leaves
in the year after? And do newcomers leave sooner because a relationship is weak at first, or because
the restless leave first (not where all are alike)? The market is open; a contract stands beside it.
"""

import numpy as np

import relsim
from relsim.claims import Arm, Claim, Figure, Size, Vary, because, difference, level, report

ALIKE = {"restlessness": 0.015, "variety_seeking": 0.15, "need_rate": 0.9, "spend": 1.0,
         "price_sensitivity": 4.0, "relational_orientation": 0.5, "negativity": 1 / 3,
         "competence": 0.7}  # fmt: skip
IDENTICAL = {f"segments.{name}.{trait}": value for name in ("private", "families")
             for trait, value in ALIKE.items()} | {"behaviour.taste_spread": 0.0}  # fmt: skip
TERMS = {f"firms.{name}.term": (0.0, 12.0) for name in ("Alba", "Brio", "Cora", "Dune")} | {
    f"segments.{name}.restlessness.{part}": values for name in ("private", "families")
    for part, values in (("mean", (0.015, 0.14)), ("concentration", (80.0, 8.4)))}  # fmt: skip


def attack(after):
    """Return settings under which a rival attacks so many months after contact ended."""
    return {"events.attack": {"period": after, "firm": "Brio", "set": {"challenge": 1.0}}}


def attacked(ask):
    """Return an attack after two years, where the sweep has not planned one."""
    return {} if ask.scenario.events else attack(24)


def alike(ask):
    """Return the same among customers who are all born alike and have no taste for any firm."""
    return {**IDENTICAL, **attacked(ask)}


def left_after(run):
    """Return the share of the firm's customers that leaves in the year after the attack."""
    when = next((one.period for one in run.scenario.events), 0)
    mine = run.periods[run.periods.firm == run.scenario.focal.name]
    lost = (mine.lost - mine.lost_population_turnover).to_numpy()[when : when + 12].sum()
    return lost / mine.opened.to_numpy()[when] if when < len(mine) else None


def leaving(run, years):
    """Return the share of all firms' customers of such tenure that leaves within a year."""
    since, until = 12 * years[0], 12 * years[1]
    spells = run.spells[(run.spells.start >= 0) & (run.spells.duration >= since)]
    left = (spells.event & (spells.duration < until)).sum()
    lived = (np.minimum(spells.duration, until) - since).sum()
    return 12 * left / lived if lived else None


def fragility(run):
    """Return how many more of the new leave within a year than of those for two years and more."""
    new, old = leaving(run, (0, 1)), leaving(run, (2, 5))
    return None if new is None or old is None else new - old


claim = Claim(
    name="estrangement",
    sentence="A relationship is fragile when it is new, and silence after the sale makes a "
    "stranger of the firm.",
    by="Levitt 1983",
    concepts=("S0.22", "S0.23", "S3.22"),
    scenario="insurance",
    settings={
        "firms.Alba.social": because(
            0.5, "a firm can fall silent only if it has been in touch before; its rivals are not"),
        **{path: because(value, "policies run and are looked at by the year: the new may not leave")
           for path, (value, _) in TERMS.items()},
    },
    arms={
        "in touch": Arm(settings=attacked),
        "silent": Arm(levers={"social": 0.0}, settings=attacked),
        "silent, customers alike": Arm(levers={"social": 0.0}, settings=alike),
        "silent, bound by the year": Arm(levers={"social": 0.0}, settings=lambda ask:
            {path: usual for path, (_, usual) in TERMS.items()} | attacked(ask)),
    },
    figures={
        "left after": Figure(left_after, "Left in the year after the attack", "percent"),
        "fragility": Figure(fragility, "Left in a year: new less old customers", "points"),
    },
    contrasts=(
        difference("silent", "in touch", "left after", smallest=0.01, name="silence, then attack"),
        level("silent", "fragility", smallest=0.01, name="the new leave more often"),
        level("silent, customers alike", "fragility", smallest=0.01,
              name="the new leave more often, all born alike"),
        report("silent, bound by the year", "fragility", name="the new, where all sign for a year"),
        report("silent", "retention", against="in touch", name="silence: retention"),
        report("silent", "relationship_quality", against="in touch", name="silence: relationship"),
        report("silent", "talk_ratio", against="in touch", name="silence: good reports to one bad"),
    ),
    sweeps=(Vary("months of silence", (1, 6, 12, 24, 48), settings=attack),),
    size=Size(30, periods=72),
    quick=Size(8, customers=500, periods=72),
    meaning={
        "supported": "After an attack {effect} more of a silent firm's customers leave. The new "
        "leave {part_2} more often a year than the old, and still {part_3} where all are born "
        "alike; what lies between is that people differ, and the restless leave first. Where all "
        "sign for a year, the difference is {part_4}, for nobody new may leave.",
        "conditional": "Whether it holds depends on {where}; as asked, silence lets {effect} more "
        "leave after an attack, and the new leave {part_2} more often a year than the old, "
        "{part_3} where all are born alike.",
        "refuted": "Silence lets {effect} more leave in the year after an attack. The new "
        "leave {part_2} more often a year than the old, {part_3} where all are born alike: not "
        "all three are as told. Where all sign for a year, the difference is {part_4}.",
    },
    bet="A rival attacks. By how many percentage points do more customers leave in the year after "
    "where their firm had fallen silent, the longer its silence?",
    questions=(
        "When did you last hear from a firm that has your money?",
        "How would you tell a weak relationship from a restless customer?",
        "How long may a firm be silent before it is a stranger?",
    ),
)  # fmt: skip

if __name__ == "__main__":
    relsim.try_claim(claim)
