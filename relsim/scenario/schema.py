"""The JSON schema of a scenario, for editors that complete and check while you type."""

from __future__ import annotations

from typing import Any

from pydantic import Field, create_model

from relsim.scenario import structure
from relsim.scenario.table import Table
from relsim.scenario.tables import (
    BehaviourTable,
    EventTable,
    FirmChange,
    FirmTable,
    MarketChange,
    MarketTable,
    SegmentTable,
    StrategyTable,
)


def json_schema() -> dict[str, Any]:
    """Return the JSON schema of a scenario file.

    Examples
    --------
    >>> schema = json_schema()
    >>> list(schema["properties"])[:3]
    ['market', 'segments', 'firms']
    >>> schema["$defs"]["MarketTable"]["properties"]["customers"]["maximum"]
    10000000
    """
    change: Any = FirmChange | MarketChange
    event: Any = create_model(
        "Event",
        __base__=EventTable,
        set=(change, Field(description="The settings that change, with their new values.")),
    )
    segment: Any = SegmentTable
    firm: Any = FirmTable
    strategy: Any = StrategyTable
    rooms: dict[str, Any] = {
        "market": (MarketTable, Field(default=MarketTable(), description="The market.")),
        "segments": (
            list[segment],
            Field(default=[], max_length=structure.MOST_SEGMENTS, description="Customers."),
        ),
        "firms": (
            list[firm],
            Field(min_length=1, max_length=structure.MOST_FIRMS, description="Firms."),
        ),
        "strategies": (dict[str, strategy], Field(default={}, description="Bundles of levers.")),
        "events": (list[event], Field(default=[], description="Settings that change.")),
        "behaviour": (
            BehaviourTable,
            Field(default=BehaviourTable(), description="How people and firms act."),
        ),
        "phases": (
            dict[str, dict[str, bool | int | float | str]],
            Field(default={}, description="Parameters of your own phases."),
        ),
        "uncertainty": (
            dict[str, Any],
            Field(default={}, description="Intervals of numbers not known exactly, by path."),
        ),
    }
    schema = create_model("Scenario", __base__=Table, **rooms).model_json_schema()
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    schema["title"] = "relsim scenario"
    schema["description"] = "A market for relsim: customers, firms, strategies and events."
    for part in ("market", "behaviour"):
        # The defaults stand with the keys; a second copy would only bury them.
        schema["properties"][part].pop("default", None)
    return schema
