"""What luck is worth that two arms share: one seed in the twin, keyed luck in the engine.

``python -m tests.benchmarks.luck`` prints, for a small and a larger change of the focal firm's
price, how many times smaller the variance of a difference is with common luck than with two
independent samples. The twin draws in turn from one generator: from the first review that only one
arm has, its two arms draw different luck. In the engine every draw has its own key.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from relsim.scenario import Scenario, load
from tests.benchmarks.agreement import engine_run, figures_of, twin_run

SCENARIOS = ("insurance", "logistics")
CHANGES = (0.02, 0.10)
FIGURES = ("retention", "share", "profit", "satisfaction")
SIZE = {"market.customers": 300, "market.periods": 24, "market.warm_up": 12}


def with_a_dearer_arm(scenario: Scenario, change: float) -> Scenario:
    """Return the scenario with a strategy that raises the focal firm's price in period 0."""
    return scenario.with_overrides(
        {"strategies.dearer": {"price": scenario.focal.price * (1 + change)}}
    )


def factor(one: np.ndarray, other: np.ndarray) -> float:
    """Return how many times smaller common luck makes the variance of a difference."""
    independent = one.var(ddof=1) + other.var(ddof=1)
    common = (one - other).var(ddof=1)
    return float(independent / common) if common > 0 else np.inf


def interval(one: np.ndarray, other: np.ndarray, draws: int = 999) -> tuple[float, float]:
    """Return a 95 % bootstrap interval of the factor, over replications."""
    rng = np.random.default_rng(1)
    picks = rng.integers(len(one), size=(draws, len(one)))
    low, high = np.quantile([factor(one[pick], other[pick]) for pick in picks], (0.025, 0.975))
    return float(low), float(high)


def variance_reduction(scenario: Scenario, change: float, replications: int) -> pd.DataFrame:
    """Return the reduction of variance by common luck, in the twin and in the engine.

    Parameters
    ----------
    scenario : Scenario
        A market; its focal firm becomes dearer in one arm.
    change : float
        By which share of its price.
    replications : int
        Pairs of runs, in each of twin and engine.

    Returns
    -------
    DataFrame
        One row a figure; the factor and its interval, of the twin and of the engine.
    """
    scenario = with_a_dearer_arm(scenario, change)
    rows: dict[str, dict[str, float]] = {figure: {} for figure in FIGURES}
    runs: dict[str, Any] = {"twin": twin_run, "engine": engine_run}
    for name, run in runs.items():
        plain, dearer = (
            pd.DataFrame([figures_of(run(scenario, number, arm)) for number in range(replications)])
            for arm in ("none", "dearer")
        )
        for figure, row in rows.items():
            pair = plain[figure].to_numpy(float), dearer[figure].to_numpy(float)
            row[name] = factor(*pair)
            row[f"{name}_low"], row[f"{name}_high"] = interval(*pair)
    return pd.DataFrame(rows).T


def table(replications: int = 100) -> str:
    """Return the whole table as Markdown."""
    lines = [
        "| scenario | price | figure | twin, one seed | engine, keyed luck |",
        "|---|---|---|---|---|",
    ]
    for name in SCENARIOS:
        for change in CHANGES:
            reduction = variance_reduction(load(name, SIZE), change, replications)
            for figure, row in reduction.iterrows():
                twin, engine = (
                    f"{row[one]:.1f} ({row[f'{one}_low']:.1f} to {row[f'{one}_high']:.1f})"
                    for one in ("twin", "engine")
                )
                lines.append(f"| {name} | +{change:.0%} | {figure} | {twin} | {engine} |")
    size = f"{SIZE['market.customers']} customers × {SIZE['market.periods']} periods"
    return "\n".join([*lines, "", f"{size}, {replications} pairs; 95 % by bootstrap."])


if __name__ == "__main__":
    print(table())
