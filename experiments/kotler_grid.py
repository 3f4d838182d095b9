"""Few customers with a high margin deserve a partnership; many with a low one a basic relationship.

Five levels, from selling and no more to working with each customer. The same firm with 25, 150 or
900 customers, which earn it 4, 20 or 100 of money a use; its staff can hold 25 at full contact.
Nothing in the cost of a level knows how many customers there are: only scarce staff can tell.
"""

import relsim
from relsim.claims import Arm, Claim, Size, Vary, because, difference

LEVELS = ("basic", "reactive", "accountable", "proactive", "partnership")
FIRMS = ("Alba", "Brio", "Cora", "Dune")
FEW, SOME, MANY = 25, 150, 900
LOW, MIDDLE, HIGH = 4.0, 20.0, 100.0


def cell(pair):
    """Return the settings of a cell: customers of each firm, and margin at 40 % of the price."""
    accounts, margin = pair
    prices = {f"firms.{name}.price": 2.5 * margin for name in FIRMS}
    costs = {f"firms.{name}.unit_cost": 1.5 * margin for name in FIRMS}
    return {"market.customers": len(FIRMS) * accounts, **prices, **costs}


def pays(level, other, at, counts=True):
    """Return what one level is worth beyond another in one cell."""
    return difference(level, other, "npv", smallest=0.01, relative_to="reactive", at=at,
                      name=f"{level} against {other}: {at[0]} at {at[1]:g}",
                      counts=counts)  # fmt: skip


claim = Claim(
    name="kotler_grid",
    sentence="Few customers with a high margin deserve a partnership, many with a low margin a "
    "basic or reactive relationship, and the rest what lies between.",
    by="Kotler 2000",
    concepts=("S4.12", "S4.13", "S4.14"),
    scenario="insurance",
    size=Size(24),
    quick=Size(6, periods=36),
    settings={
        "firms.Alba.account_capacity": because(
            25.0, "only scarce staff can make the number of customers matter; by default they are "
            "not scarce"
        ),
    },
    arms={level: Arm(levers={"level": level}) for level in LEVELS},
    contrasts=(
        pays("partnership", "accountable", (FEW, HIGH)),
        pays("partnership", "proactive", (FEW, HIGH)),
        pays("accountable", "partnership", (MANY, HIGH)),
        pays("accountable", "partnership", (FEW, LOW)),
        pays("reactive", "accountable", (MANY, LOW)),
        pays("accountable", "reactive", (SOME, MIDDLE), counts=False),
        pays("proactive", "reactive", (SOME, HIGH), counts=False),
        pays("basic", "reactive", (MANY, LOW), counts=False),
        pays("accountable", "reactive", (MANY, HIGH), counts=False),
        pays("accountable", "reactive", (FEW, LOW), counts=False),
    ),
    sweeps=(
        Vary("customers and margin",
             tuple((count, margin) for count in (FEW, SOME, MANY)
                   for margin in (LOW, MIDDLE, HIGH)),
             settings=cell, axes=("customers of the firm", "margin a use")),
    ),
    meaning={
        "supported": "With few customers of high margin a partnership is worth {size} more than "
        "a call after the sale; with many the call is worth {size_3} more, and with little margin "
        "{size_4}. Of the cells between, not every one is Kotler's: see the picture.",
        "conditional": "Whether the grid stands depends on {where}.",
        "refuted": "Not every corner is Kotler's: partnership against a call after the sale "
        "is worth {effect} where customers are few and margins high; the call against partnership "
        "{part_3} where they are many; waiting against calling {part_5} where both are low.",
    },
    about="Judged are the corners, against the levels that would be wrong there; some other cells "
    "are shown beside them, and the picture shows the best level of each. Effects are parts of "
    "what the reactive level is worth in the same cell.",
    bet="A firm has 25 customers who earn it 100 a use. By how many per cent of net present value "
    "does it do better to work with each (partnership) than to call after each sale (accountable)?",
    questions=(
        "In which cell is your own firm, and what does it do there?",
        "What happens to a partnership when the number of partners doubles and the staff do not?",
        "May one firm live in two cells at once?",
    ),
)  # fmt: skip

if __name__ == "__main__":
    relsim.try_claim(claim)
