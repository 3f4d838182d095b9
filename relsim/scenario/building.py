"""From a document to a scenario's parts: every table checked, then what holds between tables."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple, TypeVar

from relsim.behaviour import TRAITS
from relsim.behaviour.declaration import Value
from relsim.errors import MOST_SHOWN
from relsim.scenario import checking, structure
from relsim.scenario.document import ROOMS, Document, Origin
from relsim.scenario.edges import check_network
from relsim.scenario.events import Event, check_events
from relsim.scenario.mapping import ReadOnly
from relsim.scenario.overrides import apply
from relsim.scenario.phases import check_phases
from relsim.scenario.references import check_compared, check_strategy_names, with_focal
from relsim.scenario.shares import fill_ids, fill_shares
from relsim.scenario.source import Source
from relsim.scenario.strategies import Strategy, check_strategies, ready_made
from relsim.scenario.table import Law
from relsim.scenario.tables import (
    KEYS,
    BehaviourTable,
    CostsTable,
    FirmTable,
    MarketTable,
    SegmentTable,
    is_constant,
)
from relsim.scenario.uncertainty import Interval, check_uncertainty
from relsim.scenario.wording import did_you_mean, show

_OF_OTHER_FILES = frozenset(("include", "includes", "import", "imports", "base", "parent"))
EVERYBODY = "customers"
"""Name of the one segment of a scenario that writes none."""


Named = TypeVar("Named", SegmentTable, FirmTable)


class Parts(NamedTuple):
    """What a sound document holds, checked, completed and in order."""

    document: Document
    market: MarketTable
    segments: tuple[SegmentTable, ...]
    firms: tuple[FirmTable, ...]
    strategies: ReadOnly[Strategy]
    events: tuple[Event, ...]
    behaviour: BehaviourTable
    phases: ReadOnly[Value]
    uncertainty: ReadOnly[Interval]


def checked(origin: Origin, overrides: Mapping[str, object]) -> Parts:
    """Return the parts of the scenario that a document and some overrides describe."""
    document, changed, misled = apply(completed(origin.document), overrides)
    source = Source(origin.label, origin.text, changed)
    for fault in misled:
        source.add(fault)
    _check_rooms(document, source)
    market = _check_market(document["market"], source)
    segments = _check_list(document["segments"], "segment", SegmentTable, source)
    firms = _check_list(document["firms"], "firm", FirmTable, source)
    strategies = check_strategies(document["strategies"], source)
    behaviour = checking.check_table(
        document["behaviour"], BehaviourTable, KEYS["[behaviour]"], ("behaviour",), source
    )
    events = check_events(document["events"], document["firms"], market, source)
    phases = check_phases(document["phases"], source)
    uncertainty = check_uncertainty(document["uncertainty"], _names(document["segments"]), source)
    complete_segments = _finished(segments, document["segments"], "segments", "share", source)
    complete_firms = _finished(firms, document["firms"], "firms", "opening_share", source)
    market = with_focal(market, document["firms"], source)
    check_strategy_names(document["firms"], document["strategies"], source)
    check_compared(market, document["strategies"], source)
    check_network(market, origin.folder, source)
    source.refuse()
    # Without a fault, every part is there; the narrower types say so.
    assert market is not None and behaviour is not None
    assert complete_segments is not None and complete_firms is not None
    assert strategies is not None
    return Parts(
        document=document,
        market=market,
        segments=tuple(_plain_traits(segment) for segment in complete_segments),
        firms=tuple(complete_firms),
        strategies=ReadOnly(strategies),
        events=tuple(events),
        behaviour=behaviour,
        phases=ReadOnly(phases),
        uncertainty=ReadOnly(uncertainty),
    )


def completed(document: Document) -> Document:
    """Return a document with every table that a scenario has, empty where it was left out."""
    full: Document = dict(document)
    full.setdefault("market", {})
    full.setdefault("behaviour", {})
    full.setdefault("phases", {})
    full.setdefault("uncertainty", {})
    full.setdefault("events", [])
    full.setdefault("firms", [])
    full.setdefault("segments", [{"name": EVERYBODY}])
    own = full.get("strategies", {})
    full["strategies"] = {**ready_made(), **own} if isinstance(own, dict) else own
    return full


def _names(raw: object) -> list[str]:
    tables = raw if isinstance(raw, list) else []
    called = (table.get("name") for table in tables if isinstance(table, Mapping))
    return [name if isinstance(name, str) else "" for name in called]


def _check_rooms(document: Document, source: Source) -> None:
    """Refuse tables that no scenario has."""
    for name in document:
        if name in ROOMS:
            continue
        what = f"there is no table or key {show(name)} at the top of a scenario"
        source.fault((name,), what, "", "" if source.enough else _instead_of_room(name))


def _instead_of_room(name: str) -> str:
    if name in _OF_OTHER_FILES:
        return "a scenario is one file and includes no other file: write everything in it"
    tables = "the tables are " + ", ".join(ROOMS)
    return checking.key_of(name) or did_you_mean(name, ROOMS) or tables


def _check_market(raw: object, source: Source) -> MarketTable | None:
    """Check ``[market]`` and ``[market.costs]`` apart, so that both tell all their faults."""
    costs: CostsTable | None = CostsTable()
    checking.check_texts(raw, ("market",), source)
    if isinstance(raw, Mapping) and "costs" in raw:
        costs = checking.check_table(
            raw["costs"], CostsTable, KEYS["[market.costs]"], ("market", "costs"), source
        )
        raw = {key: value for key, value in raw.items() if key != "costs"}
    market = checking.check_table(raw, MarketTable, KEYS["[market]"], ("market",), source)
    if market is None or costs is None:
        return None
    return market.model_copy(update={"costs": costs})


def _check_list(
    raw: object, kind: str, model: type[Named], source: Source
) -> list[Named | None] | None:
    """Check ``[[segments]]`` or ``[[firms]]``."""
    room = f"{kind}s"
    most = structure.MOST_FIRMS if kind == "firm" else structure.MOST_SEGMENTS
    if not isinstance(raw, list):
        source.fault(
            (room,), f"found {show(raw)}", f"allowed are tables [[{room}]]", f"write [[{room}]]"
        )
        return None
    if not raw:
        example = f"[[{room}]] and below it name = "
        example += '"Alba"' if kind == "firm" else f'"{EVERYBODY}"'
        what = f"the scenario has no {kind}"
        source.fault((), what, "at least one is needed", f"write {example}")
        return None
    if len(raw) > most:
        what = f"the scenario has {len(raw):,} {room}"
        source.fault((room, most), what, f"{most} at most are allowed", "leave some out")
    names = [
        ((room, place, "name"), table.get("name"))
        for place, table in enumerate(raw)
        if isinstance(table, Mapping)
    ]
    checking.check_names(names, kind, source)
    return [
        checking.check_table(table, model, KEYS[f"a {kind}"], (room, place), source)
        for place, table in enumerate(raw[: max(most, MOST_SHOWN)])
    ]


def _finished(
    tables: list[Named | None] | None, raw: object, room: str, share: str, source: Source
) -> list[Named] | None:
    """Give every segment or firm its id and its share, and sort them by id."""
    if tables is None or not isinstance(raw, list) or len(raw) > len(tables):
        return None
    shares = fill_shares(raw, room, share, source)
    ids = fill_ids(raw, room, source)
    sound = [table for table in tables if table is not None]
    if shares is None or ids is None or len(sound) < len(tables):
        return None
    complete = [
        table.model_copy(update={share: shares[place], "id": ids[place]})
        for place, table in enumerate(sound)
    ]
    return sorted(complete, key=lambda table: table.id)


def _plain_traits(segment: SegmentTable) -> SegmentTable:
    """Replace laws under which everybody is the same by that number."""
    same = {
        name: float(law.mean)
        for name, law in segment
        if isinstance(law, Law) and is_constant(TRAITS[name], law)
    }
    return segment.model_copy(update=same)
