"""What a report and news do to who hears them, worked out by hand: beliefs, doubt, what is kept."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from relsim.market import passes
from relsim.market.chance import PURPOSES
from relsim.market.hearing import listener_of
from relsim.market.records import FIRM, MESSAGE, THEORY, WORLD, customer_type
from relsim.market.tables import Around, Block, Conditions, Heard, Reports

TRUST = 0.5
WEIGHT = 0.2
OWN = 0.5


def records(firm: int = 0) -> tuple[Block, Conditions, Any]:
    """Return a customer of a firm, conditions with two firms (twice), and keys of luck."""
    customers = np.zeros(1, customer_type(2)).view(np.recarray)
    customers["firm"], customers["trust"], customers["belief"] = firm, TRUST, 0.6
    sides = np.zeros(4, FIRM).view(np.recarray)
    sides["present"] = 1.0
    theory = np.zeros(1, THEORY).view(np.recarray)
    theory["hearing_weight"], theory["hearing_own"], theory["negative_weight"] = WEIGHT, OWN, 1.0
    theory["news_weight"], theory["claim_weight"] = 0.1, 0.5
    world = np.zeros(1, WORLD).view(np.recarray)
    world["population"] = 1.0
    nothing = np.zeros(0)
    conditions = Conditions(sides, theory, world, nothing, nothing, customers)
    return Block(customers, 0), conditions, np.zeros((PURPOSES, 3), np.uint64)


def nothing_heard() -> Heard:
    """Return room for what one listener hears of two firms."""
    return Heard(np.zeros((1, 2)), np.zeros((1, 2)), np.ones((1, 2)), np.zeros((1, 2), np.int8))


def told(about: int, good: bool, firm: int = 0) -> Any:
    """Return a customer who was told that a firm is worth .9, or .1."""
    block, conditions, keys = records(firm)
    message = np.zeros(1, MESSAGE)
    message["value"], message["firm"], message["good"] = 0.9 if good else 0.1, about, good
    reports = Reports(message.view(np.recarray), np.array([0]))
    with np.errstate(over="ignore"):
        passes.talk.py_func(block, reports, conditions, keys, nothing_heard())
    return block.customers[0]


@pytest.mark.parametrize(
    ("about", "good", "doubt", "kept", "belief"),
    [
        # Of the own firm: half the weight, and only the bad raises doubt.
        (0, True, 0, 0, 0.6 + 0.1 * 0.3),
        (0, False, 1, 0, 0.6 - 0.1 * 0.5),
        # Of another: good of it raises doubt, and is kept until the next need.
        (1, True, 1, 2, 0.6 + 0.2 * 0.3),
        (1, False, 0, 0, 0.6 - 0.2 * 0.5),
    ],
)
def test_a_report_moves_a_belief_and_may_raise_doubt(about, good, doubt, kept, belief):
    customer = told(about, good)
    assert customer.belief[about] == pytest.approx(belief)
    assert customer.belief[1 - about] == 0.6
    assert (customer.doubt, customer.heard_good) == (doubt, kept)


def test_who_has_no_firm_has_nothing_to_doubt():
    customer = told(1, True, firm=-1)
    assert (customer.doubt, customer.heard_good) == (0, 2)


@pytest.mark.parametrize(
    ("news", "about", "firm", "belief"),
    [
        # Trust of .5 in a firm that reassures by .8 takes .4 off what is said, in two cases.
        ("challenge", 1, 0, 0.6 + 0.1 * 0.6),
        ("challenge", 0, 0, 0.6),
        ("challenge", 0, -1, 0.6 + 0.1),
        ("scandal", 0, 0, 0.6 - 0.1 * 0.6),
        ("scandal", 1, 0, 0.6 - 0.1),
        ("scandal", 1, -1, 0.6 - 0.1),
    ],
)
def test_news_is_damped_by_trust_where_it_concerns_the_own_firm(news, about, firm, belief):
    block, conditions, keys = records(firm)
    conditions.sides["reassurance"] = 0.8
    conditions.sides[news][about] = 1.0
    with np.errstate(over="ignore"):
        passes.spread_news.py_func(block, conditions, keys)
    beliefs = block.customers["belief"][0]
    assert beliefs[about] == pytest.approx(belief)
    assert beliefs[1 - about] == 0.6


def test_nobody_is_an_acquaintance_of_ones_own():
    world = np.zeros(1, WORLD).view(np.recarray)[0]
    world.complete_network, world.population = 1.0, 4.0
    none = np.zeros(0, np.int64)
    around = Around(none, np.zeros(1), none, none)
    for row, others in ((0, [1, 2, 3]), (2, [0, 1, 3])):
        heard = [listener_of(row, luck, around, world) for luck in (0.1, 0.5, 0.9)]
        assert heard == others


@pytest.mark.parametrize(("segment", "reached"), [(0, False), (1, True), (2, False)])
def test_advertising_for_the_second_segment_reaches_the_second(segment, reached):
    block, conditions, keys = records()
    sides = conditions.sides
    block.customers["segment"] = segment
    conditions.theories["advertising"] = 1.0
    sides["advertised_segment"] = np.nan
    sides["reached"][1], sides["claim"][1], sides["advertised_segment"][1] = 1.0, 0.8, 2.0
    nothing = Reports(np.zeros(0, MESSAGE).view(np.recarray), np.zeros(0, np.int64))
    with np.errstate(over="ignore"):
        passes.talk.py_func(block, nothing, conditions, keys, nothing_heard())
    assert block.customers["belief"][0, 1] == pytest.approx(0.6 + 0.5 * 0.2 if reached else 0.6)
