"""Tables of a whole run: survival, the complaint ladder, relationship quality, control group."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from relsim.behaviour import FIELDS
from relsim.behaviour.choice import TURNOVER
from relsim.behaviour.control_group import GROUPS
from relsim.market.tallying import COUNTS, LADDER, OUTCOMES, SEVERITIES
from relsim.result.formulas import ratio
from relsim.result.statistics import Estimate, t_quantile


def left(spells: np.ndarray) -> np.ndarray:
    """Tell which relationships ended by leaving: population turnover and the horizon censor."""
    return np.asarray(spells["ended"] & (spells["reason"] != TURNOVER))


def survival(spells: np.ndarray, periods: int) -> np.ndarray:
    """Return the Kaplan–Meier survival of relationships by duration."""
    leaving = np.bincount(spells["duration"][left(spells)], minlength=periods + 1)[: periods + 1]
    ending = np.bincount(spells["duration"], minlength=periods + 1)[: periods + 1]
    at_risk = len(spells) - np.concatenate([[0], np.cumsum(ending)[:-1]])
    with np.errstate(invalid="ignore", divide="ignore"):
        stay = np.where(at_risk > 0, 1.0 - leaving / at_risk, np.nan)
    return np.asarray(np.cumprod(stay))


def ladder(stays: np.ndarray) -> list[dict[str, Any]]:
    """Return who stayed at the next need, by last outcome, severity and failures so far."""
    cells = stays[:LADDER].reshape(OUTCOMES, SEVERITIES, COUNTS, 2)
    rows: list[dict[str, Any]] = []
    for o, outcome in enumerate(FIELDS["last_outcome"].codes):
        for s, severity in enumerate(("< .4", ".4-.6", "> .6")):
            for f, failures in enumerate(("0", "1", "2 and more")):
                left, stayed = cells[o, s, f]
                rows.append(
                    {
                        "outcome": outcome,
                        "severity": severity,
                        "failures": failures,
                        "needs": int(left + stayed),
                        "stayed": ratio(stayed, left + stayed),
                    }
                )
    return rows


def quality_thirds(stays: np.ndarray) -> list[dict[str, Any]]:
    """Return who stayed at the next need, by thirds of relationship quality."""
    bins = stays[LADDER:]
    counted = np.cumsum(bins.sum(axis=1))
    if not counted[-1]:
        return []
    thirds = np.minimum((3 * (counted - bins.sum(axis=1) / 2) / counted[-1]).astype(int), 2)
    rows: list[dict[str, Any]] = []
    for third, name in enumerate(("lowest", "middle", "highest")):
        inside = np.flatnonzero((thirds == third) & (bins.sum(axis=1) > 0))
        left, stayed = bins[inside].sum(axis=0)
        rows.append(
            {
                "third": name,
                "from": float(inside.min() / 100) if len(inside) else None,
                "to": float((inside.max() + 1) / 100) if len(inside) else None,
                "needs": int(left + stayed),
                "stayed": ratio(float(stayed), float(left + stayed)),
            }
        )
    return rows


@dataclass(frozen=True, slots=True)
class ControlGroup:
    """What a firm's control group tells it of its personal levers.

    Parameters
    ----------
    with_levers, control : Estimate
        Share of those whom the levers went to, and of the control group, that stays a year.
    kept : Estimate
        The one less the other: what the levers keep, by this firm's own measure.
    seen : tuple of float
        Customers × periods of either.
    """

    with_levers: Estimate
    control: Estimate
    kept: Estimate
    seen: tuple[float, float]


def control_group(trials: np.ndarray, year: int) -> ControlGroup | None:
    """Return what a control group tells, from who left by group; None without one."""
    seen = trials[:, :, 1].sum(axis=1)
    if not seen.all():
        return None
    (with_levers, spread), (control, other) = (_staying(groups, year) for groups in trials)
    return ControlGroup(
        _with_interval(with_levers, spread, GROUPS),
        _with_interval(control, other, GROUPS),
        _with_interval(with_levers - control, spread + other, 2 * GROUPS - 1),
        (float(seen[0]), float(seen[1])),
    )


def _staying(groups: np.ndarray, year: int) -> tuple[float, float]:
    """Return the share that stays a year, and its variance by the spread of random groups."""
    left, seen = groups.T
    rate = left.sum() / seen.sum()
    spread = GROUPS / (GROUPS - 1) * ((left - rate * seen) ** 2).sum() / seen.sum() ** 2
    steepness = year * (1.0 - rate) ** (year - 1)
    return float((1.0 - rate) ** year), float(spread * steepness**2)


def _with_interval(mean: float, variance: float, values: int) -> Estimate:
    half = t_quantile(values) * variance**0.5
    # Where nobody left, nothing is said of how sure that is.
    low, high = (mean - half, mean + half) if half > 0.0 else (None, None)
    return Estimate(mean, low, high, values)
