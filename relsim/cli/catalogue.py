"""Tables of everything that is declared: levers, parameters, strategies, scenarios.

The command line prints them, and the generated documentation is made of them, so that no
number stands in two places.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import asdict
from typing import TYPE_CHECKING

from relsim.behaviour import MECHANISMS
from relsim.behaviour.declaration import Lever, Mechanism, Parameter, Trait
from relsim.cli.listing import Entry, Listing, in_words
from relsim.result.quantity import UNDEFINED
from relsim.result.words import counted
from relsim.scenario import structure
from relsim.scenario.wording import number
from relsim.study.fit.bounds import plausible

if TYPE_CHECKING:
    from relsim.scenario import Scenario

PARAMETER_COLUMNS = ("name", "default", "range", "plausible", "unit", "meaning", "source")
LEVER_COLUMNS = ("name", "default", "range", "plausible", "unit", "meaning", "cost")


def levers() -> list[Listing]:
    """Return what a firm can be set to, with its cost, by mechanism.

    Examples
    --------
    >>> listing = levers()[0]
    >>> listing.columns
    ('name', 'default', 'range', 'plausible', 'unit', 'meaning', 'cost')
    """
    return [
        Listing(
            mechanism.title,
            "[[firms]]",
            LEVER_COLUMNS,
            tuple(_lever(lever) for lever in mechanism.levers),
        )
        for mechanism in MECHANISMS
        if mechanism.levers
    ]


def parameters() -> list[Listing]:
    """Return every setting but the levers, by the table of the file and by mechanism.

    Examples
    --------
    >>> [listing.place for listing in parameters()][:3]
    ['[market]', '[market.costs]', '[[segments]]']
    """
    traits = [_trait(trait) for mechanism in MECHANISMS for trait in mechanism.traits]
    market = [*structure.MARKET.values(), *(one for each in MECHANISMS for one in each.market)]
    costs = [one for mechanism in MECHANISMS for one in mechanism.costs]
    return [
        _listing("The market", "[market]", market),
        _listing("What relationships cost", "[market.costs]", costs),
        Listing(
            "Kinds of customers",
            "[[segments]]",
            PARAMETER_COLUMNS,
            (*(_parameter(one) for one in structure.SEGMENT.values()), *traits),
        ),
        _listing("Firms, besides their levers", "[[firms]]", structure.FIRM.values()),
        _listing("Strategies, besides levers", "[strategies.NAME]", structure.STRATEGY.values()),
        _listing("Events", "[[events]]", structure.EVENT.values()),
        *(_behaviour(mechanism) for mechanism in MECHANISMS if mechanism.behaviour),
    ]


def strategies(scenario: Scenario) -> list[Listing]:
    """Return the strategies of a scenario."""
    entries: tuple[Entry, ...] = tuple(
        {
            "name": name,
            "extends": strategy.extends,
            "levers": dict(strategy.levers),
            "sets": ", ".join(f"{lever} {in_words(to)}" for lever, to in strategy.levers.items()),
        }
        for name, strategy in scenario.strategies.items()
    )
    return [Listing("Strategies", "[strategies.NAME]", ("name", "extends", "sets"), entries)]


def uncertainty(scenario: Scenario) -> list[Listing]:
    """Return the numbers of a scenario that are uncertain, with their priors, by mechanism.

    Examples
    --------
    >>> import relsim
    >>> uncertainty(relsim.load("insurance"))[0].columns
    ('number', 'here', 'plausible', 'law', 'known')
    """
    from relsim.study.settings.uncertain import uncertain

    titles = {mechanism.name: mechanism.title for mechanism in MECHANISMS}
    found: dict[str, list[Entry]] = {}
    for one in uncertain(scenario):
        moved = {"moves_along": [tied.path for tied in one.tied]}
        entry: Entry = {
            "number": one.path,
            "here": one.central,
            "plausible": f"{number(one.low)} to {number(one.high)}",
            "plausible_low": one.low,
            "plausible_high": one.high,
            "law": one.law,
            "known": one.known,
            **moved,
        }
        found.setdefault(one.group, []).append(entry)
    columns = ("number", "here", "plausible", "law", "known")
    return [Listing(titles[group], "", columns, tuple(entries)) for group, entries in found.items()]


def patterns(scenario: Scenario) -> list[Listing]:
    """Return what is known of a market from outside, where nobody brings patterns of their own."""
    from relsim.study.settings.pattern import bundled_patterns

    entries: tuple[Entry, ...] = tuple(
        {
            **asdict(one),
            "may be off by": in_words(one.discrepancy),
            "use": "held out" if one.holds_out else "calibrates",
        }
        for one in bundled_patterns(scenario)
    )
    columns = ("measured", "name", "target", "error", "may be off by", "use", "source")
    return [Listing("What is known from outside", "[[patterns]]", columns, entries)]


def scenarios() -> list[Listing]:
    """Return the scenarios that come with relsim."""
    from relsim.scenario import bundled, load

    entries: list[Entry] = []
    for name, path in bundled().items():
        scenario = load(path)
        market = scenario.market
        entries.append(
            {
                "name": name,
                "customers": market.customers,
                "firms": len(scenario.firms),
                "horizon": counted(market.periods, market.period),
                "about": f"{market.title}. {' '.join(str(market.about).split())}",
            }
        )
    columns = ("name", "customers", "firms", "horizon", "about")
    return [Listing("Scenarios that come with relsim", "", columns, tuple(entries))]


def _listing(title: str, place: str, declared: Iterable[Parameter]) -> Listing:
    entries = tuple(_parameter(one) for one in declared)
    return Listing(title, place, PARAMETER_COLUMNS, entries)


def _behaviour(mechanism: Mechanism) -> Listing:
    """Return the keys that a mechanism adds to ``[behaviour]``, its literature for a source."""
    literature = "; ".join(mechanism.literature)
    entries = [_parameter(one) for one in mechanism.behaviour]
    for entry in entries:
        entry["source"] = entry["source"] or (literature if entry["unit"] == "yes or no" else "")
    return Listing(mechanism.title, "[behaviour]", PARAMETER_COLUMNS, tuple(entries))


def _parameter(parameter: Parameter) -> Entry:
    return {
        "name": parameter.name,
        "default": parameter.default,
        "range": _range(parameter),
        "unit": parameter.unit,
        "meaning": parameter.meaning,
        "source": parameter.source,
        "low": _limit(parameter.low),
        "high": _limit(parameter.high),
        **_plausible(parameter),
        "choices": parameter.choices,
        "an_event_may_set_it": parameter.event,
    }


def _lever(lever: Lever) -> Entry:
    only = "" if lever.strategic else " Set for the firm, not by a strategy."
    return {
        **_parameter(lever),
        "meaning": lever.meaning + only,
        "cost": lever.cost,
        "a_strategy_may_set_it": lever.strategic,
        "visibility": lever.visibility,
        "personal": lever.personal,
        "lasts_one_period": lever.momentary,
    }


def _trait(trait: Trait) -> Entry:
    """Return a trait as a row; its default is the law that customers are born with."""
    terms = structure.law_terms(trait)
    law = ", ".join(f"{name} {in_words(term.default)}" for name, term in terms.items())
    return {
        "name": trait.name,
        "default": {name: term.default for name, term in terms.items()},
        "range": _range(trait.settable),
        "unit": trait.unit,
        "meaning": f"{trait.meaning} Drawn once: {trait.law}, {law}.",
        "source": trait.source,
        "low": trait.settable.low,
        "high": trait.settable.high,
        **_plausible(structure.law_terms(trait)["mean"]),
        "law": trait.law,
    }


def _plausible(parameter: Parameter) -> Entry:
    """Return where a fit seeks a number unless it is told."""
    span = plausible(parameter)
    words = f"{number(span[0])} to {number(span[1])}" if span else UNDEFINED
    low, high = span or (None, None)
    return {"plausible": words, "plausible_low": low, "plausible_high": high}


def _range(parameter: Parameter) -> str:
    if parameter.choices:
        return " | ".join(parameter.choices)
    if isinstance(parameter.default, bool):
        return "true | false"
    if isinstance(parameter.default, str):
        return "text"
    return f"{number(parameter.low)} to {number(parameter.high)}"


def _limit(value: float) -> float | None:
    return value if math.isfinite(value) else None
