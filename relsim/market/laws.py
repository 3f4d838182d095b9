"""The laws that traits are drawn from, as quantiles a compiled pass can read."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

from relsim.behaviour import TRAITS, Trait
from relsim.market.chance import normal
from relsim.market.engine import helper
from relsim.scenario import Scenario

if TYPE_CHECKING:
    from relsim.market.typed import Floats, LawRecord

CONSTANT, LOGNORMAL, EXPONENTIAL, BETA = range(4)

LAW = np.dtype(
    [
        ("kind", "i8"),
        ("first", "f8"),
        ("second", "f8"),
        ("table", "i8"),
        ("tied", "i8"),
        ("tie", "f8"),
    ]
)
"""``tied`` is the place of the trait whose luck it goes with, −1 for none."""

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
def quantile(table: Floats, uniform: float) -> float:
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
def drawn(law: LawRecord, tables: Floats, uniform: float) -> float:
    """Return the value of a trait for one uniform number; larger luck, larger value."""
    if law.kind == 3:
        return quantile(tables[law.table], uniform)
    if law.kind == 1:
        return math.exp(law.first + law.second * normal(uniform))
    if law.kind == 2:
        return float(-law.first * math.log(1.0 - uniform))
    return float(law.first)


def laws_of(scenario: Scenario) -> tuple[np.ndarray, np.ndarray]:
    """Return every segment's laws and the tables they read, of which severity's is the first."""
    behaviour = scenario.behaviour
    tables = [_table(behaviour.severity_mean, behaviour.severity_concentration)]
    laws = np.zeros((len(scenario.segments), len(TRAITS)), LAW)
    for s, segment in enumerate(scenario.segments):
        for t, (name, trait) in enumerate(TRAITS.items()):
            tied = list(TRAITS).index(trait.tied_to) if trait.tied_to else -1
            tie = float(getattr(behaviour, trait.tie)) if trait.tie else 0.0
            laws[s, t] = (*_law(trait, getattr(segment, name), tables), tied, tie)
    return laws, np.array(tables)


def _law(trait: Trait, value: Any, tables: list[np.ndarray]) -> tuple[int, float, float, int]:
    """Return kind, two terms and table of a trait's law; a table that it needs is added."""
    if isinstance(value, float | int):
        return CONSTANT, float(value), 0.0, 0
    if trait.law == "exponential":
        return EXPONENTIAL, value.mean, 0.0, 0
    if trait.law == "lognormal":
        centre = math.log(value.mean) - value.spread * value.spread / 2
        return LOGNORMAL, centre, value.spread, 0
    if _is_an_end(value.mean):
        return CONSTANT, float(round(value.mean)), 0.0, 0
    tables.append(beta_quantiles(value.mean, value.spread))
    return BETA, value.mean, value.spread, len(tables) - 1


def _is_an_end(mean: float) -> bool:
    """Tell whether a Beta law's mean is so near to 0 or 1 that its quantiles are no numbers."""
    return not 1e-9 < mean < 1.0 - 1e-9


def _table(mean: float, concentration: float) -> np.ndarray:
    if _is_an_end(mean):
        return np.full(_NODES + 1, float(round(mean)))
    return beta_quantiles(mean, concentration)
