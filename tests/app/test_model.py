"""The model as the page shows it: a curve of every equation, and statements with ways to them."""

import math

import pytest

import relsim
from relsim.app.page import model
from relsim.app.session import modelling
from relsim.app.session.curves import along, answer, arguments_of
from relsim.app.session.link import from_link, to_link
from relsim.app.session.selection import Selection
from relsim.behaviour import MECHANISMS, RULES, defaults
from relsim.claims import claims
from relsim.errors import InputError
from relsim.textbook import concepts
from tests.app.tabs import link_to


@pytest.fixture(scope="module")
def scenario():
    return relsim.load("insurance")


def test_every_equation_has_a_curve_that_something_moves(scenario):
    for rule in RULES:
        drawn = [one for one in arguments_of(rule, scenario) if not one.switch]
        found = {one.name: along(rule, scenario, one.name, {}) for one in drawn}
        name = rule.function.__name__
        assert any(len(set(one)) > 1 for one in found.values()), name
        # At most an end, where something would be divided by zero, has no answer.
        assert all(sum(y is None for y in one) <= 2 for one in found.values()), name
        assert all(one.meaning for one in drawn), name


def test_a_curve_is_the_rule_itself_under_the_numbers_of_the_market():
    scenario = relsim.load("insurance", {"behaviour.trust_by_contact": 0.2})
    rule = modelling.NAMES["trust"].rules[0]
    theory = defaults()
    theory.trust_by_contact = 0.2
    given = (0.6, 0.1, 1.0, 0.0, 0.0, theory)
    assert answer(rule, scenario, {"trust": 0.5}) == rule.function(0.5, True, *given)
    assert along(rule, scenario, "trust", {"used": 0.0})[-1] == rule.function(1.0, False, *given)
    assert answer(rule, scenario, {"trust_floor": 0.0}) < answer(rule, scenario, {})


def test_a_browser_bends_a_curve_within_its_ends_and_no_other(scenario):
    place, bent = modelling.bend(
        scenario, "trust", {"rule": 0, "along": "satisfaction", "values": {"trust": 9, "x": 1}}
    )
    assert (place, bent.along, bent.values) == (0, "satisfaction", {"trust": 1.0})
    said = {"rule": 0, "along": "__class__", "values": {"trust": math.nan, "contact": "1"}}
    assert modelling.bend(scenario, "trust", said)[1] == modelling.Bent()
    for wrong in (-1, 99, True, "0", None):
        with pytest.raises(InputError):
            modelling.bend(scenario, "trust", {"rule": wrong})


def test_the_part_of_the_model_travels_in_the_link():
    link = to_link(Selection("insurance", picture="model", model="recovery"))
    assert from_link(link)[0].model == "recovery"
    assert from_link("scenario=insurance&show=model&model=<b>")[0].model == ""


def test_every_statement_is_there_and_what_is_declared_has_its_mechanism():
    entries = [one for theme in model.statements() for one in theme["entries"]]
    assert [one["id"] for one in entries] == [one.id for one in concepts()]
    known = {one.name for one in MECHANISMS}
    homes = [home for one in entries for home in one["homes"]]
    assert {home["mechanism"] for home in homes} <= {"", *known}
    assert all(home["mechanism"] for home in homes if home["kind"] in ("lever", "trait"))
    assert {home["name"] for home in homes if home["kind"] == "experiment"} <= set(claims())


def test_a_curve_is_bent_a_statement_found_and_followed_home(open_tab):
    page = open_tab(link_to(show="model", model="social_bonding"))
    curve = page.locator(".curve").first
    curve.wait_for()
    assert page.get_by_role("list", name="The plan of a period").locator("li").count() == 8
    before = curve.locator(".now").get_attribute("points")
    curve.get_by_role("slider", name="orientation").fill("1")
    curve.locator(".before").wait_for()
    bent = "(before) => document.querySelector('.curve .now').getAttribute('points') !== before"
    page.wait_for_function(bent, arg=before)
    curve.get_by_role("combobox").select_option("orientation")
    curve.locator(".across strong", has_text="orientation").wait_for()
    page.get_by_role("button", name="What textbooks say, and where it lives").click()
    page.get_by_role("searchbox").fill("S0.06")
    page.locator(".said li").nth(0).wait_for()
    assert page.locator("#said-S0\\.06").count() == 1
    page.locator("#said-S0\\.06").get_by_role("button", name="lever social", exact=True).click()
    page.locator("article h3", has_text="Contact reaches customers").wait_for()
    page.wait_for_function("location.search.includes('model=contact')")
    page.get_by_role("button", name="What textbooks say, and where it lives").click()
    page.get_by_role("searchbox").fill("S0.02")
    page.locator("#said-S0\\.02").get_by_role("button", name="lesson bonding levels").click()
    page.wait_for_function("location.search.includes('lesson=bonding_levels')")
    page.get_by_role("button", name="Compare", exact=True).click()
    page.locator(".answer").wait_for()
