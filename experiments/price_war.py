"""A price cut that rivals answer gains nobody anything.

One insurer lowers its price by a tenth. Its rivals stay as they are, or follow the lowest price,
never above their own and never below cost. What the cut gains is judged by where they answer.
"""

import relsim
from relsim.claims import Arm, Claim, Figure, Size, Vary, because, difference, report

CUT = 0.1
RIVALS = ("Brio", "Cora", "Dune")


def minds(mind):
    """Return settings under which all rivals have this mind."""
    return {f"firms.{name}.mind": mind for name in RIVALS}


def everybody(run):
    """Return the profit of all firms together."""
    return run.periods.profit.sum()


claim = Claim(
    name="price_war",
    sentence="A price cut gains customers and money while rivals sleep, and loses money for "
    "everybody when they answer.",
    by="a maxim of trade; that rivals answer at all: Steenkamp, Nijs, Hanssens & Dekimpe 2005",
    concepts=("S3.10", "S4.08"),
    scenario="insurance",
    quick=Size(8, customers=800, periods=60),
    settings={
        "behaviour.imitation_speed": because(
            0.2, "how fast rivals answer; with the default 0 nobody does"
        ),
    },
    arms={
        "as it was": Arm(settings=minds("still")),
        "cut, still rivals": Arm(levers={"price": 18.0}, settings=minds("still")),
        "as it was, matchers": Arm(settings=minds("price_matcher")),
        "cut, matched": Arm(levers={"price": 18.0}, settings=minds("price_matcher")),
    },
    figures={"all": Figure(everybody, "Profit of all firms", "money")},
    contrasts=(
        difference("cut, still rivals", "as it was", "npv", smallest=0.01,
                   relative_to="as it was", name="cut, still rivals: worth"),
        difference("cut, matched", "as it was, matchers", "npv", "less", smallest=0.01,
                   relative_to="as it was, matchers", name="cut, matched: worth"),
        difference("cut, still rivals", "as it was", "share", smallest=0.01,
                   name="cut, still rivals: share"),
        difference("cut, matched", "as it was, matchers", "all", "less", smallest=0.01,
                   relative_to="as it was, matchers", name="cut, matched: all firms"),
        report("cut, matched", "share", against="as it was, matchers", name="cut, matched: share"),
        report("cut, matched", "surplus_per_use", against="as it was, matchers",
               name="cut, matched: a customer's surplus a use"),
    ),
    sweeps=(
        Vary("cost of serving, of a price of 20", (2.0, 6.0, 12.0, 15.0),
             settings=lambda cost: {f"firms.{name}.unit_cost": cost
                                    for name in ("Alba", *RIVALS)}),
    ),
    meaning={
        "supported": "The cut is worth {effect} while rivals sleep and {part_2} when they answer; "
        "all firms together then lose {part_4}.",
        "conditional": "Whether it holds depends on {where}; as the market is, the cut is worth "
        "{effect} and {part_3} of the market while rivals sleep, {part_2} when they answer, and "
        "{part_4} to all firms together.",
        "refuted": "The cut is worth {effect} while rivals sleep ({part_3} of the market), "
        "and {part_2} when they answer ({part_5}); all firms together change by {part_4}.",
    },
    bet="An insurer cuts its price of 20 by a tenth, and rivals sleep. By how many per cent does "
    "that change its net present value, the more serving a customer costs?",
    questions=(
        "How fast would your rivals answer, and to what?",
        "Who is better off after a price war?",
        "What could you do with the same money that they cannot see?",
    ),
)  # fmt: skip

if __name__ == "__main__":
    relsim.try_claim(claim)
