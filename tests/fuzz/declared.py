"""Valid scenarios from the whole space that the declarations allow: each number gives one."""

from __future__ import annotations

import math
import random
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from relsim.behaviour import BEHAVIOUR, COSTS, MARKET, TRAITS, Parameter, Trait
from relsim.scenario import structure
from relsim.scenario.tables import FIRM_EVENTS, MARKET_EVENTS, STANDING, STRATEGIC
from tests.market.markets import NAMES

SEED = 12_004
SEATS, ALL_SEATS = (1, 2, 2, 3, 4), (1, 2, 2, 3, 4, 6, 8, 16)
"""How many firms the first and all others have: the first are compiled for one layout."""
FIRST = 1_000
_SIZES = ("customers", "periods", "warm_up", "focal", "network_file")
"""What makes a market large or names a file; the rest of its structure is drawn."""


class Place(NamedTuple):
    """A setting of a scenario: the table that holds it, its key there, and what may stand there."""

    table: dict[str, Any]
    key: str
    declared: Parameter | Trait


def declared(number: int) -> dict[str, Any]:
    """Return the scenario of a number, as plain data.

    A third each: two settings at ends of their ranges and the rest as usual; some settings
    anywhere; everything anywhere, or at its ends.
    """
    luck = random.Random(f"{SEED}:{number}")
    data = _plain(luck, SEATS if number < FIRST else ALL_SEATS)
    places = list(_places(data, luck))
    kind = luck.randrange(3)
    if kind == 0:
        chosen, ends = luck.sample(places, 2), 1.0
    elif kind == 1:
        chosen, ends = luck.sample(places, luck.randint(1, 40)), 0.5
    else:
        chosen, ends = places, luck.choice((0.0, 0.2, 0.5, 0.9, 1.0))
    for table, key, one in chosen:
        value = _trait(one, ends, luck) if isinstance(one, Trait) else _value(one, ends, luck)
        if value is not None:
            table[key] = value
    data["events"] = [event for event in data["events"] if event["set"]]
    return data


def _plain(luck: random.Random, seats: tuple[int, ...]) -> dict[str, Any]:
    """Return a tiny market whose settings are the usual ones."""
    firms, periods = luck.choice(seats), luck.choice((1, 2, 6, 14, 26))
    names = ["none", "social", "structural", "any"]
    moments = [luck.randrange(periods) for _ in range(luck.randint(0, 4))]
    return {
        "market": {
            "customers": luck.choice((0, 1, 2, 12, 25, 40)),
            "periods": periods,
            "warm_up": luck.choice((0.0, 1.0, 4.0)),
            "costs": {},
        },
        "segments": [{"name": f"kind {k}"} for k in range(luck.randint(1, 3))],
        "firms": [{"name": NAMES[j], "strategy": luck.choice(names)} for j in range(firms)],
        "strategies": {"any": {}},
        "behaviour": {},
        "events": [
            {"period": moment, "set": {}}
            | ({"firm": luck.choice(NAMES[:firms])} if luck.random() < 0.7 else {})
            for moment in moments
        ],
    }


def _places(data: dict[str, Any], luck: random.Random) -> Iterator[Place]:
    """Return every setting that a scenario's tables may hold, as they are declared."""
    sized = {name: one for name, one in structure.MARKET.items() if name not in _SIZES}
    rooms: list[tuple[dict[str, Any], Mapping[str, Parameter | Trait]]] = [
        (data["market"], {**sized, **MARKET}),
        (data["market"]["costs"], COSTS),
        (data["behaviour"], BEHAVIOUR),
        (data["strategies"]["any"], STRATEGIC),
        *((firm, STANDING) for firm in data["firms"]),
        *((segment, TRAITS) for segment in data["segments"]),
    ]
    for table, keys in rooms:
        yield from (Place(table, name, one) for name, one in keys.items())
    for event in data["events"]:
        keys = FIRM_EVENTS if "firm" in event else MARKET_EVENTS
        # All of them at once would leave nothing of the firm's own settings.
        for name in luck.sample(sorted(keys), min(4, len(keys))):
            yield Place(event["set"], name, keys[name])


def _trait(trait: Trait, ends: float, luck: random.Random) -> Any:
    """Return a number that everybody has, or a law."""
    if luck.random() < 0.4:
        return _value(trait.settable, ends, luck)
    return {name: _value(one, ends, luck) for name, one in structure.law_terms(trait).items()}


def _value(one: Parameter, ends: float, luck: random.Random) -> Any:
    """Return a value that a setting may have: an end of its range so often, else any."""
    if one.choices:
        return luck.choice([word for word in one.choices if word != "file"])
    if isinstance(one.default, bool):
        return luck.random() < 0.5
    if isinstance(one.default, str) or (one.default is None and luck.random() < 0.3):
        return None
    if luck.random() < ends:
        found = luck.choice((one.low, one.high))
    else:
        found = _inside(one.low, one.high, luck)
    return round(found) if one.whole else float(found)


def _inside(low: float, high: float, luck: random.Random) -> float:
    """Return a number of a range: evenly, by its size, or as near to an end as numbers come."""
    kind = luck.randrange(4)
    if kind == 0:
        return luck.uniform(low, high)
    if kind == 1:
        return luck.choice((math.nextafter(low, high), math.nextafter(high, low)))
    size = 10.0 ** luck.uniform(-17 if kind == 2 else -3, math.log10(max(high, 1e-3)))
    return min(max(low, size), high)
