"""``relsim show`` and the tables behind the generated documentation."""

import json

import pytest

from relsim.behaviour import BEHAVIOUR, COSTS, LEVERS, MARKET, TRAITS
from relsim.cli import catalogue
from relsim.cli.listing import Catalogue
from relsim.scenario import json_schema

TABLES = ["levers", "parameters", "strategies", "scenarios"]


@pytest.mark.parametrize("subject", TABLES)
def test_json_is_json(relsim_command, subject):
    for listing in json.loads(relsim_command("show", subject, "--json").out):
        assert set(listing) == {"title", "table", "entries"}


@pytest.mark.parametrize("subject", TABLES)
def test_markdown_rows_have_as_many_cells_as_their_heading(relsim_command, subject):
    out = relsim_command("show", subject, "--markdown").out
    for block in out.split("\n\n"):
        rows = [line.replace("\\|", "") for line in block.split("\n") if line.startswith("|")]
        assert len({row.count("|") for row in rows}) <= 1


def test_every_lever_is_there_with_its_cost():
    entries = [entry for listing in catalogue.levers() for entry in listing.entries]
    assert [entry["name"] for entry in entries] == list(LEVERS)
    assert all(entry["cost"] == LEVERS[str(entry["name"])].cost for entry in entries)


def test_every_parameter_is_there():
    listed = {}
    for listing in catalogue.parameters():
        listed.setdefault(listing.place, set()).update(one["name"] for one in listing.entries)
    assert set(BEHAVIOUR) <= listed["[behaviour]"]
    assert set(MARKET) <= listed["[market]"]
    assert set(COSTS) == listed["[market.costs]"]
    assert set(TRAITS) <= listed["[[segments]]"]


def test_the_terminal_shows_them_all(relsim_command):
    out = relsim_command("show", "levers").out
    assert all(name in out for name in LEVERS)


def test_strategies_of_a_scenario(relsim_command, scenario_file):
    out = relsim_command("show", "strategies", scenario_file).out
    assert "mine" in out and "structural" in out


def test_schema_is_the_scenario_rooms(relsim_command):
    assert json.loads(relsim_command("show", "schema").out) == json.loads(json.dumps(json_schema()))


@pytest.mark.parametrize("width", [60, 80, 100, 200])
def test_a_name_is_there_to_be_copied_and_nothing_is_wider_than_the_terminal(width):
    found = Catalogue(catalogue.levers())
    text = found.to_text(width)
    assert all(name in text for name in LEVERS)
    assert max(map(len, text.split("\n"))) <= width
