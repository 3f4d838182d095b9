"""Chances of a choice in place of its outcome: the engine's own utilities, without their luck."""

from __future__ import annotations

import math

import numpy as np
from scipy import special

from relsim.market.witness import Witness
from relsim.market.witness.facts import Reviewed
from relsim.scenario import Scenario

OUTSIDE = -1
"""The place of doing without any firm."""


def probabilities_of(market: Witness, row: int, period: int = -1) -> dict[int, float]:
    """Return the chance of every option at a customer's review.

    Parameters
    ----------
    market : Witness
        That watches the row, after living.
    row : int
        The customer's, who reviewed in that period.
    period : int
        Place among the periods noted; the last by default.

    Returns
    -------
    dict of int to float
        By place of the firm, −1 for doing without any; they sum to 1.
    """
    (review,) = (fact for fact in market.lives[row][period].facts if isinstance(fact, Reviewed))
    utilities = [
        math.fsum(value for name, value in offer.terms.items() if name != "luck")
        for offer in review.offers
    ]
    chances = special.softmax(np.array(utilities))
    return {offer.firm: float(p) for offer, p in zip(review.offers, chances, strict=True)}


def witnessed(scenario: Scenario, rows: int = 1, seed: int = 1) -> Witness:
    """Return a market that has lived, with its first rows watched."""
    market = Witness(scenario, range(rows), seed=seed)
    market.run()
    return market


def chances(scenario: Scenario, rows: int = 1, seed: int = 1) -> np.ndarray:
    """Return the chances of all options at everybody's last review, customers by options."""
    market = witnessed(scenario, rows, seed)
    return np.array([list(probabilities_of(market, row).values()) for row in range(rows)])
