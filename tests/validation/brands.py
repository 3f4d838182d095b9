"""Penetration against loyalty over brands of unequal size, beside what the Dirichlet expects.

After Goodhardt, Ehrenberg & Chatfield (1984), of which the abstract was read; the formula is from
memory: households choose among brands
with chances of their own, which follow a Dirichlet law, so that nobody's loyalty depends on a brand
but through its size. How often a household buys at all is taken as it was.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize_scalar
from scipy.special import betaln

import relsim
from relsim.scenario import bundled
from tests.validation.lives import lived
from tests.validation.row import Interval, Line, Prepared, Row

Numbers = NDArray[np.float64]

QUALITIES = (0.84, 0.78, 0.72, 0.66, 0.60, 0.54)
"""Of six brands, alike in everything else."""
WEEKS, FIGURES = 52, 5


@dataclass(frozen=True)
class Baskets:
    """Count how often each household bought each brand."""

    name: str = "baskets"
    after: str = "experience"
    bought: list[Any] = field(default_factory=list)

    def run(self, market: Any) -> None:
        people = market.customers
        if not self.bought:
            self.bought.append(np.zeros((len(people), len(market.firms))))
        if market.period >= 0:
            firm = people.get("firm")
            rows = np.flatnonzero((people.get("wants") > 0) & (firm >= 0))
            self.bought[0][rows, firm[rows]] += 1


def six_brands() -> relsim.Scenario:
    """Return the supermarkets' households before six brands that differ in quality alone."""
    head = bundled()["supermarket"].read_text(encoding="utf-8").split("[[firms]]")[0]
    head = head.replace('focal = "Alba"', 'focal = "Brand 1"')
    firms = (
        f'[[firms]]\nname = "Brand {place}"\nprice = 80.0\nunit_cost = 72.0\nquality = {quality}\n'
        for place, quality in enumerate(QUALITIES, 1)
    )
    changes = {"market.periods": WEEKS, "behaviour.population_turnover": False}
    return relsim.parse(head + "".join(firms), changes)


def expected(bought: Numbers) -> tuple[Numbers, Numbers]:
    """Return each brand's penetration and uses a buyer as the Dirichlet expects them.

    The law's one number, how unlike households are, is that which fits penetration best.
    """
    times = bought.sum(axis=1)
    shares = bought.sum(axis=0) / times.sum()
    seen = (bought > 0).mean(axis=0)

    def penetration(log_strength: float) -> Numbers:
        own = np.exp(log_strength) * shares
        rest = np.exp(log_strength) - own
        never = np.exp(betaln(own, rest + times[:, None]) - betaln(own, rest))
        return np.asarray(1 - never.mean(axis=0))

    best = minimize_scalar(
        lambda one: float(((penetration(one) - seen) ** 2).sum()), bounds=(-8, 8), method="bounded"
    )
    buyers = penetration(best.x)
    return buyers, shares * times.mean() / buyers


def brands(world: int, _: Prepared) -> list[float]:
    """Return size, penetration and uses a buyer of each brand, the last two as expected, too."""
    baskets = Baskets()
    lived(six_brands(), world, phases=[baskets])
    bought = baskets.bought[0]
    penetration, uses = expected(bought)
    buyers = (bought > 0).mean(axis=0)
    columns = (
        100 * bought.sum(axis=0) / bought.sum(),
        100 * buyers,
        100 * penetration,
        bought.sum(axis=0) / len(bought) / buyers,
        uses,
    )
    return [float(one) for one in np.stack(columns, axis=1).ravel()]


def tell_brands(figures: Sequence[Interval]) -> str:
    """Return whether small brands suffer twice, and how far all are from what is expected."""
    means = np.array([found.mean for found in figures]).reshape(-1, FIGURES)
    _, buyers, penetration, uses, expecting = means.T
    order = means[:, 0].argsort()
    small, large = order[0], order[-1]
    return (
        f"From the largest brand to the smallest uses a buyer go from {uses[large]:.1f} to "
        f"{uses[small]:.1f}, expected {expecting[large]:.1f} to {expecting[small]:.1f}; "
        f"penetration is off by {np.abs(buyers - penetration).mean():.1f} points in the mean, uses "
        f"a buyer by {np.abs(uses - expecting).mean():.1f}."
    )


WHAT = (
    "share of all uses, %",
    "bought by, % of households",
    "… as expected",
    "uses a buyer in a year",
    "… as expected",
)

ROWS = (
    Row(
        key="brands",
        title="Penetration against loyalty",
        unit="% and uses, as each line says",
        source="Goodhardt, Ehrenberg & Chatfield 1984",
        status="predicted",
        lines=tuple(
            Line(f"brand {place}: {what}", None)
            for place in range(1, len(QUALITIES) + 1)
            for what in WHAT
        ),
        worlds=20,
        measure=brands,
        tell=tell_brands,
        quick=False,
        note="Households of `supermarket` and six brands that differ in quality alone, over a year "
        "after warming up. What is expected is the Dirichlet's, with one number fitted to the "
        "penetrations of the same world; the formula was remembered, not read.",
    ),
)
