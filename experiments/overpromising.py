"""Advertising makes promises, not satisfaction.

A firm spends the same on advertising that promises less than it delivers, just that, or more. More
promised is more tried; but what was promised is then expected, and customers judge by performance.
"""

import relsim
from relsim.claims import Arm, Claim, Figure, Vary, difference, report

SPEND = 500.0  # money a month


def left(run):
    """Return the share of the firm's customers that leaves by choice within a year."""
    mine = run.periods[run.periods.firm == run.scenario.focal.name]
    return 12 * mine.churn.mean()


def promising(claimed):
    """Return an arm that advertises an experience of this worth."""
    return Arm(levers={"advertising": SPEND, "claim": claimed})


claim = Claim(
    name="overpromising",
    sentence="Advertising that promises more wins trial, and loses satisfaction and customers.",
    by="Crosby, Evans & Cowles 1990; Oliver 1999",
    concepts=("S0.18", "S0.19", "S0.20", "S2.17", "S2.29"),
    scenario="insurance",
    arms={
        "silent": Arm(),
        "modest": promising(0.60),
        "honest": promising(0.72),
        "boasting": promising(0.90),
    },
    figures={"left": Figure(left, "Left in a year", "percent")},
    contrasts=(
        difference("boasting", "honest", "satisfaction", "less", smallest=0.005,
                   name="boasting: satisfaction"),
        difference("boasting", "honest", "acquired", smallest=0.02, relative_to="honest",
                   name="boasting: customers won"),
        difference("boasting", "honest", "left", smallest=0.005, name="boasting: customers lost"),
        report("honest", "satisfaction", against="silent", name="honest: satisfaction"),
        report("honest", "acquired", against="silent", relative_to="silent",
               name="honest: customers won"),
        report("boasting", "npv", against="honest", relative_to="honest", name="boasting: worth"),
        report("modest", "npv", against="honest", relative_to="honest", name="modest: worth"),
    ),
    sweeps=(
        Vary("outcome that can be judged", (0.3, 0.6, 1.0), path="market.observability",
             unit="percent"),
    ),
    meaning={
        "supported": "Boasting wins {size_2} more customers, lowers satisfaction by {size} and "
        "lets {size_3} more leave in a year. It is worth {part_6} all the same, modesty {part_7}.",
        "conditional": "Whether it holds depends on {where}; as the market is, boasting changes "
        "satisfaction by {effect}, customers won by {part_2} and leaving by {part_3}.",
        "refuted": "Boasting changes satisfaction by {effect}, customers won by {part_2} and "
        "leaving by {part_3}: not all of the warning holds.",
    },
    bet="One firm's advertising promises more than it delivers, another's just what it delivers. "
    "How much more satisfied (0 to 1) are customers of the first, the better they can judge what "
    "they get?",
    questions=(
        "Who pays for a promise that is too large: new customers, or old ones?",
        "Is there a market in which boasting pays? For how long?",
        "What would you promise if you could not improve the service?",
    ),
)  # fmt: skip

if __name__ == "__main__":
    relsim.try_claim(claim)
