"""Figures of a whole run: retention, value, survival, the complaint ladder."""

from __future__ import annotations

from typing import Any

import numpy as np

from relsim.behaviour import FIELDS
from relsim.behaviour.choice import TURNOVER
from relsim.market.books import Books
from relsim.market.tallying import COUNTS, LADDER, OUTCOMES, SEVERITIES

Measure = float | None


def ratio(above: float, below: float) -> Measure:
    """Return a quotient, or None where it is undefined.

    Examples
    --------
    >>> ratio(1.0, 4.0), ratio(1.0, 0.0)
    (0.25, None)
    """
    value = above / below if below else None
    return None if value is None or not np.isfinite(value) else float(value)


def annual_retention(ledger: Books, firm: int, lived: int) -> Measure:
    """Return the share of customers at a year's start who never left within the year.

    Averaged over whole years after the warm-up, weighted by customers; those whom
    population turnover took within the year are in neither number.
    """
    years = max(0, lived - ledger.warm_up) // ledger.year
    size, kept = ledger.cohorts[:years, firm].sum(axis=0)
    return ratio(kept, size)


def discounts(ledger: Books, lived: int) -> np.ndarray:
    """Return what money at each period's end is worth when the warm-up ends."""
    years = (np.arange(max(0, lived - ledger.warm_up)) + 1) * ledger.scenario.months / 12
    rate = ledger.scenario.market.discount_rate
    return np.asarray((1.0 + rate) ** -years)


def lifetime_value(ledger: Books, firm: int, lived: int) -> Measure:
    """Return the mean lifetime value of the firm's customers at the end of warm-up.

    The discounted margin less relationship spending until they leave or the horizon
    comes, and beyond it the last year's mean carried on: × r / (1 + d − r), with annual
    retention r and discount rate d (Gupta & Lehmann 2003).
    """
    books = ledger.tallies[ledger.warm_up : lived, firm]
    if len(books) == 0:
        return None
    # Whoever opened period 0 was there when the warm-up ended.
    founders = float(books["opened"][0])
    retention = annual_retention(ledger, firm, lived)
    if not founders or retention is None:
        return None
    with np.errstate(invalid="ignore", divide="ignore"):
        spending = np.where(
            books["customers"] > 0,
            # Loyalty discounts are missing from revenue already.
            (books["relationship_spending"] - books["discounts"]) / books["customers"],
            0.0,
        )
    net = books["founder_margin"] - spending * books["founders"]
    worth = discounts(ledger, lived)
    rate = ledger.scenario.market.discount_rate
    tail = ratio(retention, 1.0 + rate - retention)
    if tail is None:
        return None
    beyond = net[-ledger.year :].sum() * tail * worth[-1]
    return ratio(float((net * worth).sum() + beyond), founders)


def customer_equity(ledger: Books, firm: int, lived: int) -> Measure:
    """Return the value of present and expected customers at the end of the run.

    A customer's yearly margin less relationship spending, as it was in the last year,
    kept with annual retention and discounted; present customers have it now, and as many
    are expected to be won each year as in the last one, at the cost of acquisition
    (after Rust, Lemon & Zeithaml 2004).
    """
    books = ledger.tallies[ledger.warm_up : lived, firm][-ledger.year :]
    retention = annual_retention(ledger, firm, lived)
    rate = ledger.scenario.market.discount_rate
    heads = float(books["customers"].mean()) if len(books) else 0.0
    if retention is None or not heads or not rate:
        return None
    # Loyalty discounts are missing from revenue already, so they are not taken off twice.
    spending = books["relationship_spending"].sum() - books["discounts"].sum()
    yearly = (books["revenue"].sum() - books["service_cost"].sum() - spending) / heads
    value = yearly * (1.0 + rate) / (1.0 + rate - retention)
    won = float((books["acquired"] + books["won_back"]).sum())
    costs = float(books["acquisition_cost"].sum())
    expected = (won * value - costs) / rate
    return float(books["closed"][-1] * value + expected)


def survival(spells: np.ndarray, firm: int, periods: int) -> np.ndarray:
    """Return the Kaplan–Meier survival of a firm's relationships by duration.

    Population turnover and the horizon censor; every other end counts as leaving.
    """
    own = spells[spells["firm"] == firm]
    left = own["ended"] & (own["reason"] != TURNOVER)
    leaving = np.bincount(own["duration"][left], minlength=periods + 1)[: periods + 1]
    ending = np.bincount(own["duration"], minlength=periods + 1)[: periods + 1]
    at_risk = len(own) - np.concatenate([[0], np.cumsum(ending)[:-1]])
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
