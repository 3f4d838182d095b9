"""A market that takes no time: what the study room needs of one, and nothing else."""

from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from relsim.result.figures import COMPARED
from relsim.study.data.cohort import Cohort
from relsim.study.fit.strands import Strand, survivors
from relsim.study.parallel import Stop


@dataclass(frozen=True)
class FakeFirm:
    name: str = "Alba"


@dataclass(frozen=True)
class FakeMarket:
    customers: int = 2000
    periods: int = 120
    period: str = "month"
    warm_up: float = 24.0
    currency: str = "€"
    network: str = "none"
    discount_rate: float = 0.1


@dataclass(frozen=True)
class FakeOrigin:
    label: str = "made_up"


@dataclass(frozen=True)
class FakeStrategy:
    levers: dict = field(default_factory=dict)


@dataclass(frozen=True)
class FakeScenario:
    name: str = "made_up"
    path: Path = Path("made_up")
    origin: FakeOrigin = field(default_factory=FakeOrigin)
    fingerprint: str = "0123"
    focal: FakeFirm = field(default_factory=FakeFirm)
    market: FakeMarket = field(default_factory=FakeMarket)
    strategies: dict = field(
        default_factory=lambda: dict.fromkeys(
            ("none", "financial", "social", "structural", "placebo"), FakeStrategy()
        )
    )
    overrides: dict = field(default_factory=dict)
    firms: tuple = (FakeFirm(),)
    warm_up_periods: int = 24
    months: float = 1.0


BONUS = {"none": 0.0, "financial": 0.019, "social": 0.044, "structural": 0.06, "placebo": 0.0}


def fake_live(world, *rest):
    """Return figures whose luck is the world's and whose level is the strategy's."""
    key = [world.seed, world.replication]
    luck = np.random.default_rng(key).normal(size=8)
    own = np.random.default_rng([*key, len(world.strategy)]).normal(size=8)
    bonus = BONUS[world.strategy]
    spending = 0.0 if world.strategy == "none" else 1.5
    return {
        **dict.fromkeys(COMPARED, 1.0),
        "retention": 0.841 + bonus + 0.01 * luck[0] + 0.002 * own[0] * (bonus > 0),
        "profit": 1_234_567 + 900_000 * bonus + 20_000 * luck[1] - 10 * spending,
        "npv": 834_567 + 500_000 * bonus + 20_000 * luck[2] - 10 * spending,
        "lifetime_value": 310.4 + 100 * bonus + 5 * luck[3],
        "share": 0.25 + bonus + 0.01 * luck[4],
        "relationship_quality": 0.52 + bonus + 0.01 * luck[5],
        "cost_per_customer": spending + 0.01 * spending * own[6],
        "relationship_spending": 60_000 * spending * (1 + bonus + 0.01 * own[6]),
        "discounted_profit": np.array([-10_000.0, 2_000, 3_000, 4_000 + 1_000 * luck[7], 5_000])
        * (spending > 0),
    }


def fake_curve(scenario, periods):
    """Return a cohort that leaves at a rate which one parameter sets."""
    rate = scenario.behaviour.loss_aversion / 10
    return np.array([1000 * (1 - rate) ** period for period in periods])


def fake_survivors(scenario, strands, *rest):
    """Return who is left and who began, as the search counts them; all buy every tenth period."""
    left = np.concatenate(
        [
            100.0 * np.array(one.cohort.periods)
            if one.again == 0
            else fake_curve(scenario, one.cohort.periods)
            for one in strands
        ]
    )
    return np.vstack([left, np.full(len(left), 1000.0)])


def left_of_all(scenario, periods, seed, replication):
    """Return how many of those who opened a real market are left after periods."""
    strand = Strand(Cohort(tuple(periods), (1.0,) * len(periods)))
    return survivors(scenario, [strand], seed, replication, Stop())[0]
