"""The settings that belong to no mechanism: size, length, names, shares, the network.

They are declared with the same class as the mechanisms' parameters, so validation, the
schema, the starter file and the documentation treat all settings alike.
"""

from __future__ import annotations

import math
from dataclasses import replace

from relsim.behaviour.declaration import LEAST, Parameter, Trait

MOST_CUSTOMERS = 10_000_000
MOST_PERIODS = 100_000
MOST_FIRMS = 16
MOST_SEGMENTS = 100
MOST_STRATEGIES = 200
MOST_EVENTS = 10_000
LARGEST_ID = 1_000_000
FEWEST_COMPARED, MOST_COMPARED = 2, 4
"""Strategies that stand side by side on the page."""

MONTHS: dict[str, float] = {
    "week": 12 / 52,
    "month": 1.0,
    "quarter": 3.0,
    "half_year": 6.0,
    "year": 12.0,
}
"""Months in a period, by the period's word."""


def whole_periods(months: float, period: str) -> int:
    """Return how many whole periods hold so many months."""
    # A week is 12/52 months: without the rounding, 24 months would be 105 weeks, not 104.
    return math.ceil(round(months / MONTHS[period], 9))


NETWORKS = ("small_world", "random", "scale_free", "complete", "none", "file")


def _table(*parameters: Parameter) -> dict[str, Parameter]:
    return {parameter.name: parameter for parameter in parameters}


MARKET = _table(
    Parameter(
        name="title",
        default="",
        unit="line of text",
        meaning="What the market is called on charts and reports.",
    ),
    Parameter(
        name="about",
        default="",
        unit="text",
        meaning="Why this market is different, for people who read it.",
    ),
    Parameter(
        name="compare",
        default="",
        unit="two to four strategies, with commas between them",
        meaning="The comparison that the page opens this market on, the baseline first.",
    ),
    Parameter(
        name="customers",
        default=2000,
        low=0,
        high=MOST_CUSTOMERS,
        whole=True,
        unit="customers",
        plausible=(500, 20_000),
        meaning="How many customers the market has.",
    ),
    Parameter(
        name="periods",
        default=120,
        low=0,
        high=MOST_PERIODS,
        whole=True,
        unit="periods",
        plausible=(60, 240),
        meaning="How many periods are reported, counted after warming up.",
    ),
    Parameter(
        name="period",
        default="month",
        choices=tuple(MONTHS),
        meaning="How long a period is; a customer uses the service at most once in it.",
    ),
    Parameter(
        name="warm_up",
        default=24.0,
        low=0.0,
        high=1200.0,
        unit="months",
        plausible=(12.0, 60.0),
        meaning="How long every firm lives at its baseline before any strategy starts; rounded up "
        "to whole periods.",
    ),
    Parameter(
        name="focal",
        default="",
        unit="name of a firm",
        meaning="The firm under study; the first one when not set.",
    ),
    Parameter(
        name="currency",
        default="€",
        unit="sign",
        meaning="The sign that stands before amounts of money.",
    ),
    Parameter(
        name="network",
        default="small_world",
        choices=NETWORKS,
        meaning="Who knows whom among the customers.",
        source="Watts & Strogatz 1998",
    ),
    Parameter(
        name="network_degree",
        default=8,
        low=0,
        high=1000,
        whole=True,
        unit="acquaintances",
        plausible=(2, 20),
        meaning="How many acquaintances a customer has on average.",
        source="starting value",
    ),
    Parameter(
        name="network_rewiring",
        default=0.1,
        low=0.0,
        high=1.0,
        unit="share",
        plausible=(0.0, 1.0),
        meaning="Share of a small world's ties that lead to somebody far away.",
        source="Watts & Strogatz 1998",
    ),
    Parameter(
        name="network_file",
        default="",
        unit="path of an edge list, relative to the scenario's folder",
        meaning='Your own network, one pair of customers a line; with network = "file".',
    ),
    Parameter(
        name="network_first",
        default=None,
        low=0,
        high=1,
        whole=True,
        unit="number",
        meaning="The number of the first customer in that file; asked for where 0 never occurs.",
    ),
)

_ID = Parameter(
    name="id",
    default=None,
    low=0,
    high=LARGEST_ID,
    whole=True,
    unit="number",
    meaning="Its number, by which luck is keyed; its place in the file when not set.",
)

SEGMENT = _table(
    Parameter(name="name", default="", unit="name", meaning="What the segment is called."),
    _ID,
    Parameter(
        name="share",
        default=None,
        low=0.0,
        high=1.0,
        unit="share of customers",
        meaning="Share of customers in the segment; those not set split the rest equally.",
    ),
)

FIRM = _table(
    Parameter(name="name", default="", unit="name", meaning="What the firm is called."),
    _ID,
    Parameter(
        name="strategy",
        default="none",
        unit="name of a strategy",
        meaning="The strategy it starts when warming up is over.",
    ),
    Parameter(
        name="opening_share",
        default=None,
        low=0.0,
        high=1.0,
        unit="share of customers",
        meaning="Share of customers at the very start; those not set split the rest equally.",
    ),
)

STRATEGY = _table(
    Parameter(
        name="extends",
        default="",
        unit="name of a strategy",
        meaning="The strategy whose levers it takes over before setting its own.",
    ),
    Parameter(
        name="title",
        default="",
        unit="a few words",
        meaning="What the page and the report call it.",
    ),
)

EVENT = _table(
    Parameter(
        name="name",
        default="",
        unit="name",
        meaning="What the event is called, if it is to be addressed.",
    ),
    Parameter(
        name="period",
        default=0,
        low=-10 * MOST_PERIODS,
        high=MOST_PERIODS,
        whole=True,
        unit="period",
        meaning="When it happens: 0 is the first period after warming up, negative ones lie "
        "within it.",
    ),
    Parameter(
        name="firm",
        default="",
        unit="name of a firm",
        meaning="Whose setting changes; left out for a setting of the market.",
    ),
)

TEXT_LIMITS = {
    "title": 200,
    "about": 10_000,
    "compare": 1_000,
    "currency": 8,
    "network_file": 400,
}
"""Characters at most in a text; a name may have ``names.LONGEST``."""


def law_terms(trait: Trait) -> dict[str, Parameter]:
    """Return the terms of a trait's law, declared as parameters.

    Examples
    --------
    >>> from relsim.behaviour.declaration import Trait
    >>> trait = Trait(name="patience", law="beta", mean=0.5, spread=4, high=1, meaning="Patience.")
    >>> list(law_terms(trait))
    ['mean', 'concentration']
    """
    terms = [replace(trait.settable, name="mean", meaning="The mean over customers.")]
    if trait.law == "beta":
        terms.append(
            Parameter(
                name="concentration",
                default=float(trait.spread),
                low=LEAST,
                meaning="How alike customers are: the sum of the Beta law's two parameters.",
            )
        )
    elif trait.law == "lognormal":
        terms.append(
            Parameter(
                name="sigma",
                default=float(trait.spread),
                low=0.0,
                high=5.0,
                meaning="How different customers are: the spread of the logarithm.",
            )
        )
    return {term.name: term for term in terms}
