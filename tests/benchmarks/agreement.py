"""Whether the engine and the Mesa twin agree: two samples of runs, figure by figure."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pandas as pd

from relsim import Market
from relsim.scenario import Scenario
from tests.benchmarks.twin import TwinMarket

FROM_SUMMARY = (
    *("retention", "share", "satisfaction", "trust", "relationship_quality", "profit"),
    *("relationship_spending", "won_back"),
)
SUMS = (
    *("reviews", "complaints", "failures", "talk_good", "talk_bad", "passed_by", "taken_up"),
    "setup_cost",
)
# Of all firms together: four times the customers, so smaller differences show.
MARKET_SUMS = (
    *("reviews", "lost", "won_back", "failures", "complaints", "talk_good", "talk_bad"),
    *("resolved", "resolved_fast", "referrals", "loyalists", "misjudged", "surplus", "profit"),
    *("lost_failure", "lost_poor_recovery", "lost_price", "lost_rival_pull", "lost_peers"),
    *("lost_boredom", "lost_no_bond", "exposures", "passed_by", "taken_up"),
    *("contact_cost", "systems_cost", "setup_cost", "recovery_cost", "compensation_cost"),
    *("reward_cost", "referral_cost", "assurance_cost", "customisation_cost", "comfort_cost"),
    *("hospitality_cost", "under_contract", "renewals", "notices", "exit_fees"),
    *("lost_payment_lapsed", "introductory_discounts", "offers_heard"),
    *("control", "control_lost", "with_levers", "with_levers_lost"),
)
MARKET_MEANS = (
    *("satisfaction", "trust", "social_bond", "structural_bond", "experience"),
    "expectation_error",
)
# Far from the replications of any other measurement, and from each other.
ENGINE_SEED, TWIN_SEED = 1, 1_000_000


def figures_of(run: Any) -> dict[str, float]:
    """Return the figures that are compared, of a run of either and its focal firm."""
    summary = run.summary()
    frame = run.periods
    own = frame[frame["firm"].astype(str) == run.scenario.focal.name]
    complaints = own["complaints"].sum()
    return {
        **{name: math.nan if summary[name] is None else summary[name] for name in FROM_SUMMARY},
        **{name: own[name].sum() for name in SUMS},
        "resolved_share": own["resolved"].sum() / complaints if complaints else math.nan,
        **{f"market: {name}": frame[name].sum() for name in MARKET_SUMS},
        **{f"market: {name}": mean_over_customers(frame, name) for name in MARKET_MEANS},
    }


def mean_over_customers(frame: pd.DataFrame, name: str) -> float:
    """Return the mean of a figure over all firms and periods, weighted by customers."""
    return float((frame[name] * frame["customers"]).sum() / frame["customers"].sum())


def engine_run(scenario: Scenario, replication: int, strategy: str) -> Any:
    """Return a run of the engine."""
    return Market(scenario, seed=ENGINE_SEED, replication=replication, strategy=strategy).run()


def twin_run(scenario: Scenario, replication: int, strategy: str) -> Any:
    """Return a run of the twin."""
    return TwinMarket(scenario, seed=TWIN_SEED + replication, strategy=strategy).run()


def sample(run: Any, scenario: Scenario, strategy: str, replications: int) -> pd.DataFrame:
    """Return the figures of several runs, one row a replication."""
    runs = (run(scenario, replication, strategy) for replication in range(replications))
    return pd.DataFrame([figures_of(one) for one in runs])


def agreement(engine: pd.DataFrame, twin: pd.DataFrame) -> pd.DataFrame:
    """Return means and standard errors of both, and their distance in standard errors.

    Parameters
    ----------
    engine, twin : DataFrame
        One row a replication, one column a figure.

    Returns
    -------
    DataFrame
        One row a figure. The distance ``z`` is 0 where both are the same number without any
        spread, and infinite where they are not.
    """
    table = pd.DataFrame(
        {
            "engine": engine.mean(),
            "engine_se": engine.sem(),
            "twin": twin.mean(),
            "twin_se": twin.sem(),
        }
    )
    distance = table["twin"] - table["engine"]
    spread = np.hypot(table["engine_se"], table["twin_se"])
    with np.errstate(divide="ignore", invalid="ignore"):
        table["z"] = np.where(distance == 0, 0.0, distance / spread)
    return table
