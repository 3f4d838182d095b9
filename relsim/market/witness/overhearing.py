"""The passes as plain Python, with somebody listening to the rules that they call.

A pass calls its rules by name. Here every function of the rooms below is given a namespace
of its own, in which those worth hearing are replaced by ones that also write down what they
were given and what they answered. The rules themselves are the engine's: none is written twice.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Collection
from dataclasses import dataclass
from types import FunctionType
from typing import Any

from relsim.market import (
    binding,
    choosing,
    considering,
    encounters,
    hearing,
    passes,
    signing,
    targets,
    terms,
)

ROOMS = (passes, considering, binding, choosing, encounters, hearing, signing, targets, terms)
"""Where rules are called; passes come first and are looked up in the first."""


@dataclass(frozen=True, slots=True)
class Call:
    """One call of a rule.

    Parameters
    ----------
    rule : str
        Its name.
    given : dict
        Arguments by name; the customer is a copy from before the call.
    answer : object
        What it returned.
    after : record or None
        The argument ``customer`` as the call left it.
    inside : tuple of Call
        The calls that it made in its turn, in order.
    """

    rule: str
    given: dict[str, Any]
    answer: Any
    after: Any
    inside: tuple[Call, ...]


class Calls:
    """The calls that were overheard, in the order in which they were answered.

    Examples
    --------
    >>> calls = Calls()
    >>> calls.of("pay"), calls.answer("pay")
    ([], None)
    """

    def __init__(self) -> None:
        self._kept: list[Call] = []

    def forget(self) -> None:
        """Begin anew."""
        self._kept.clear()

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self._kept)

    def add(self, call: Call) -> None:
        """Write a call down."""
        self._kept.append(call)

    def since(self, count: int) -> tuple[Call, ...]:
        """Return those after the first ``count``."""
        return tuple(self._kept[count:])

    def of(self, name: str) -> list[Call]:
        """Return all calls of a rule."""
        return [call for call in self._kept if call.rule == name]

    def first(self, name: str) -> Call | None:
        """Return the first call of a rule; None when it was not called."""
        return next((call for call in self._kept if call.rule == name), None)

    def answer(self, name: str) -> Any:
        """Return what a rule first answered; None when it was not called."""
        call = self.first(name)
        return None if call is None else call.answer


def overheard(heard: Collection[str], calls: Calls) -> dict[str, Any]:
    """Return plain twins of the passes, which write down the calls of some rules."""
    spaces = {room.__name__: dict(vars(room)) for room in ROOMS}
    for space in spaces.values():
        for name, value in space.items():
            # A compiled pass keeps its plain twin at hand.
            plain = getattr(value, "py_func", value)
            if isinstance(plain, FunctionType):
                own = spaces.get(plain.__module__)
                twin = plain if own is None else _moved(plain, own)
                space[name] = _listening(twin, calls) if plain.__name__ in heard else twin
    return {**spaces[targets.__name__], **spaces[passes.__name__]}


def _moved(function: FunctionType, space: dict[str, Any]) -> FunctionType:
    """Return a function that looks names up in another namespace."""
    return FunctionType(function.__code__, space, function.__name__, function.__defaults__)


def _listening(function: Callable[..., Any], calls: Calls) -> Callable[..., Any]:
    """Return a function that also writes down what it is called with and what it answers."""
    names = list(inspect.signature(function).parameters)
    label = function.__name__

    def twin(*args: Any) -> Any:
        given = dict(zip(names, args, strict=True))
        customer = given.get("customer")
        if customer is not None:
            # The record goes on changing; firms and parameters do not within a pass.
            given["customer"] = customer.copy()
        before = len(calls)
        answer = function(*args)
        after = None if customer is None else customer.copy()
        calls.add(Call(label, given, answer, after, calls.since(before)))
        return answer

    return twin
