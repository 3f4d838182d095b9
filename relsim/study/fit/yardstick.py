"""Yardsticks of few numbers, which any fit of a whole market should be held against."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
_LEAST = 1e-12
_MOST_OFTEN = 100_000
_QUANTILES = 5_000
"""The share is then exact to 1 in so many, being a falling function of the chance."""


def beta_geometric(periods: Sequence[int], shares: Sequence[float]) -> tuple[float, float]:
    """Return a and b of the shifted beta-geometric law (Fader & Hardie 2007), by likelihood.

    Everybody leaves with a chance of their own, the same in every period, and chances are
    Beta(a, b) over customers.

    Parameters
    ----------
    periods : sequence of int
        From 0, rising.
    shares : sequence of float
        Customers left, as shares of those who began.

    Returns
    -------
    tuple of float

    Examples
    --------
    >>> a, b = beta_geometric(range(5), [1.0, 0.631, 0.468, 0.382, 0.326])
    >>> round(float(staying(a, b, [12])[0]), 2)
    0.16
    """
    from scipy.optimize import minimize

    left = -np.diff(np.append(np.asarray(shares, dtype=np.float64), 0.0))

    def miss(logs: Numbers) -> float:
        a, b = np.exp(logs)
        chances = -np.diff(np.append(staying(a, b, periods), 0.0))
        return -float(left @ np.log(np.maximum(chances, _LEAST)))

    found = minimize(miss, np.zeros(2), method="Nelder-Mead", bounds=[(-8.0, 12.0)] * 2)
    a, b = np.exp(found.x)
    return float(a), float(b)


def staying(a: float, b: float, periods: Sequence[int]) -> Numbers:
    """Return the shares that the shifted beta-geometric law leaves: B(a, b + t) / B(a, b)."""
    from scipy.special import betaln

    when = np.asarray(periods, dtype=np.float64)
    shares: Numbers = np.exp(betaln(a, b + when) - betaln(a, b))
    return shares


def purchases_law(many: Numbers, last: Numbers, seen: Numbers) -> tuple[Numbers, float]:
    """Return r, alpha, a and b of BG/NBD (Fader, Hardie & Lee 2005), and its log-likelihood.

    Parameters
    ----------
    many : numpy.ndarray
        Repeat purchases of each customer.
    last, seen : numpy.ndarray
        When the last of them was, and how long the customer was seen, since the first purchase.

    Returns
    -------
    tuple
        The four numbers, and the log-likelihood.
    """
    from scipy.optimize import minimize
    from scipy.special import betaln, gammaln

    def of_each(logs: Numbers) -> Numbers:
        r, alpha, a, b = np.exp(logs)
        common = gammaln(r + many) - gammaln(r) + r * np.log(alpha) - betaln(a, b)
        still = betaln(a, b + many) - (r + many) * np.log(alpha + seen)
        gone = betaln(a + 1, b + np.maximum(many, 1) - 1) - (r + many) * np.log(alpha + last)
        each: Numbers = common + np.where(many > 0, np.logaddexp(still, gone), still)
        return each

    found = minimize(
        lambda logs: -float(of_each(logs).mean()),
        np.zeros(4),
        method="L-BFGS-B",
        bounds=[(-8.0, 12.0)] * 4,
    )
    return np.exp(found.x), float(of_each(found.x).sum())


def still_buying(law: Numbers, periods: Sequence[int]) -> Numbers:
    """Return the shares not yet dropped out under BG/NBD: who buys at a rate drops out at p of it.

    The mean over Gamma rates and Beta chances of exp(−rate·p·t): over rates in closed form, over
    chances by their quantiles, since the hypergeometric function fails where rates are all alike.
    """
    from scipy.stats import beta

    r, alpha, a, b = law
    chances = beta.ppf((np.arange(_QUANTILES) + 0.5) / _QUANTILES, a, b)
    when = np.asarray(periods, dtype=np.float64)
    shares: Numbers = np.exp(-r * np.log1p(np.outer(when, chances) / alpha)).mean(axis=1)
    return shares


def coming_again(law: Numbers, often: int, periods: Sequence[float] | Numbers) -> Numbers:
    """Return the shares who have come again so often by then under BG/NBD.

    Whoever came so often did not drop out before, and buys as the negative binomial law says: a
    closed form of both.
    """
    from scipy.special import betainc, betaln

    r, alpha, a, b = law
    when = np.maximum(np.asarray(periods, dtype=np.float64), 0.0)
    stayed = np.exp(betaln(a, b + often - 1) - betaln(a, b))
    shares: Numbers = stayed * betainc(often, r, when / (alpha + when))
    return shares


def times_again(law: Numbers, periods: Sequence[float] | Numbers) -> Numbers:
    """Return how often a customer comes again by then under BG/NBD, on average.

    The sum of the chances to come again once, twice …, as far as anybody does; it is that of the
    published hypergeometric form (Fader, Hardie & Lee 2005), which fails where rates are alike.
    """
    total = np.zeros(len(periods))
    for often in range(1, _MOST_OFTEN):
        more = coming_again(law, often, periods)
        total += more
        if not len(more) or more.max() < _LEAST:
            break
    return total
