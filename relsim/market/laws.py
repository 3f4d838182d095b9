"""The laws that traits are drawn from, as quantiles a compiled pass can read."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import Any

import numpy as np

from relsim.behaviour import TRAITS
from relsim.market.chance import normal
from relsim.market.engine import helper
from relsim.scenario import Scenario

CONSTANT, LOGNORMAL, EXPONENTIAL, BETA = range(4)

LAW = np.dtype([("kind", "i8"), ("first", "f8"), ("second", "f8"), ("table", "i8")])

_REACH = 36.0
_NODES = 2048


@lru_cache(maxsize=256)
def beta_quantiles(mean: float, concentration: float) -> np.ndarray:
    """Return a Beta law's quantiles at points evenly spaced in log-odds.

    Even steps in log-odds follow the tails, where a Beta quantile is a power.
    """
    from scipy.special import betaincinv, expit

    odds = np.linspace(-_REACH, _REACH, _NODES + 1)
    quantiles = betaincinv(mean * concentration, (1.0 - mean) * concentration, expit(odds))
    quantiles = np.maximum.accumulate(np.clip(quantiles, 0.0, 1.0))
    quantiles.flags.writeable = False
    return np.asarray(quantiles)


@helper
def quantile(table: Any, uniform: float) -> float:
    """Read a quantile between the nodes of a table of :func:`beta_quantiles`."""
    place = (math.log(uniform / (1.0 - uniform)) + 36.0) * (2048.0 / 72.0)
    if place <= 0.0:
        return float(table[0])
    node = int(place)
    if node >= 2048:
        return float(table[2048])
    low = table[node]
    return float(low + (place - node) * (table[node + 1] - low))


@helper
def drawn(law: Any, tables: Any, uniform: float) -> float:
    """Return the value of a trait for one uniform number; larger luck, larger value."""
    if law.kind == 3:
        return quantile(tables[law.table], uniform)
    if law.kind == 1:
        return math.exp(law.first + law.second * normal(uniform))
    if law.kind == 2:
        return float(-law.first * math.log(1.0 - uniform))
    return float(law.first)


def laws_of(scenario: Scenario) -> tuple[np.ndarray, np.ndarray]:
    """Return every segment's laws and the tables they read."""
    behaviour = scenario.behaviour
    tables = [_table(behaviour.severity_mean, behaviour.severity_concentration)]
    laws = np.zeros((len(scenario.segments), len(TRAITS)), LAW)
    for s, segment in enumerate(scenario.segments):
        for t, (name, trait) in enumerate(TRAITS.items()):
            value = getattr(segment, name)
            if isinstance(value, float | int):
                laws[s, t] = (CONSTANT, float(value), 0.0, 0)
            elif trait.law == "exponential":
                laws[s, t] = (EXPONENTIAL, value.mean, 0.0, 0)
            elif trait.law == "lognormal":
                centre = math.log(value.mean) - value.spread * value.spread / 2
                laws[s, t] = (LOGNORMAL, centre, value.spread, 0)
            elif value.mean in (0.0, 1.0):
                laws[s, t] = (CONSTANT, value.mean, 0.0, 0)
            else:
                laws[s, t] = (BETA, value.mean, value.spread, len(tables))
                tables.append(beta_quantiles(value.mean, value.spread))
    return laws, np.array(tables)


def _table(mean: float, concentration: float) -> np.ndarray:
    if mean in (0.0, 1.0):
        return np.full(_NODES + 1, mean)
    return beta_quantiles(mean, concentration)
