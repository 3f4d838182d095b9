"""Complaints that are resolved bring customers back; silence and mishandling lose them.

After a failure some say nothing, some complain and are put off, some are put right, some are put
right at once. Who is still there at the next need? The ladder is read off every firm's customers
after a severe failure. Outside, after a loss above $100: 9 % of the silent, 19 % of the
mishandled, 54 % of the resolved and 82 % of those resolved fast would buy again (TARP).
"""

import relsim
from relsim.claims import Arm, Claim, Figure, Size, level, report

OUTCOMES = ("silent", "mishandled", "resolved", "resolved fast")


def stayed(run, outcome, severity="> .6"):
    """Return who stayed at the next need after an outcome: over all firms, as a share."""
    ladders = [run.ladder(firm) for firm in run.scenario.firm_names]
    rows = [one[(one.outcome == outcome) & (one.severity == severity)] for one in ladders]
    needs = sum(row.needs.sum() for row in rows)
    return sum((row.needs * row.stayed.fillna(0)).sum() for row in rows) / needs if needs else None


def step(upper, lower):
    """Return the figure of how many more stay on one rung of the ladder than on another."""

    def gap(run):
        above, below = stayed(run, upper), stayed(run, lower)
        return None if above is None or below is None else above - below

    return Figure(gap, f"stayed: {upper} less {lower}", "points")


claim = Claim(
    name="complaint_ladder",
    sentence="Customers whose complaint is resolved come back; silent and mishandled ones leave.",
    by="TARP 1986; Smith, Bolton & Wagner 1999",
    concepts=("S1.25", "S1.27", "S3.25"),
    scenario="insurance",
    size=Size(30, customers=6000),  # severe failures are rare, and every rung needs some
    quick=Size(8, customers=2000, periods=60),
    arms={"as the market is": Arm()},
    figures={
        "resolved": step("resolved", "silent"),
        "handled": step("resolved", "mishandled"),
        "fast": step("resolved fast", "resolved"),
        "voice": step("mishandled", "silent"),
        **{
            f"{outcome} stayed": Figure(
                lambda run, outcome=outcome: stayed(run, outcome), f"{outcome}: stayed", "percent"
            )
            for outcome in OUTCOMES
        },
    },
    contrasts=(
        level("as the market is", "resolved", smallest=0.10, name="resolved against silent"),
        level("as the market is", "handled", smallest=0.10, name="resolved against mishandled"),
        level("as the market is", "fast", smallest=0.02, name="fast against in time"),
        level("as the market is", "voice", smallest=0.02, name="mishandled against silent"),
        *(report("as the market is", f"{outcome} stayed", name=outcome) for outcome in OUTCOMES),
    ),
    drawn=OUTCOMES,
    meaning={
        "supported": "After a severe failure {part_5} of the silent stay, {part_6} of the "
        "mishandled, {part_7} of the resolved and {part_8} of those resolved fast.",
        "conditional": "Whether the ladder stands depends on {where}.",
        "refuted": "Some rungs are missing: silent {part_5}, mishandled {part_6}, resolved "
        "{part_7}, fast {part_8}.",
    },
    about="Three numbers of the model were fitted to these rungs, so that their order is no "
    "discovery. That complainants would buy again as often as is reported was not fitted.",
    bet="After a severe failure some say nothing, and some complain and are put right. By how "
    "many percentage points do more of those put right stay at the next need?",
    questions=(
        "Which rung would your own firm's last complaint stand on?",
        "If the silent are lost, what is a complaint worth?",
        "Why might somebody whose loss was small be lost all the same?",
    ),
)

if __name__ == "__main__":
    relsim.try_claim(claim)
