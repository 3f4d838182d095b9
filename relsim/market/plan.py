"""The plan of a period: what happens in which order, and where a user's own phase goes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any, Protocol, TypeVar

from relsim.errors import InputError

Function = TypeVar("Function", bound=Callable[..., Any])
Own = TypeVar("Own", bound="Placed")


class Placed(Protocol):
    """What takes a place in the plan: a phase, whatever it is that it changes."""

    @property
    def name(self) -> str:
        """Unique in the plan."""

    @property
    def after(self) -> str:
        """The phase that it follows."""

    @property
    def run(self) -> Callable[..., None]:
        """What is done in a period."""


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the plan."""

    name: str
    what: str
    run: Callable[..., None]


BUILT_IN: tuple[tuple[str, str], ...] = (
    ("act", "Firms act: strategies and events, minds, prices, launches, contact, advertising"),
    ("news", "Challenges, scandals, media and innovations reach everybody"),
    ("choose", "Needs arise; customers with a reason review: they stay, switch or leave"),
    ("load", "Demand meets capacity: quality falls above the best load, excess is turned away"),
    ("experience", "Encounter, failure, recovery, satisfaction, trust, bonds, money"),
    ("talk", "Word of mouth reaches its listeners, then advertising everybody"),
    ("turnover", "A few people leave the population and newcomers take their rows"),
    ("books", "Revenue, cost lines, head counts; staff react; firms learn from complaints"),
)
"""The phases of a period, in order: here, and nowhere else."""

PHASES = tuple(name for name, _ in BUILT_IN)


def follows_the_plan(function: Function) -> Function:
    """Return a function of a whole period, once it is seen to call the phases in their order."""
    code = getattr(function, "py_func", function).__code__
    order = tuple(name for name in code.co_names if name in PHASES)
    assert order == PHASES, f"{code.co_name} calls {order}, the plan is {PHASES}"
    return function


class Plan(tuple[Step, ...]):
    """The phases of a period in order; prints as a list."""

    def __str__(self) -> str:
        """Return a numbered list."""
        width = max(len(step.name) for step in self)
        return "\n".join(
            f"{place}. {step.name:<{width}}  {step.what}" for place, step in enumerate(self, 1)
        )


def insert(steps: Iterable[Step], phases: Iterable[Placed]) -> Plan:
    """Return the plan with a user's phases at their places."""
    plan = list(steps)
    for phase in phases:
        names = [step.name for step in plan]
        name = getattr(phase, "name", None)
        if not isinstance(name, str) or not name or name in names:
            raise InputError(
                f"A phase needs a name of its own; {name!r} is taken or is none. Taken: "
                f"{', '.join(names)}."
            )
        after = getattr(phase, "after", None)
        if after not in names:
            raise InputError(
                f"phase {name!r}: after = {after!r} is no phase of the plan. Write one of: "
                f"{', '.join(names)}."
            )
        if not callable(getattr(phase, "run", None)):
            raise InputError(f"phase {name!r} needs a method run(market).")
        what = (type(phase).__doc__ or "").strip().split("\n")[0]
        place = names.index(str(after)) + 1
        while place < len(plan) and plan[place].name in _following(phases, str(after), name):
            place += 1
        plan.insert(place, Step(name, what, phase.run))
    return Plan(plan)


def _following(phases: Iterable[Placed], after: str, before: str) -> set[str]:
    """Return the names of the user's phases with the same place that came earlier."""
    names: set[str] = set()
    for phase in phases:
        if phase.name == before:
            break
        if phase.after == after:
            names.add(phase.name)
    return names


def with_parameters(phases: Iterable[Own], settings: Mapping[str, Any]) -> tuple[Own, ...]:
    """Return the phases with overrides ``NAME.parameter`` applied."""
    found = {phase.name: phase for phase in phases}
    for path, value in settings.items():
        name, _, parameter = path.partition(".")
        if name not in found:
            known = ", ".join(found) or "none"
            raise InputError(f"phases.{path}: there is no phase {name!r}. Given: {known}.")
        phase: Any = found[name]
        if not is_dataclass(phase) or isinstance(phase, type):
            raise InputError(f"phases.{path}: {name!r} is no dataclass, so it has no parameters.")
        known_names = [field.name for field in fields(phase) if field.name not in ("name", "after")]
        if parameter not in known_names:
            raise InputError(
                f"phases.{path}: {name!r} has no parameter {parameter!r}. It has: "
                f"{', '.join(known_names) or 'none'}."
            )
        changed: Any = replace(phase, **{parameter: value})
        found[name] = changed
    return tuple(found.values())
