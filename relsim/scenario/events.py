"""Events: settings of a firm or of the market that change at a time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from relsim.behaviour import LEVERS
from relsim.behaviour.declaration import Value
from relsim.scenario import structure
from relsim.scenario.checking import check_names, check_table
from relsim.scenario.lines import Path
from relsim.scenario.mapping import ReadOnly
from relsim.scenario.references import firm_names, no_such
from relsim.scenario.source import Source
from relsim.scenario.tables import (
    FIRM_EVENTS,
    KEYS,
    MARKET_EVENTS,
    EventTable,
    FirmChange,
    MarketChange,
    MarketTable,
    written,
)
from relsim.scenario.wording import show

_ONLY_AT_THE_START = "it is fixed for a whole run; an event cannot change it"
_NEEDS_FIRM = dict.fromkeys(
    FIRM_EVENTS, 'it is a lever of a firm: name the firm, as in firm = "Alba"'
)
_NEEDS_NO_FIRM = dict.fromkeys(
    MARKET_EVENTS, "it is a setting of the market: leave the firm out of this event"
)
_MISPLACED = dict.fromkeys((*FIRM_EVENTS, *MARKET_EVENTS), "write it within set = { … }")
_FIXED = {
    name: _ONLY_AT_THE_START
    for keys in (KEYS["[market]"], KEYS["[market.costs]"], LEVERS, KEYS["[behaviour]"])
    for name in keys
}


@dataclass(frozen=True)
class Event:
    """Settings that change at a time.

    Parameters
    ----------
    name : str
        What it is called; may be empty.
    period : int
        When: 0 is the first period after warming up.
    firm : str
        Whose levers change; empty for settings of the market.
    set : mapping of str to value
        The new values.
    """

    name: str
    period: int
    firm: str
    set: ReadOnly[Value]


def check_events(
    raw: object, firms: object, market: MarketTable | None, source: Source
) -> list[Event]:
    """Turn ``[[events]]`` into events, noting what is wrong."""
    if not isinstance(raw, list):
        source.fault(
            ("events",), f"found {show(raw)}", "allowed are tables [[events]]", "write [[events]]"
        )
        return []
    if len(raw) > structure.MOST_EVENTS:
        most = f"{structure.MOST_EVENTS:,} at most are allowed"
        source.fault(("events",), f"the scenario has {len(raw):,} events", most)
        return []
    named = [
        (("events", place, "name"), table["name"])
        for place, table in enumerate(raw)
        if isinstance(table, Mapping) and table.get("name", "") != ""
    ]
    check_names(named, "event", source)
    found = [
        _check_event(table, ("events", place), firms, market, source)
        for place, table in enumerate(raw)
    ]
    return [event for event in found if event is not None]


def _check_event(
    raw: object, path: Path, firms: object, market: MarketTable | None, source: Source
) -> Event | None:
    head, change = raw, None
    if isinstance(raw, Mapping):
        head = {key: value for key, value in raw.items() if key != "set"}
        change = _check_change(raw, path, source)
    event = check_table(head, EventTable, KEYS["an event"], path, source, _MISPLACED)
    if event is None:
        return None
    _check_horizon(event.period, path, market, source)
    if event.firm and event.firm not in firm_names(firms):
        no_such("firm", event.firm, firm_names(firms), (*path, "firm"), source)
    if change is None:
        return None
    return Event(event.name, event.period, event.firm, ReadOnly(written(change)))


def _check_change(
    raw: Mapping[str, object], path: Path, source: Source
) -> FirmChange | MarketChange | None:
    """Check what an event sets: levers of its firm, or settings of the market."""
    example = "write set = { price = 22.0 }"
    if not raw.get("set", {"": None}):
        source.fault((*path, "set"), "the event sets nothing", "", example)
        return None
    if "set" not in raw:
        source.fault(path, "set is missing: the event changes nothing", "", example)
        return None
    where = (*path, "set")
    if raw.get("firm", ""):
        belongs = {**_FIXED, **_NEEDS_NO_FIRM}
        return check_table(raw["set"], FirmChange, FIRM_EVENTS, where, source, belongs)
    belongs = {**_FIXED, **_NEEDS_FIRM}
    return check_table(raw["set"], MarketChange, MARKET_EVENTS, where, source, belongs)


def _check_horizon(period: int, path: Path, market: MarketTable | None, source: Source) -> None:
    """Refuse an event before warming up begins or after the last period.

    A horizon that an override shortened just does not reach the later events: trying a
    market over one year is no reason to take them out of its file.
    """
    if market is None:
        return
    warm_up = structure.whole_periods(market.warm_up, market.period)
    first, last = -warm_up, market.periods - 1
    shortened = ("market", "periods") in source.overridden and period > last
    if first <= period <= last or shortened:
        return
    span = f"allowed is a period from {first:,} to {last:,}"
    if last < first:
        span = "the market has no period at all"
    elif last < 0:
        span += " (within warming up; market.periods is 0)"
    source.fault(
        (*path, "period"),
        f"found {period:,}, which is outside the run",
        span,
        "move the event, leave it out, or change market.periods",
    )
