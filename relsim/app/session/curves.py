"""A rule of the model, tried: its answer along one of its numbers, begun at its own example.

What a rule is given stands in the example of its docstring, which a test runs; what a number means
and where it may lie stands beside it or in its declaration. So a new rule has its curve.
"""

from __future__ import annotations

import ast
import doctest
import inspect
import math
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from relsim.behaviour import BEHAVIOUR, FIELDS, FIRM_FIELDS, LEVERS, TRAITS, carried
from relsim.behaviour.declaration import Parameter

if TYPE_CHECKING:
    from relsim.behaviour.declaration import Rule
    from relsim.scenario import Scenario

POINTS = 61
"""Of a curve."""

_THEORY = "theory"
"""What rules call the record of ``[behaviour]``."""

_SHARE = "[0, 1]"

Values = Mapping[str, float]


@dataclass(frozen=True)
class Argument:
    """A number that a rule is given: one of its own, a record's, or a parameter of the model."""

    name: str
    value: float
    low: float
    high: float
    meaning: str
    switch: bool = False
    parameter: bool = False


def theory_of(scenario: Scenario) -> SimpleNamespace:
    """Return a market's ``[behaviour]``, carried to the length of its periods.

    Examples
    --------
    >>> import relsim
    >>> theory_of(relsim.load("insurance", {"behaviour.trust_start": 0.5})).trust_start
    0.5
    """
    held = {
        name: carried(one, one.code(getattr(scenario.behaviour, name)), scenario.months)
        for name, one in BEHAVIOUR.items()
    }
    return SimpleNamespace(**held)


def arguments_of(rule: Rule, scenario: Scenario) -> list[Argument]:
    """Return the numbers that a rule is given, its own before parameters of the model.

    Examples
    --------
    >>> import relsim
    >>> from relsim.behaviour import MECHANISMS
    >>> trust = next(one for one in MECHANISMS if one.name == "trust").rules[0]
    >>> found = arguments_of(trust, relsim.load("insurance"))
    >>> (found[0].name, found[0].low, found[0].high), found[-1].parameter
    (('trust', 0.0, 1.0), True)
    """
    meanings = _meanings(rule.function)
    found = []
    for name, value in _numbers(_example(rule.function)):
        meaning = meanings.get(name.partition(".")[0], "")
        bare = name.rpartition(".")[2]
        declared = next(
            (one[bare] for one in (LEVERS, TRAITS, FIELDS, FIRM_FIELDS) if bare in one), None
        )
        if isinstance(value, bool):
            found.append(Argument(name, float(value), 0.0, 1.0, meaning, switch=True))
            continue
        low, high = _span(float(value), meaning, declared)
        if "." in name:
            meaning = str(getattr(declared, "meaning", meaning))
        found.append(Argument(name, float(value), low, high, meaning))
    theory = theory_of(scenario)
    for name in _parameters(rule.function):
        value = getattr(theory, name)
        if isinstance(BEHAVIOUR[name].default, bool):
            continue
        low, high = _reach(BEHAVIOUR[name], value)
        found.append(Argument(name, value, low, high, BEHAVIOUR[name].meaning, parameter=True))
    return found


def along(rule: Rule, scenario: Scenario, name: str, values: Values) -> list[float | None]:
    """Return a rule's answers along one of its numbers, from its least to its greatest.

    Examples
    --------
    >>> import relsim
    >>> from relsim.behaviour import MECHANISMS
    >>> trust = next(one for one in MECHANISMS if one.name == "trust").rules[0]
    >>> found = along(trust, relsim.load("insurance"), "contact", {})
    >>> len(found), found[0] < found[-1]
    (61, True)
    """
    held = {one.name: one for one in arguments_of(rule, scenario)}
    theory = theory_of(scenario)
    return [
        _answer(rule, theory, {**values, name: place}, held)
        for place in places(held[name].low, held[name].high)
    ]


def places(low: float, high: float) -> list[float]:
    """Return where a curve is drawn.

    Examples
    --------
    >>> places(0.0, 3.0)[:3]
    [0.0, 0.05, 0.1]
    """
    return [low + (high - low) * place / (POINTS - 1) for place in range(POINTS)]


def answer(rule: Rule, scenario: Scenario, values: Values) -> float | None:
    """Return a rule's answer at some numbers, the others as in its example."""
    held = {one.name: one for one in arguments_of(rule, scenario)}
    return _answer(rule, theory_of(scenario), values, held)


def _answer(
    rule: Rule, theory: SimpleNamespace, values: Values, known: Mapping[str, Argument]
) -> float | None:
    """Call a rule; None where it has no answer there."""
    given: dict[str, Any] = {
        name: SimpleNamespace(**vars(value)) if isinstance(value, SimpleNamespace) else value
        for name, value in _example(rule.function).items()
    }
    if _THEORY in given:
        given[_THEORY] = SimpleNamespace(**vars(theory))
    for name, value in values.items():
        own, _, inner = name.rpartition(".")
        one = known[name]
        target = given.get(own or _THEORY) if inner and (own or one.parameter) else None
        if target is not None:
            setattr(target, inner, value)
        else:
            given[name] = bool(value) if one.switch else _like(given[name], value)
    try:
        found: Any = rule.function(**given)
    except (ArithmeticError, ValueError):
        return None
    if found is None:  # it changes a record
        found = getattr(given[_changed(rule.function)[0]], _changed(rule.function)[1])
    return float(found) if math.isfinite(found) else None


def _like(before: object, value: float) -> float:
    """Return a number as the rule takes it: whole, where its example is."""
    return round(value) if isinstance(before, int) else value


@lru_cache(maxsize=512)
def _example(function: Callable[..., object]) -> Mapping[str, Any]:
    """Return what the example of a rule's docstring gives it."""
    space = dict(function.__globals__)
    for one in doctest.DocTestParser().get_examples(function.__doc__ or ""):
        call = _call(ast.parse(one.source), function.__name__)
        if call is None:
            exec(one.source, space)
            continue
        given = [
            eval(compile(ast.Expression(part), function.__name__, "eval"), space)
            for part in call.args
        ]
        return inspect.signature(function).bind(*given).arguments
    raise ValueError(f"{function.__name__} has no example")


def _call(tree: ast.AST, name: str) -> ast.Call | None:
    calls = (node for node in ast.walk(tree) if isinstance(node, ast.Call))
    return next((one for one in calls if getattr(one.func, "id", "") == name), None)


def _numbers(given: Mapping[str, Any]) -> Iterator[tuple[str, float | bool]]:
    for name, value in given.items():
        if isinstance(value, SimpleNamespace):
            if name != _THEORY:
                yield from ((f"{name}.{inner}", held) for inner, held in vars(value).items())
        elif isinstance(value, int | float):
            yield name, value


@lru_cache(maxsize=512)
def _changed(function: Callable[..., object]) -> tuple[str, str]:
    """Return the record, and its field, that a rule without an answer changes."""
    given = {
        name: SimpleNamespace(**vars(value)) if isinstance(value, SimpleNamespace) else value
        for name, value in _example(function).items()
    }
    function(**given)
    return next(
        (name, inner)
        for name, value in _example(function).items()
        if isinstance(value, SimpleNamespace)
        for inner, held in vars(value).items()
        if getattr(given[name], inner) != held
    )


@lru_cache(maxsize=512)
def _parameters(function: Callable[..., object]) -> tuple[str, ...]:
    """Return the parameters of the model that a rule reads, itself or through another."""
    if _THEORY not in inspect.signature(function).parameters:
        return ()
    found: dict[str, None] = {}
    for name in function.__code__.co_names:
        other = function.__globals__.get(name)
        if name in BEHAVIOUR:
            found[name] = None
        elif inspect.isfunction(other) and other.__module__.startswith("relsim.behaviour."):
            found |= dict.fromkeys(_parameters(other))
    return tuple(found)


@lru_cache(maxsize=512)
def _meanings(function: Callable[..., object]) -> Mapping[str, str]:
    """Return what a rule's docstring says of each of its numbers."""
    text = inspect.getdoc(function) or ""
    part = text.partition("Parameters\n----------\n")[2].partition("\nReturns\n")[0]
    found: dict[str, str] = {}
    for names, told in re.findall(r"^(\w[\w, ]*) : .*\n((?:    .*\n?)+)", part, re.MULTILINE):
        found |= dict.fromkeys(names.split(", "), " ".join(told.split()))
    return found


def _span(value: float, meaning: str, declared: object) -> tuple[float, float]:
    """Return where a number of a rule's own is looked at."""
    if isinstance(declared, Parameter):
        return _reach(declared, value)
    low, high = getattr(declared, "low", -math.inf), getattr(declared, "high", math.inf)
    if not (math.isfinite(low) and math.isfinite(high)):
        low, high = (0.0, 1.0) if _SHARE in meaning else _around(value)
    return min(low, value), max(high, value)


def _reach(declared: Parameter, value: float) -> tuple[float, float]:
    """Return the ends of what is plausible, or allowed, or near."""
    if declared.plausible is not None:
        low, high = declared.plausible
    elif not declared.endless:
        low, high = declared.low, declared.high
    else:
        low, high = _around(value)
        low = max(low, declared.low)
    return min(low, value), max(high, value)


def _around(value: float) -> tuple[float, float]:
    """Return ends around a number that is declared nowhere.

    Examples
    --------
    >>> _around(0.3), _around(20.0), _around(-0.2)
    ((0.0, 1.0), (0.0, 40.0), (-1.0, 1.0))
    """
    most = 1.0 if abs(value) <= 1 else 2 * abs(value)
    return (-most if value < 0 else 0.0), most
