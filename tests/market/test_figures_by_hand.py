"""Survival, room and the cost of winning customers, where a person with a pencil can tell."""

from __future__ import annotations

import numpy as np
import pytest

from relsim.behaviour.choice import REASONS, TURNOVER
from relsim.market import Market
from relsim.market.measures import survival
from tests.market.markets import bare, figure, live, market_of

LEFT = next(code for code in range(len(REASONS)) if code != TURNOVER)
SPELL = np.dtype([("firm", "i1"), ("duration", "i4"), ("ended", "?"), ("reason", "i1")])


def test_survival_leaves_out_whoever_was_lost_from_sight():
    spells = np.array(
        [
            (0, 1, True, LEFT),
            (0, 1, True, TURNOVER),
            (0, 2, True, LEFT),
            (0, 2, False, -1),
            (0, 3, True, LEFT),
            (0, 4, False, -1),
            (1, 1, True, LEFT),
        ],
        SPELL,
    )
    # Of six, one leaves after a period; of the four who are left then, one; of two, one.
    curve = [1.0, 5 / 6, 5 / 6 * 3 / 4, 5 / 6 * 3 / 4 / 2, 5 / 6 * 3 / 4 / 2]
    assert survival(spells[spells["firm"] == 0], 4) == pytest.approx(curve)


def test_room_is_a_share_of_the_needs_by_the_firms_that_are_there_at_the_opening():
    scenario = market_of(
        [{"capacity": 1.5}, {"capacity": 0.5}, {"present": False}],
        customers=30,
        periods=1,
        market={"capacity": "fixed", "costs": {"capacity": 2.0}},
        segment={"need_rate": 0.4},
    )
    # Thirty people with .4 needs each and two firms: six uses a firm are fair.
    assert figure(live(scenario), "capacity_cost")[0].tolist() == pytest.approx([18.0, 6.0, 0.0])


@pytest.mark.parametrize("freedom", [0.0, 1.0])
def test_only_who_came_by_choice_was_won_at_a_cost(freedom):
    scenario = bare(
        2,
        customers=20,
        periods=3,
        market={"freedom": freedom, "costs": {"acquisition": 7.0}},
        behaviour={"belief_weight": 0.0},
        segment={"restlessness": 1.0},
    )
    run = live(scenario)
    came = figure(run, "acquired").sum() + figure(run, "won_back").sum()
    assert came > 5
    assert figure(run, "won_by_choice").sum() == freedom * came
    assert figure(run, "acquisition_cost").sum() == pytest.approx(7.0 * freedom * came)


def test_founders_are_those_who_were_there_before_the_first_period():
    scenario = bare(
        [{"opening_share": 1.0}, {"opening_share": 0.0}],
        customers=20,
        periods=1,
        behaviour={"belief_weight": 0.0},
        segment={"restlessness": 1.0},
    )
    run = live(scenario)
    stayed, joined = run.books.closings[0]
    assert joined > 5
    assert run.books.tallies["founders"][0].tolist() == [stayed, 0, 0]
    margin = figure(run, "revenue") - figure(run, "service_cost")
    assert run.books.tallies["founder_margin"][0, :2] == pytest.approx([margin[0, 0], 0.0])


@pytest.mark.parametrize("level", ["basic", "reactive"])
def test_a_firm_learns_from_what_it_was_told_and_from_nothing_else(level):
    scenario = bare(
        [{"level": level, "learning": 1.0}],
        customers=20,
        periods=1,
        behaviour={
            "failure": True,
            "failure_rate": 1.0,
            "recovery": True,
            "voice_base": 0.0,
            "voice_encouragement": 0.0,
            "voice_severity": 0.0,
            "learning_rate": 0.5,
            "learning_limit": 0.6,
        },
    )
    market = Market(scenario, seed=1)
    market.run()
    failures, told = (market.result().periods[name][0] for name in ("failures", "complaints"))
    assert told == 0 if level == "basic" else 0 < told < failures
    assert market.firms["Alba"].learned == pytest.approx(0.5 * told / 20 * 0.6)
