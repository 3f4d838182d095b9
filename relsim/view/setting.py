"""What was asked, of which market, and what the strategies do: the report's first half."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from relsim.behaviour import COSTS, LEVERS
from relsim.behaviour.declaration import Lever, Value
from relsim.result.words import count, listed, money, percent
from relsim.scenario.wording import number
from relsim.view.chart import currency
from relsim.view.periods import horizon

if TYPE_CHECKING:
    from relsim.scenario import Scenario
    from relsim.study.compare import Comparison

_SECOND = re.compile(r" \(\d+\)$")
_COST = re.compile(r"`costs\.(\w+)`")
_FULL = re.compile(r"\bat 1\b")
_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def question(comparison: Comparison) -> str:
    """Return the question that the comparison answers."""
    firm = comparison.scenario.focal.name
    names = comparison.strategies
    if len(names) == 1:
        return f"What does the strategy {names[0]} lead to for {firm}?"
    return (
        f"What do {_in_letters(len(names))} strategies – {listed(names)} – lead to for {firm}, and "
        f"how do they differ from {names[0]}?"
    )


def market_facts(scenario: Scenario) -> list[tuple[str, str]]:
    """Return the market in a few lines, each a heading and a text."""
    market = scenario.market
    rivals = [name for name in scenario.firm_names if name != scenario.focal.name]
    period = str(market.period).replace("_", " ")
    facts = [
        ("Customers", f"{market.customers:,}, in {_segments(scenario)}"),
        ("Firm under study", str(scenario.focal.name)),
        ("Rivals", listed(rivals) if rivals else "none"),
        (
            "Followed for",
            f"{horizon(scenario)} in steps of one {period}, after {market.warm_up:g} months in "
            "which every firm keeps to its baseline",
        ),
        ("Money", f"in {market.currency}, discounted at {percent(market.discount_rate)} a year"),
    ]
    if scenario.events:
        facts.append(("Events", "; ".join(_event(one.name, one.period) for one in scenario.events)))
    if scenario.overrides:
        changed = "; ".join(f"{path} = {value}" for path, value in scenario.overrides.items())
        facts.append(("Changed from the file", changed))
    return facts


def _in_letters(number: int) -> str:
    return _NUMBERS[number] if number < len(_NUMBERS) else str(number)


def _segments(scenario: Scenario) -> str:
    names = [
        str(one.name) if one.share is None else f"{one.name} ({percent(one.share)})"
        for one in scenario.segments
    ]
    if not names:
        return "one segment"
    noun = count(len(names), "segment")
    return f"{noun}: {listed(names)}"


def _event(name: str, period: int) -> str:
    return f"{name or 'a change of settings'} (period {period})"


def levers(comparison: Comparison) -> list[tuple[str, ...]]:
    """Return the levers in which the strategies differ."""
    rows = []
    for name, lever in LEVERS.items():
        if not lever.strategic:
            continue
        values = [_value(comparison, strategy, name) for strategy in comparison.strategies]
        if any(value != values[0] for value in values):
            what = lever.meaning.removesuffix(".")
            cost = cost_in_words(comparison.scenario, lever)
            rows.append((what, cost, *(setting(lever, value, comparison) for value in values)))
    return rows


def _value(comparison: Comparison, arm: str, lever: str) -> Value:
    scenario = comparison.scenario
    own: Value = getattr(scenario.focal, lever)
    if arm in comparison.scalings:
        return comparison.scalings[arm].levers.get(lever, own)
    # An arm that runs twice is called "social (2)".
    name = arm if arm in scenario.strategies else _SECOND.sub("", arm)
    strategy = scenario.strategies.get(name)
    return own if strategy is None else strategy.levers.get(lever, own)


def setting(lever: Lever, value: Value, comparison: Comparison) -> str:
    """Return a lever's value as people read it."""
    if value is None:
        return "not set"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str):
        return value.replace("_", " ")
    if lever.money:
        return money(value, currency(comparison), 2)
    if _in_percent(lever):
        return percent(value, 0 if round(100 * value, 6) == round(100 * value) else 1)
    return number(float(value))


def cost_in_words(scenario: Scenario, lever: Lever) -> str:
    """Return what a lever costs, with this market's amounts in place of settings' names."""
    costs = scenario.market.costs

    def amount(found: re.Match[str]) -> str:
        name = found[1]
        if name not in COSTS:
            return name
        value = float(getattr(costs, name))
        return (
            money(value, str(scenario.market.currency), 2) if COSTS[name].money else number(value)
        )

    words = _COST.sub(amount, lever.cost or "nothing").replace("`", "")
    return _FULL.sub(f"at {percent(1)}", words) if _in_percent(lever) else words


def _in_percent(lever: Lever) -> bool:
    return lever.unit.startswith(("share", "chance", "intensity"))
