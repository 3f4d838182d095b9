"""What passes do with luck, acquaintances, newcomers and last year's books, worked out by hand."""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np
import pytest

from relsim.behaviour.minds import IMITATOR, STILL
from relsim.market import Market, minds, surveys
from relsim.market.records import FIRM, THEORY, WORLD, customer_type, places_of, plain_of
from relsim.market.tables import Conditions, Copied
from tests.market.markets import bare, figure
from tests.market.test_joining import Snapshot

RESTLESS = {"restlessness": 1.0, "price_sensitivity": 1e-9}


def lived(scenario: Any, seed: int = 1, **words: Any) -> tuple[Market, np.ndarray]:
    """Return a market after living, and everybody's records at the end of each period."""
    market = Market(scenario, seed=seed, **words)
    watch = market.watch(range(len(market.customers)))
    market.run()
    return market, watch.records


# ------------------------------------------------------------------ acquaintances


def everybody_tied(customers, network, folder):
    """Return the settings of a network in which all know all, be it read from a file."""
    if network != "file":
        return {"network": network}
    ties = itertools.combinations(range(customers), 2)
    text = "".join(f"{one},{other}\n" for one, other in ties)
    (folder / "ties.csv").write_text(text, encoding="utf-8")
    return {"network": "file", "network_file": "ties.csv"}


@pytest.mark.parametrize("network", ["complete", "file"])
def test_who_follows_a_friend_goes_where_the_friend_was_when_the_period_began(tmp_path, network):
    scenario = bare(
        2,
        customers=2,
        periods=4,
        market=everybody_tied(2, network, tmp_path),
        behaviour={"reference_group": True, "reference_weight": 50.0, "belief_weight": 0.0},
        segment=RESTLESS,
        folder=tmp_path,
    )
    begun = (lived(scenario, seed) for seed in range(1, 99))
    held = next(held for market, held in begun if market.result().books.moves[0, 0, 1] == 1)
    # Two who want what the other has change places for ever.
    assert held["firm"].tolist() in ([[0, 1], [1, 0]] * 2, [[1, 0], [0, 1]] * 2)


# ------------------------------------------------------------------ luck that is for life


def test_the_taste_of_an_encounter_is_that_of_the_first_belief():
    scenario = bare(
        2,
        customers=40,
        periods=1,
        market={"observability": 1.0},
        behaviour={
            "disconfirmation": True,
            "expectation_rate": 1.0,
            "taste_spread": 0.02,
            "quality_noise": 0.0,
            "belief_start": 0.4,
            "review": False,
        },
    )
    market = Market(scenario, seed=1)
    expected = market.customers.get("belief").copy()
    firm = market.customers.get("firm").copy()
    market.run()
    rows = np.arange(40)
    # Everybody now believes what was experienced: the quality, which is one for all, and taste.
    experienced = market.customers.get("belief")[rows, firm]
    rises = experienced - expected[rows, firm]
    assert np.ptp(expected[rows, firm]) > 0.03
    assert rises == pytest.approx(np.full(40, rises[0]), abs=1e-12)
    # And a taste for one firm says nothing about that for the other.
    assert abs(np.corrcoef(expected[:, 0], expected[:, 1])[0, 1]) < 4 / np.sqrt(40)


def test_who_may_choose_is_the_same_for_life():
    scenario = bare(
        2, customers=60, periods=10, market={"freedom": 0.5}, behaviour={"review": False}
    )
    _, held = lived(scenario)
    stayed = (held["firm"] == held["firm"][0]).all(axis=0).sum()
    # The free have no reason to move; who is not stays by luck one time in 512.
    chance = 0.5 + 0.5 / 2**9
    assert abs(stayed - 60 * chance) <= 4 * np.sqrt(60 * chance * (1 - chance))


def test_who_is_assigned_a_firm_gets_each_with_equal_chance():
    scenario = bare(3, customers=60, periods=5, market={"freedom": 0.0})
    _, held = lived(scenario)
    times = np.bincount(held["firm"].ravel(), minlength=3)
    assert abs(times - 100).max() <= 4 * np.sqrt(300 * 2 / 9)


# ------------------------------------------------------------------ coming, leaving, coming back


def test_who_comes_back_after_two_others_is_won_back():
    turns = [("Alba", "Brio"), ("Brio", "Cora"), ("Cora", "Alba")]
    scenario = bare(
        [{"opening_share": 1.0}, *[{"opening_share": 0.0, "present": False}] * 2],
        customers=1,
        periods=4,
        events=[
            {"period": period, "firm": name, "set": {"present": name == into}}
            for period, (out, into) in enumerate(turns, 1)
            for name in (out, into)
        ],
    )
    run = lived(scenario)[0].result()
    assert figure(run, "acquired").tolist() == [[0, 0, 0], [0, 1, 0], [0, 0, 1], [0, 0, 0]]
    assert figure(run, "won_back").tolist() == [[0, 0, 0]] * 3 + [[1, 0, 0]]


@pytest.mark.parametrize("network", ["complete", "file"])
def test_a_newcomer_believes_what_the_others_do_and_not_who_left(tmp_path, network):
    scenario = bare(
        1,
        customers=3,
        periods=6,
        market={"population_turnover": 0.4, **everybody_tied(3, network, tmp_path)},
        behaviour={
            "population_turnover": True,
            "disconfirmation": True,
            "reputation": 1.0,
            "quality_noise": 0.2,
            "negativity_gain": 0.5,
        },
        folder=tmp_path,
    )
    seen = Snapshot(after="talk")
    _, held = lived(scenario, phases=[seen])
    came = 0
    for before, after in zip(seen.kept, held, strict=True):
        for row in np.flatnonzero(after["generation"] > before["generation"]):
            others = [other for other in range(3) if other != row]
            truth = before["belief"][others, 0].mean()
            assert after["belief"][row, 0] == pytest.approx(truth, rel=1e-12)
            came += 1
    assert came > 3


# ------------------------------------------------------------------ last year's books


def test_a_years_cohort_is_who_was_there_when_it_began_and_never_left():
    customers = np.zeros(6, customer_type(2)).view(np.recarray)
    customers["cohort"] = [0, 0, 0, 1, 1, -1]
    customers["firm"] = [0, 1, 0, 1, -1, 0]
    # The third left within the year that began in period 12, and came back.
    customers["start"] = [-5, 14, 15, 11, 3, 13]
    kept = np.zeros((2, 2))
    surveys.count_cohorts.py_func(customers, 12, kept)
    assert kept.tolist() == [[3, 1], [2, 1]]


def test_a_year_begins_with_its_first_period():
    scenario = bare(
        2, customers=20, periods=24, behaviour={"belief_weight": 0.0}, segment={"restlessness": 0.1}
    )
    market, held = lived(scenario, seed=2)
    cohorts = market.result().books.cohorts
    opened = market.result().books.tallies["opened"][[0, 12], :2]
    assert cohorts[:, :, 0].tolist() == opened.tolist()
    moved = held["firm"][12:] != held["firm"][11]
    stayed = ~moved.any(axis=0)
    kept = np.bincount(held["firm"][11][stayed], minlength=2)
    assert cohorts[1, :, 1].tolist() == kept.tolist()
    assert 0 < kept.sum() < 20


def yearly(last: list[float], now: list[float]) -> list[float]:
    """Return the social levers of three firms after a year that took them from heads to heads."""
    firms = np.zeros(3, FIRM)
    firms["present"] = 1.0
    firms["social"] = [0.2, 0.6, 1.0]
    firms["mind"] = [STILL, IMITATOR, IMITATOR]
    plain = plain_of(firms)
    theory, world = np.zeros(1, THEORY), np.zeros(1, WORLD)
    theory["imitation_speed"] = 0.1
    world["months"], world["periods_per_year"], world["focal"] = 12.0, 1.0, 0.0
    nothing = np.zeros(0)
    conditions = Conditions(
        firms.view(np.recarray),
        theory.view(np.recarray),
        world.view(np.recarray),
        *(nothing, nothing, nothing),
    )
    copied = Copied(places_of(["social"], FIRM), np.array([0.5]), np.zeros(1), np.ones(1))
    minds.imitate(conditions, plain, copied, np.array([last, now]), 2)
    return firms["social"].tolist()


def test_a_rival_whose_share_falls_moves_towards_the_leader():
    # A twentieth a month of what lies between, for twelve months.
    assert yearly([30, 40, 30], [30, 25, 45]) == pytest.approx([0.2, 1.0 - 0.4 * 0.95**12, 1.0])


def test_a_rival_whose_market_shrinks_faster_than_it_does_copies_nobody():
    assert yearly([30, 40, 30], [0, 25, 26]) == [0.2, 0.6, 1.0]


def test_a_rival_that_grows_less_than_its_market_copies_the_leader():
    assert yearly([10, 20, 10], [10, 25, 45]) == pytest.approx([0.2, 1.0 - 0.4 * 0.95**12, 1.0])
