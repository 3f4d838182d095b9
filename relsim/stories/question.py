"""Whom a story is about, and under what: checked before anything heavy is loaded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from relsim.errors import InputError
from relsim.scenario.wording import nearest, show
from relsim.study.arms import choose_arms

if TYPE_CHECKING:
    from relsim.scenario import Scenario

SOUGHT = {
    "left": "left the firm under study",
    "stayed": "stayed with it to the end",
    "returned": "left it and came back",
    "failed": "met a failure there",
    "kept": "stayed, but leaves under the other strategy",
}
"""What can be looked for, said of somebody who is with that firm when the strategy starts."""


def check_question(
    scenario: Scenario, customer: int, strategy: str | None, against: str | None
) -> tuple[str, str | None]:
    """Return the two strategies of a story, checked together with the customer.

    Examples
    --------
    >>> import relsim
    >>> check_question(relsim.load("insurance"), 17, "social", "none")
    ('social', 'none')
    """
    first = scenario.focal.strategy if strategy is None else strategy
    names = [first] if against is None else [first, against]
    choose_arms(scenario.strategies, names)
    population = scenario.market.customers
    if not population:
        raise InputError(
            "market.customers: the market has no customers, so there is no life to tell. Write a "
            "number from 1."
        )
    if isinstance(customer, bool) or not isinstance(customer, int):
        raise InputError(f"customer: found {show(customer)}; write a row, a whole number from 0.")
    if not 0 <= customer < population:
        near = min(max(customer, 0), population - 1)
        raise InputError(
            f"customer: there is no customer {customer}; rows run from 0 to {population - 1}. The "
            f"nearest is {near}."
        )
    return first, None if against == first else against


def check_sought(sought: str) -> str:
    """Return what a customer is looked for by, checked."""
    if sought not in SOUGHT:
        near = nearest(sought, SOUGHT)
        hint = f" Did you mean {show(near)}?" if near else ""
        raise InputError(
            f"find: found {show(sought)}; allowed is one of {', '.join(SOUGHT)}.{hint}"
        )
    return sought
