"""What is watched: one strategy, beside another one or beside its own other future."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from relsim.app.session.selection import Selection, read_setting
from relsim.errors import InputError
from relsim.scenario.paths import parse_assignment, split_assignment, split_path
from relsim.scenario.structure import FEWEST_COMPARED
from relsim.study.explain.fork import STRATEGY, Fork, forked

if TYPE_CHECKING:
    from relsim.scenario import Scenario
    from relsim.study.compare.comparing import Comparing

Stage = tuple["Scenario", str, str]
"""A market, the name of its strategy there, and the strategy as it is called on the page."""


def watched(selection: Selection) -> tuple[str, ...]:
    """Return the strategies that are watched; the last one until somebody chooses.

    Examples
    --------
    >>> watched(Selection()), watched(Selection(watched=("social", "none")))
    (('social',), ('social', 'none'))
    """
    known = tuple(name for name in selection.watched if name in selection.strategies)
    return known or selection.strategies[-1:]


def watch(selection: Selection, said: Mapping[str, Any]) -> Selection:
    """Return the selection with other strategies to watch; a fork belongs to the first."""
    names = [said.get(key) for key in ("strategy", "beside")]
    chosen = tuple(str(name) for name in names if name in selection.strategies)[:FEWEST_COMPARED]
    return replace(selection, watched=tuple(dict.fromkeys(chosen)), fork=None)


def fork(selection: Selection, scenario: Scenario, said: Mapping[str, Any]) -> Selection:
    """Return the selection with another future, or without one where no period is named."""
    period = said.get("period")
    if period is None:
        return replace(selection, fork=None)
    if isinstance(period, bool) or not isinstance(period, int):
        raise InputError("fork: name a period by its number.")
    lever, text = str(said.get("lever", "")), str(said.get("value", ""))
    value = text if lever == STRATEGY else read_setting(lever, text)
    firm = str(said.get("firm") or "")
    rival = firm if firm != scenario.focal.name else ""
    found = Fork(period, lever, value, rival)  # type: ignore[arg-type]
    first = watched(selection)[0]
    forked(scenario, first, found)
    return replace(selection, fork=found, watched=(first,))


def fork_in(text: str) -> Fork:
    """Return what a link says of a fork.

    Examples
    --------
    >>> fork_in("36,social=0.8")
    Fork(period=36, lever='social', value=0.8, firm='')
    >>> fork_in("36,Brio.price=18").firm
    'Brio'
    """
    period, _, change = text.partition(",")
    place, value = split_assignment(change)
    *firm, lever = split_path(place)
    if not (period.isascii() and period.isdigit() and value and len(firm) < 2):
        raise InputError("fork: a link says PERIOD,LEVER=VALUE, or PERIOD,FIRM.LEVER=VALUE.")
    plain = value if lever == STRATEGY else parse_assignment(change)[1]
    return Fork(int(period[:9]), lever, plain, *firm)  # type: ignore[arg-type]


def stages(selection: Selection, comparing: Comparing) -> tuple[Stage, ...]:
    """Return the markets that are watched side by side."""
    found: list[Stage] = [(*comparing.market_of(name), name) for name in watched(selection)]
    if selection.fork is not None:
        scenario, name, shown = found[0]
        found[1:] = [(forked(scenario, name, selection.fork), name, shown)]
    return tuple(found)
