"""What a user writes: the market, its customers, firms and strategies; checked, frozen."""

from __future__ import annotations

from relsim.scenario.events import Event
from relsim.scenario.loading import from_dict, load, parse
from relsim.scenario.paths import parse_assignment, split_path
from relsim.scenario.places import bundled, find, folder
from relsim.scenario.scenario import Scenario
from relsim.scenario.schema import json_schema
from relsim.scenario.size import Size, require_room, size_of
from relsim.scenario.starter import starter
from relsim.scenario.strategies import Strategy
from relsim.scenario.table import Law, Table

__all__ = [
    "Event",
    "Law",
    "Scenario",
    "Size",
    "Strategy",
    "Table",
    "bundled",
    "find",
    "folder",
    "from_dict",
    "json_schema",
    "load",
    "parse",
    "parse_assignment",
    "require_room",
    "size_of",
    "split_path",
    "starter",
]
