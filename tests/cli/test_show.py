"""``relsim show`` and the tables behind the generated documentation."""

import json

import pytest

from relsim.behaviour import BEHAVIOUR, COSTS, LEVERS, MARKET, TRAITS
from relsim.cli import catalogue
from relsim.cli.listing import Catalogue
from relsim.scenario import json_schema
from relsim.study.fit.bounds import choose_bounds

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


@pytest.mark.parametrize("place", ["[behaviour]", "[[segments]]", "[[firms]]"])
def test_the_plausible_range_shown_is_the_one_that_a_fit_seeks_in(place):
    room = {"[behaviour]": "behaviour", "[[segments]]": "segments.a", "[[firms]]": "firms.a"}[place]
    listings = [*catalogue.parameters(), *catalogue.levers()]
    entries = [one for listing in listings if listing.place == place for one in listing.entries]
    whole = {name for name, one in (BEHAVIOUR | LEVERS).items() if one.whole}
    tried = 0
    for entry in entries:
        name = entry["name"]
        fitted = name in BEHAVIOUR | LEVERS | TRAITS and name not in whole
        if entry["plausible"] == "–" or not fitted:
            continue
        (bound,) = choose_bounds([f"{room}.{name}"])
        assert (bound.low, bound.high) == (entry["plausible_low"], entry["plausible_high"])
        tried += 1
    assert tried > 5
