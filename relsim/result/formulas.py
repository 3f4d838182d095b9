"""How the figures of a whole run are computed from a firm's books."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from relsim.result.books import FirmBooks, Numbers

Value = float | None

_LEAST_FALL = 1e-9
"""A year's fall below this one is lost in the digits of what falls."""


def ratio(above: float, below: float) -> Value:
    """Return a quotient, or None where it is undefined.

    Examples
    --------
    >>> ratio(1.0, 4.0), ratio(1.0, 0.0)
    (0.25, None)
    """
    value = above / below if below else None
    return None if value is None or not math.isfinite(value) else float(value)


def for_ever(yearly: float, falling: float) -> Value:
    """Return the sum of what falls by a share each year; None where it hardly falls.

    Examples
    --------
    >>> for_ever(1.0, 0.25), for_ever(1.0, 1e-17)
    (4.0, None)
    """
    return ratio(yearly, falling) if falling > _LEAST_FALL else None


def total(name: str) -> Callable[[FirmBooks], Value]:
    """Return what adds a line up."""
    return lambda books: books.total(name)


def a_customer(name: str, base: str = "customers") -> Callable[[FirmBooks], Value]:
    """Return what divides the sum of a line by that of another: a mean, weighted by customers."""
    return lambda books: ratio(books.total(name), books.total(base))


def retention(books: FirmBooks) -> Value:
    """Return the share of customers at a year's start who never left within the year.

    Averaged over whole years after the warm-up, weighted by customers; those whom population
    turnover took within the year are in neither number. None below a year.
    """
    size, kept = books.cohorts[: books.periods // books.year].sum(axis=0)
    return ratio(kept, size)


def retention_to_come(books: FirmBooks) -> Value:
    """Return the annual retention that may be carried on beyond the horizon.

    That of the years seen, without those for which a contract still holds somebody who has not been
    able to choose since: that they are there tells nothing about who will stay. Such years count
    once the term has ended, those from before the warm-up's end included. The same as retention
    where no contract lasts longer than a year; None where nobody could have left.
    """
    years = books.periods // books.year
    size, kept = books.cohorts[:years].sum(axis=0)
    held = float(books.held[0] - books.held[years])
    share = ratio(kept + held, size + held)
    # Below nothing: fewer years have come to their end than customers have left.
    return None if share is None or size + held < 0.0 else max(0.0, share)


def turnover(books: FirmBooks) -> Value:
    """Return the share of a year's first customers whom population turnover took within it."""
    years = books.periods // books.year
    if not years:
        return None
    first = slice(0, years * books.year, books.year)
    opened = float(books.line("opened")[first].sum())
    return ratio(opened - float(books.cohorts[:years, 0].sum()), opened)


def discounts(books: FirmBooks) -> Numbers:
    """Return what money at each period's end is worth when the warm-up ends."""
    import numpy as np  # heavy: declaring figures needs none of it

    years = (np.arange(books.periods) + 1) * books.months / 12
    return np.asarray((1.0 + books.discount_rate) ** -years)


def npv(books: FirmBooks) -> Value:
    """Return profit, discounted to the end of the warm-up."""
    return float((books.line("profit") * discounts(books)).sum())


def lifetime_value(books: FirmBooks) -> Value:
    """Return the mean lifetime value of the firm's customers at the end of warm-up.

    The discounted margin less relationship spending until they leave or the horizon comes, and
    beyond it the last year's mean carried on: × r / (1 + d − r), with the annual retention
    to come r and discount rate d (Gupta & Lehmann 2003). None without customers or below a year.
    """
    import numpy as np

    if books.periods == 0:
        return None
    # Whoever opened period 0 was there when the warm-up ended.
    founders = float(books.line("opened")[0])
    kept = retention_to_come(books)
    if not founders or kept is None:
        return None
    customers = books.line("customers")
    with np.errstate(invalid="ignore", divide="ignore"):
        # Loyalty discounts are missing from revenue already.
        spending = np.where(
            customers > 0,
            (books.line("relationship_spending") - books.line("discounts")) / customers,
            0.0,
        )
    net = books.line("founder_margin") - spending * books.line("founders")
    worth = discounts(books)
    tail = for_ever(kept, 1.0 + books.discount_rate - kept)
    if tail is None:
        return None
    beyond = net[-books.year :].sum() * tail * worth[-1]
    return ratio(float((net * worth).sum() + beyond), founders)


def customer_equity(books: FirmBooks) -> Value:
    """Return the value of present and expected customers at the end of the run.

    A customer's yearly margin less relationship spending, as it was in the last year, kept with the
    annual retention to come and discounted; present customers have it now, and as many are expected
    to be won each year as in the last one, at the cost of acquisition (after Rust, Lemon & Zeithaml
    2004). None where undefined: below a year, where nobody could have left, or discounting by less
    than 1e-9 a year.
    """
    last = slice(-books.year, None)
    kept, rate = retention_to_come(books), books.discount_rate
    heads = float(books.line("customers")[last].mean()) if books.periods else 0.0
    if kept is None or not heads or rate <= _LEAST_FALL:
        return None

    def sum_of(name: str) -> float:
        return float(books.line(name)[last].sum())

    # Loyalty discounts are missing from revenue already, so they are not taken off twice.
    spending = sum_of("relationship_spending") - sum_of("discounts")
    yearly = (sum_of("revenue") - sum_of("service_cost") - spending) / heads
    value = yearly * (1.0 + rate) / (1.0 + rate - kept)
    won = float((books.line("acquired")[last] + books.line("won_back")[last]).sum())
    expected = (won * value - sum_of("acquisition_cost")) / rate
    return float(books.line("closed")[-1] * value + expected)


def share(books: FirmBooks) -> Value:
    """Return the firm's part of all customers who have a firm at the end."""
    return ratio(books.closed, books.everybody)


def lost(books: FirmBooks) -> Value:
    """Return customers lost, population turnover apart."""
    return books.total("lost") - books.total("lost_population_turnover")


def cost_per_customer_won(books: FirmBooks) -> Value:
    """Return acquisition cost and advertising for each customer won."""
    won = books.total("acquired") + books.total("won_back")
    return ratio(books.total("acquisition_cost") + books.total("advertising_cost"), won)


def cost_per_customer_kept(books: FirmBooks) -> Value:
    """Return relationship spending for each customer kept through a whole year."""
    years = books.periods // books.year
    spent = float(books.line("relationship_spending")[: years * books.year].sum())
    return ratio(spent, float(books.cohorts[:years, 1].sum()))
