"""Tables of a whole run: survival, the complaint ladder, relationship quality."""

from __future__ import annotations

from typing import Any

import numpy as np

from relsim.behaviour import FIELDS
from relsim.behaviour.choice import TURNOVER
from relsim.market.tallying import COUNTS, LADDER, OUTCOMES, SEVERITIES
from relsim.result.formulas import ratio


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
