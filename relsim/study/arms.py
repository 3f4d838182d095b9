"""Which strategies are compared, and with which one: settled before anything heavy is loaded."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from relsim.errors import InputError
from relsim.scenario.command import as_names
from relsim.scenario.wording import nearest, show

DEFAULT_STRATEGIES = ("none", "financial", "social", "structural")
"""The bonding levels 0 to 3: what is compared when nobody says what."""


@dataclass(frozen=True, slots=True)
class Arm:
    """One column of a comparison.

    Parameters
    ----------
    name : str
        What it is called in results; differs from every other arm's.
    strategy : str
        The strategy that the focal firm follows.
    """

    name: str
    strategy: str


def check_types(scenario: object, strategies: object) -> None:
    """Refuse a name where the thing itself, or a list of names, is wanted."""
    if isinstance(scenario, str):
        raise InputError(f"{scenario!r} is no scenario; load it first: relsim.load({scenario!r}).")
    if isinstance(strategies, str):
        raise InputError(
            f"strategies = {strategies!r}; write a list, for example [{strategies!r}]."
        )


def choose_arms(
    known: Collection[str],
    strategies: Sequence[str] | None = None,
    baseline: str | None = None,
) -> tuple[Arm, ...]:
    """Return the arms of a comparison, the baseline first.

    Examples
    --------
    >>> [arm.name for arm in choose_arms(["none", "social"], ["social"], baseline="none")]
    ['none', 'social']
    >>> [arm.name for arm in choose_arms(["none"], ["none", "none"])]
    ['none', 'none (2)']
    """
    names = list(DEFAULT_STRATEGIES if strategies is None else strategies)
    if baseline is not None:
        if baseline in names:
            names.remove(baseline)
        names.insert(0, baseline)
    if not names:
        raise InputError("strategies: the list is empty; name at least one strategy.")
    if unknown := [name for name in names if name not in known]:
        raise InputError("\n\n".join(_unknown(name, known) for name in unknown))
    return tuple(
        Arm(name if not (before := names[:place].count(name)) else f"{name} ({before + 1})", name)
        for place, name in enumerate(names)
    )


def require_two(arms: Sequence[Arm], *about_differences: object) -> None:
    """Refuse questions about differences where there is nothing to differ from.

    Examples
    --------
    >>> require_two(choose_arms(["none"], ["none"]), None, {})
    """
    if len(arms) == 1 and any(about_differences):
        raise InputError(
            "strategies: found one alone, but precision and equivalence are about differences. "
            "Name a second one."
        )


def _unknown(name: str, known: Collection[str]) -> str:
    """Say that nobody knows a strategy, and which one may have been meant."""
    near = nearest(name, known)
    hint = f"Did you mean {show(near)}? " if near else ""
    return (
        f"strategies: the scenario has no strategy {show(name)}. {hint}It has "
        f"{as_names([*known], ', ')}; another is defined in its file under [strategies.NAME]."
    )
