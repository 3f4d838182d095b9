"""Years for which a contract has held customers without having let them choose yet.

Who cannot leave tells nothing about who will: such years must not be carried on for ever.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from relsim.behaviour.contract import periods_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from relsim.scenario import Scenario

    Numbers = NDArray[np.float64]


def terms_asked(scenario: Scenario, firms: NDArray[Any] | None = None) -> Numbers:
    """Return each firm's term in periods: the longer of the opening's and today's."""
    asked = [float(firm.term) for firm in scenario.firms]
    if firms is not None:
        asked = [max(pair) for pair in zip(asked, firms["term"].tolist(), strict=True)]
    return np.array([periods_of(months, scenario.months) for months in asked])


def held_years(customers: NDArray[Any], terms: Numbers, period: int, year: int) -> Numbers:
    """Return the years for which customers have not been let choose, added up by firm.

    Of those in a term longer than a year, since notice could last be given; of a first term, since
    the year that began after joining.

    Parameters
    ----------
    customers : ndarray of records
        With ``firm``, ``start``, ``bound_until`` and ``leaves_for``.
    terms : ndarray
        Of each firm, in periods: the longest that its customers may have signed for.
    period : int
        The period that is about to begin; the first of a year.
    year : int
        Periods in a year.

    Returns
    -------
    ndarray
        Years, a number a firm.

    Examples
    --------
    >>> import numpy as np
    >>> names = ("firm", "start", "bound_until", "leaves_for")
    >>> people = np.array([(0, 3, 63, 0), (0, 3, 15, 0)], [(name, "i4") for name in names])
    >>> held_years(people, np.array([60.0]), 36, 12)
    array([2.])
    """
    there = (customers["firm"] >= 0) & (customers["leaves_for"] <= 0)
    there &= customers["bound_until"] >= period
    # Column by column: whole records are twenty times as wide.
    firm, start, until = (customers[name][there] for name in ("firm", "start", "bound_until"))
    term, notice = terms[firm], -customers["leaves_for"][there].astype(np.float64)
    could, signed = until - notice, until - term
    counted = (start // year + 1) * year
    last = np.where(could < period, could, np.where(signed > start, signed, counted))
    years = np.where(term > year, np.maximum(period - last, 0.0) / year, 0.0)
    return np.bincount(firm, years, minlength=len(terms)).astype(np.float64)
