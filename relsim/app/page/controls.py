"""What can be set on the page, derived from the declarations: sliders, fields, their hints."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from relsim.app.session.exploring import reach
from relsim.behaviour import LEVERS, MARKET, MECHANISMS, TRAITS
from relsim.behaviour.declaration import MOST, Lever, Parameter, Value
from relsim.result.words import Sentence, joined
from relsim.scenario import structure
from relsim.scenario.wording import number
from relsim.scenario.writing import path_of
from relsim.study.levers import levers_under, unit_of
from relsim.words.catalogue import Word, translate

if TYPE_CHECKING:
    from relsim.scenario import Scenario
    from relsim.scenario.table import Table
    from relsim.scenario.tables import SegmentTable

Plain = dict[str, Any]
"""What becomes JSON."""

FEW = 7
"""Sliders that stand there without asking."""

USUAL = ("social", "structural", "reward_rate", "quality", "price", "compensation", "speed")
"""Levers that matter in most markets: the bonds of the three levels, what is bought, and what
follows a failure."""

_STEPS = 100
"""Steps of a slider, at least."""


def sliders(scenario: Scenario, strategy: str, chosen: Sequence[str]) -> list[Plain]:
    """Return the few levers of a strategy that are worth a slider.

    Examples
    --------
    >>> import relsim
    >>> [one["name"] for one in sliders(relsim.load("insurance"), "social", ["none", "social"])][:3]
    ['reward_rate', 'social', 'structural']
    """
    set_by_them = [name for one in chosen for name in scenario.strategies[one].levers]
    own = list(scenario.strategies[strategy].levers)
    names = [
        name
        for name in dict.fromkeys([*own, *set_by_them, *USUAL])
        if _is_number(LEVERS[name]) and levers_under(scenario, strategy)[name] is not None
    ]
    return [_slider(scenario, strategy, name) for name in names[:FEW]]


def levers_to_change(scenario: Scenario, strategy: str, firm: str = "") -> list[Plain]:
    """Return the levers that can be changed on the way, the usual ones first.

    Examples
    --------
    >>> import relsim
    >>> found = levers_to_change(relsim.load("insurance"), "social")[0]
    >>> found["label"], found["value"], found["unit"]["scale"]
    ('Personal contact', '0.5', 100)
    """
    under = levers_under(scenario, strategy, firm)
    names = dict.fromkeys([*(name for name in USUAL if name in under), *under])
    found, currency = [], str(scenario.market.currency)
    for name in names:
        control = _control(name, LEVERS[name], under[name], scenario)
        kept = {key: control[key] for key in ("name", "label", "value", "choices", "titles")}
        found.append({**kept, "unit": unit_of(LEVERS[name], currency).plain})
    return found


def _is_number(lever: Parameter) -> bool:
    return not lever.choices and not isinstance(lever.default, bool | str)


def _slider(scenario: Scenario, strategy: str, name: str) -> Plain:
    lever = LEVERS[name]
    value = levers_under(scenario, strategy)[name]
    assert isinstance(value, int | float)
    low, high = reach(lever, float(value), float(getattr(scenario.focal, name) or 0.0))
    return {
        **_control(path_of("strategies", strategy, name), lever, value, scenario),
        "low": low,
        "high": high,
        "step": _step(low, high),
        "percent": lever.in_percent,
    }


def _step(low: float, high: float) -> float:
    """Return a round step, a hundredth of the range or a little less.

    Examples
    --------
    >>> _step(0, 1), _step(10, 40), _step(0, 0.15)
    (0.01, 0.2, 0.001)
    """
    rough = (high - low) / _STEPS
    if not rough > 0:
        return 0.01
    size = 10.0 ** math.floor(math.log10(rough) + 1e-9)
    return float(next(size * one for one in (5, 2, 1) if size * one <= rough * (1 + 1e-9)))


def groups(scenario: Scenario, strategy: str) -> list[Plain]:
    """Return everything that can be set, by what it belongs to.

    Examples
    --------
    >>> import relsim
    >>> [group["title"] for group in groups(relsim.load("insurance"), "social")][:3]
    ['Strategy social bonding', 'Firm Alba', 'Firm Brio']
    """
    under = levers_under(scenario, strategy)
    found = [
        _group(
            str(
                Sentence("Strategy {strategy}", strategy=Word(scenario.strategies[strategy].title))
            ),
            [
                _control(path_of("strategies", strategy, name), LEVERS[name], value, scenario)
                for name, value in under.items()
            ],
        )
    ]
    for firm in scenario.firms:
        place = ("firms", firm.name)
        # What lasts for one period only is set by events.
        lasting = [lever for lever in LEVERS.values() if not lever.momentary]
        declared = [structure.FIRM["strategy"], structure.FIRM["opening_share"], *lasting]
        title = str(Sentence("Firm {firm}", firm=firm.name))
        items = _table(place, declared, firm, scenario)
        titles = {name: translate(one.title) for name, one in scenario.strategies.items()}
        items[0] |= {"choices": tuple(titles), "titles": titles, "unit": ""}
        found.append(_group(title, items))
    market = [one for one in structure.MARKET.values() if one.name not in _UNTOUCHED]
    costs = [one for mechanism in MECHANISMS for one in mechanism.costs]
    found += [
        _group(
            translate("Market"),
            _table(("market",), [*market, *MARKET.values()], scenario.market, scenario),
        ),
        _group(
            translate("Costs of relationships"),
            _table(("market", "costs"), costs, scenario.market.costs, scenario),
        ),
        *(_segment(one, scenario) for one in scenario.segments),
    ]
    for mechanism in MECHANISMS:
        items = _table(("behaviour",), mechanism.behaviour, scenario.behaviour, scenario)
        found.append(
            _group(str(Sentence("Behaviour: {title}", title=Word(mechanism.title))), items)
        )
    return [group for group in found if group["items"]]


_UNTOUCHED = ("title", "about", "network_file")
"""Words about the market, and what names a file of this computer."""


def _group(title: str, items: list[Plain]) -> Plain:
    return {"title": title, "items": items}


def _table(
    place: Sequence[str], declared: Iterable[Parameter], table: Table, scenario: Scenario
) -> list[Plain]:
    return [
        _control(path_of(*place, one.name), one, getattr(table, one.name), scenario)
        for one in declared
    ]


def _segment(segment: SegmentTable, scenario: Scenario) -> Plain:
    """Return the terms of the laws that customers of a segment are born with."""
    place = ("segments", str(segment.name))
    items = [
        _control(path_of(*place, "share"), structure.SEGMENT["share"], segment.share, scenario)
    ]
    for name, trait in TRAITS.items():
        held = getattr(segment, name)
        for term, declared in structure.law_terms(trait).items():
            alike = isinstance(held, int | float)
            if alike and term != "mean":
                continue
            value = held if alike else getattr(held, term)
            control = _control(path_of(*place, name, term), declared, value, scenario)
            control["name"] = f"{name} {term}"
            control["label"] = label_of(
                str(Word(name.replace("_", " ")))
                if alike
                else str(
                    Sentence(
                        "{trait}: {term}",
                        trait=Word(name.replace("_", " ")),
                        term=Word(declared.called),
                    )
                )
            )
            control["meaning"] = joined([Word(trait.meaning), Word(declared.meaning)])
            items.append(control)
    return _group(str(Sentence("Customers: {segment}", segment=Word(segment.name))), items)


def _control(path: str, declared: Parameter, value: Value, scenario: Scenario) -> Plain:
    money, currency = declared.money, str(scenario.market.currency)
    yes_or_no = isinstance(declared.default, bool)
    unit = (
        translate(declared.unit).replace(translate("money"), currency, 1)
        if money
        else translate(declared.unit)
    )
    return {
        "path": path,
        "name": declared.name,
        "label": label_of(translate(declared.called)),
        "value": _typed(value),
        "meaning": translate(declared.meaning),
        "cost": _cost(declared, scenario),
        "unit": unit,
        "range": span(declared),
        "choices": ("true", "false") if yes_or_no else declared.choices,
        "titles": {"true": translate("yes"), "false": translate("no")} if yes_or_no else {},
        "changed": path in scenario.overrides,
    }


def label_of(words: str) -> str:
    """Return words as they begin a line.

    Examples
    --------
    >>> label_of(LEVERS["reward_rate"].called)
    'Points'
    """
    return words[:1].upper() + words[1:]


def _cost(declared: Parameter, scenario: Scenario) -> str:
    if not isinstance(declared, Lever) or not declared.cost:
        return ""
    from relsim.view.setting import cost_in_words  # heavy: the charts' library

    return cost_in_words(scenario, declared)


def _typed(value: Value) -> str:
    """Return a value as somebody would type it; nothing for what is not set."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        # A third needs no sixteen digits; of what is small, six count from where it begins.
        value = float(f"{value:.6g}") if abs(value) < 1 else round(value, 6)
    return value if isinstance(value, str) else repr(value)


def span(declared: Parameter) -> str:
    """Return the range that is allowed, in words.

    Examples
    --------
    >>> span(LEVERS["social"]), span(LEVERS["price"]), span(LEVERS["advertising"])
    ('0 to 1', 'more than 0', '0 or more')
    """
    if declared.choices or isinstance(declared.default, bool | str):
        return ""
    low, high = number(declared.low), number(declared.high)
    if declared.high >= MOST:
        return (
            translate("more than 0")
            if _next_to_nothing(declared.low)
            else str(Sentence("{low} or more", low=low))
        )
    if _next_to_nothing(declared.low):
        return str(Sentence("more than 0, up to {high}", high=high))
    return str(Sentence("{low} to {high}", low=low, high=high))


def _next_to_nothing(low: float) -> bool:
    return 0 < low < 1e-6
