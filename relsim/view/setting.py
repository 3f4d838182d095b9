"""What was asked, of which market, and what the strategies do: the report's first half."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from relsim.behaviour import COSTS, LEVERS
from relsim.behaviour.declaration import Lever, Value
from relsim.result.quantity import Quantity, Unit
from relsim.result.table import Shown
from relsim.result.words import AFTER_SEMICOLON, Sentence, counted, joined, listed, singular
from relsim.scenario.wording import number
from relsim.study.levers import in_words
from relsim.view.findings import currency_of
from relsim.view.periods import horizon
from relsim.words.catalogue import Word, marked, translate

if TYPE_CHECKING:
    from relsim.scenario import Scenario
    from relsim.study.compare import Comparison

WHOLE = Unit("percent", 0)

_COST = re.compile(r"`costs\.(\w+)`")
_NUMBERS = marked(
    ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
)


def question(comparison: Comparison) -> Sentence:
    """Return the question that the comparison answers."""
    firm = comparison.scenario.focal.name
    names = comparison.strategies
    if len(names) == 1:
        return Sentence(
            "What does the strategy {strategy} lead to for {firm}?", strategy=names[0], firm=firm
        )
    return Sentence(
        "What do {count} strategies – {names} – lead to for {firm}, and how do they differ from "
        "{baseline}?",
        count=_in_letters(len(names)),
        names=listed(names),
        firm=firm,
        baseline=names[0],
    )


def market_facts(scenario: Scenario) -> list[tuple[str, Shown]]:
    """Return the market in a few lines, each a heading and a text."""
    market = scenario.market
    rivals = [name for name in scenario.firm_names if name != scenario.focal.name]
    facts: list[tuple[str, Shown]] = [
        (
            translate("Customers"),
            Sentence(
                "{number}, in {segments}",
                number=f"{market.customers:,}",
                segments=_segments(scenario),
            ),
        ),
        (translate("Firm under study"), str(scenario.focal.name)),
        (translate("Rivals"), listed(rivals) if rivals else translate("none")),
        (
            translate("Followed for"),
            Sentence(
                "{horizon} in steps of one {period}, after {warm_up} months in which every firm "
                "keeps to its baseline",
                horizon=horizon(scenario),
                period=Word(singular(str(market.period))),
                warm_up=f"{market.warm_up:g}",
            ),
        ),
        (
            translate("Money"),
            Sentence(
                "in {currency}, discounted at {rate} a year",
                currency=market.currency,
                rate=Quantity(market.discount_rate, WHOLE),
            ),
        ),
    ]
    if scenario.events:
        told = [_event(one.name, one.period) for one in scenario.events]
        facts.append((translate("Events"), joined(told, AFTER_SEMICOLON)))
    if scenario.overrides:
        changed = [f"{path} = {value}" for path, value in scenario.overrides.items()]
        facts.append((translate("Changed from the file"), joined(changed, AFTER_SEMICOLON)))
    return facts


def _in_letters(number: int) -> str:
    return str(_NUMBERS[number]) if number < len(_NUMBERS) else str(number)


def _segments(scenario: Scenario) -> str:
    names = [
        Word(one.name)
        if one.share is None
        else Sentence("{name} ({share})", name=Word(one.name), share=WHOLE.text(one.share))
        for one in scenario.segments
    ]
    if not names:
        return translate("one segment")
    return str(
        Sentence(
            "{segments}: {names}", segments=counted(len(names), "segment"), names=listed(names)
        )
    )


def _event(name: str, period: int) -> Sentence:
    event = Word(name or "a change of settings")
    return Sentence("{event} (period {period})", event=event, period=period)


def levers(comparison: Comparison) -> list[tuple[Shown, ...]]:
    """Return the levers in which the strategies differ."""
    rows: list[tuple[Shown, ...]] = []
    for name, lever in LEVERS.items():
        if not lever.strategic:
            continue
        values = [_value(comparison, strategy, name) for strategy in comparison.strategies]
        if any(value != values[0] for value in values):
            what = translate(lever.meaning).removesuffix(".").removesuffix("。")
            cost = cost_in_words(comparison.scenario, lever)
            currency = currency_of(comparison)
            rows.append((what, cost, *(in_words(lever, value, currency) for value in values)))
    return rows


def _value(comparison: Comparison, arm: str, lever: str) -> Value:
    own: Value = getattr(comparison.scenario.focal, lever)
    return comparison.levers(arm).get(lever, own)


def cost_in_words(scenario: Scenario, lever: Lever) -> str:
    """Return what a lever costs, with this market's amounts in place of settings' names."""
    costs = scenario.market.costs

    def amount(found: re.Match[str]) -> str:
        name = found[1]
        if name not in COSTS:
            return name
        value = float(getattr(costs, name))
        if not COSTS[name].money:
            return number(value)
        return Unit("money", 2, str(scenario.market.currency)).text(value)

    words = _COST.sub(amount, translate(lever.cost or "nothing")).replace("`", "")
    if not lever.in_percent:
        return words
    full = re.compile(rf"{re.escape(translate('at 1'))}(?!\d)")
    return full.sub(str(Sentence("at {value}", value=WHOLE.text(1))), words)
