"""Negative controls: what is cut off does nothing, exactly."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from relsim.market import Market
from relsim.scenario import Scenario
from tests.market.markets import (
    MONEY,
    RESTLESS,
    TOGETHER,
    VALUES,
    differing,
    figure,
    heads,
    live,
    market_of,
    state,
)

BASE: dict[str, Any] = {"customers": 400, "periods": 24, "warm_up": 3.0, "segment": RESTLESS}


def with_lever(levers: Mapping[str, Any], **more: Any) -> Scenario:
    """Return a market of four whose focal firm has a strategy of these levers."""
    words = {**BASE, **more}
    return market_of(4, strategies={"lever": dict(levers)}, **words)


def same_heads(scenario: Scenario, seed: int = 6) -> bool:
    """Tell whether the strategy leaves every head count as it was."""
    without = live(scenario, seed)
    with_it = live(scenario, seed, strategy="lever")
    return bool((heads(without) == heads(with_it)).all())


def test_in_a_market_of_one_firm_nobody_leaves_without_an_outside_option():
    scenario = market_of(
        1, behaviour={"outside_option": False, "failure_rate": 0.3}, **{**BASE, "periods": 60}
    )
    run = live(scenario)
    losses = run.losses()
    assert losses["population turnover"] > 0
    assert losses.drop("population turnover").sum() == 0


def test_with_an_outside_option_the_same_market_loses_customers():
    run = live(market_of(1, behaviour={"failure_rate": 0.3}, **{**BASE, "periods": 60}))
    assert run.losses()["left the market"] > 0


LEVERS_OF_BONDING = {
    "reward_rate": 0.15,
    "social": 1.0,
    "structural": 1.0,
    "level": "partnership",
    "quality": 0.9,
    "price": 15.0,
    "advertising": 500.0,
    "referral_reward": 2.0,
}


def test_without_freedom_no_strategy_changes_who_has_which_firm():
    scenario = with_lever(LEVERS_OF_BONDING, market={"freedom": 0.0})
    without, with_it = live(scenario), live(scenario, strategy="lever")
    for name in ("closed", "acquired", "lost", "uses", "lost_assigned_elsewhere"):
        assert (figure(without, name) == figure(with_it, name)).all(), name


def test_without_freedom_winning_a_customer_costs_nothing():
    run = live(with_lever({}, market={"freedom": 0.0}))
    assert figure(run, "acquired").sum() > 0
    assert not figure(run, "acquisition_cost").any()


def test_with_freedom_the_same_strategy_wins():
    assert not same_heads(with_lever(LEVERS_OF_BONDING))


def test_without_needs_nothing_is_used_and_nobody_moves():
    run = live(with_lever({}, behaviour={"needs": False}))
    for name in ("wanted", "uses", "revenue", "failures", "talk_good", "reviews", "acquired"):
        assert not figure(run, name).any(), name
    assert (figure(run, "lost") == figure(run, "lost_population_turnover")).all()


def test_without_reviews_nobody_who_has_a_firm_leaves_it():
    run = live(with_lever({}, behaviour={"review": False, "failure_rate": 0.3}))
    assert (figure(run, "lost") == figure(run, "lost_population_turnover")).all()


NO_ORIENTATION = {**RESTLESS, "relational_orientation": 0.0}


def test_without_relational_orientation_no_social_bond_forms():
    scenario = with_lever({"social": 1.0}, segment=NO_ORIENTATION)
    assert not figure(live(scenario, strategy="lever"), "social_bond").any()


def test_without_relational_orientation_contact_works_through_trust_alone():
    scenario = with_lever({"social": 1.0}, segment=NO_ORIENTATION)
    assert not same_heads(scenario)
    assert same_heads(scenario.with_overrides({"behaviour.trust": False}))


# ------------------------------------------------------------------ each channel cut

CHANNELS: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
    ("word_of_mouth", {"referral_reward": 2.0}, {"word_of_mouth": False}),
    ("advertising", {"advertising": 2000.0, "claim": 1.0}, {"advertising": False}),
    ("rewards", {"reward_rate": 0.3}, {"rewards": False}),
    ("structural bonding", {"structural": 1.0}, {"structural_bonding": False}),
    (
        "social bonding and trust",
        {"social": 1.0, "channel": "face"},
        {"social_bonding": False, "trust": False},
    ),
    ("trust cuts direct messages", {"direct_messages": 4.0}, {"trust": False}),
    (
        "recovery",
        {
            "compensation": 1.0,
            "empowerment": 1.0,
            "speed": 1.0,
            "encouragement": 1.0,
            "learning": 1.0,
            "dispute": "adjudicate",
        },
        {"recovery": False},
    ),
    (
        "failure",
        {"compensation": 1.0, "empowerment": 0.0, "speed": 1.0, "encouragement": 1.0},
        {"failure": False},
    ),
    ("staff", {"training": 1.0}, {"staff": False}),
    (
        "staff, social bonding and trust",
        {"staff_reward": 1.0},
        {"staff": False, "social_bonding": False, "trust": False},
    ),
    ("satiation", {"innovation": 1.0}, {"satiation": False, "innovation_quality": 0.0}),
    ("loads nobody feels", {"capacity": 0.5}, {"capacity_limits": False}),
]


@pytest.mark.parametrize(
    ("levers", "cut"), [one[1:] for one in CHANNELS], ids=[one[0] for one in CHANNELS]
)
def test_a_lever_whose_channel_is_cut_changes_no_head_count(levers, cut):
    behaviour = {"failure_rate": 0.1, **cut}
    assert same_heads(with_lever(levers, behaviour=behaviour, market={"capacity": "elastic"}))


@pytest.mark.parametrize(
    "levers", [one[1] for one in CHANNELS[:-1]], ids=[one[0] for one in CHANNELS[:-1]]
)
def test_the_same_lever_with_its_channel_open_changes_head_counts(levers):
    assert not same_heads(with_lever(levers, behaviour={"failure_rate": 0.1}))


@pytest.mark.parametrize("limits", [False, True])
def test_room_matters_only_where_loads_are_felt(limits):
    scenario = with_lever(
        {"capacity": 0.5}, market={"capacity": "fixed"}, behaviour={"capacity_limits": limits}
    )
    assert same_heads(scenario) is not limits


NEWS = [
    {"period": 3, "firm": "Brio", "set": {"challenge": 2.0}},
    {"period": 4, "firm": "Cora", "set": {"scandal": 2.0}},
    {"period": 5, "firm": "Alba", "set": {"media": 0.5}},
]


@pytest.mark.parametrize("challenges", [False, True])
def test_news_matters_only_while_challenges_are_on(challenges):
    behaviour = {"challenges": challenges}
    quiet = heads(live(with_lever({}, behaviour=behaviour)))
    loud = heads(live(with_lever({}, behaviour=behaviour, events=NEWS)))
    assert (quiet == loud).all() is np.bool_(not challenges)


def test_reassurance_matters_only_while_challenges_or_talk_raise_doubt():
    cut = {"challenges": False, "word_of_mouth": False}
    lever = {"reassurance": 1.0}
    assert same_heads(with_lever(lever, behaviour=cut, events=NEWS))
    assert not same_heads(with_lever(lever, events=NEWS))


@pytest.mark.parametrize("imitation", [False, True])
def test_speed_of_imitation_matters_only_while_imitation_is_on(imitation):
    def lived(speed: float) -> np.ndarray:
        behaviour = {"imitation": imitation, "imitation_speed": speed}
        levers = {"quality": 0.9, "reward_rate": 0.1}
        scenario = with_lever(levers, behaviour=behaviour, periods=48)
        rivals = {f"firms.{name}.mind": "imitator" for name in scenario.firm_names[1:]}
        return heads(live(scenario.with_overrides(rivals), strategy="lever"))

    assert (lived(0.0) == lived(0.5)).all() is np.bool_(not imitation)


@pytest.mark.parametrize("learning", [False, True])
def test_promotions_teach_only_while_price_learning_is_on(learning):
    scenario = with_lever(
        {"promotion_depth": 0.3, "promotion_frequency": 1.0},
        behaviour={"price_learning": learning},
    )
    market = Market(scenario, strategy="lever")
    market.run()
    customers = market.customers
    taught = customers.get("price_sensitivity_now") != customers.get("price_sensitivity")
    assert taught.any() is np.bool_(learning)


def test_without_disconfirmation_satisfaction_and_beliefs_stay_as_they_are():
    scenario = with_lever(
        {},
        behaviour={"disconfirmation": False, "word_of_mouth": False, "failure_rate": 0.3},
        market={"population_turnover": 0.0},
    )
    market = Market(scenario)
    before = market.customers.get("belief").copy()
    market.run()
    assert set(market.customers.get("satisfaction")) == {0.55}
    assert (market.customers.get("belief") == before).all()


def test_without_disconfirmation_not_even_being_turned_away_changes_satisfaction():
    scenario = with_lever(
        {}, behaviour={"disconfirmation": False}, market={"capacity": "fixed"}, segment={}
    ).with_overrides({"firms.Alba.capacity": 0.2})
    market = Market(scenario)
    market.run()
    assert set(market.customers.get("satisfaction")) == {0.55}


def test_without_population_turnover_nobody_is_replaced():
    market = Market(with_lever({}, behaviour={"population_turnover": False}))
    run = market.run()
    assert not market.customers.get("generation").any()
    assert run.losses()["population turnover"] == 0


def test_spending_does_not_grow_with_trust_unless_told_to():
    scenario = with_lever({"social": 1.0, "direct_messages": 4.0}, segment={"spend": 1.0})
    run = live(scenario, strategy="lever")
    assert figure(run, "revenue") == pytest.approx(20.0 * figure(run, "uses"), rel=1e-12)


# ------------------------------------------------------------------ placebo

PLACEBOS: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
    ("a dearer level", {}, {"level_reactive": 3.0}),
    ("account staff for everybody", {"account_capacity": 1e6}, {"account_staff": 0.01}),
    ("dearer acquisition", {}, {"acquisition": 400.0}),
    ("dearer handling of complaints", {}, {"handling": 40.0}),
    ("dearer quality", {}, {"empowerment": 3.0}),
]


@pytest.mark.parametrize(
    ("levers", "costs"), [one[1:] for one in PLACEBOS], ids=[one[0] for one in PLACEBOS]
)
def test_a_placebo_lever_changes_profit_and_no_head_count(levers, costs):
    plain = live(with_lever(levers), strategy="none")
    placebo = live(with_lever(levers, market={"costs": costs}), strategy="lever")
    assert (heads(plain) == heads(placebo)).all()
    assert figure(placebo, "profit")[:, 0].sum() < figure(plain, "profit")[:, 0].sum()


def test_a_placebo_lever_changes_no_customer_to_the_bit():
    markets = [
        Market(with_lever({}, market={"costs": {"level_reactive": cost}})) for cost in (0.05, 3.0)
    ]
    runs = [market.run() for market in markets]
    assert differing(state(markets[0]), state(markets[1])) == []
    books = [run.books.tallies for run in runs]
    moved = [name for name in books[0].dtype.names if (books[0][name] != books[1][name]).any()]
    assert set(moved) == {"level_cost", "profit", "relationship_spending"}


def test_a_placebo_lever_leaves_retention_exactly_as_it_was():
    runs = [
        live(with_lever({}, market={"costs": {"level_reactive": cost}})) for cost in (0.05, 3.0)
    ]
    one, other = (run.summary() for run in runs)
    changed = {name for name in one if one[name] != other[name]}
    assert "profit" in changed
    assert changed <= VALUES


def test_a_strategy_compared_with_itself_differs_by_nothing():
    scenario = with_lever(LEVERS_OF_BONDING)
    one, other = (live(scenario, 3, strategy="lever") for _ in range(2))
    assert one.summary() == other.summary()
    assert one.books.tallies.tobytes() == other.books.tallies.tobytes()


def test_a_strategy_that_sets_what_is_set_already_changes_nothing():
    scenario = with_lever({"quality": 0.72, "price": 20.0, "compensation": 0.6})
    without, with_it = live(scenario), live(scenario, strategy="lever")
    assert without.books.tallies.tobytes() == with_it.books.tallies.tobytes()


def test_a_strategy_changes_nothing_before_it_starts():
    scenario = with_lever(LEVERS_OF_BONDING)
    without, with_it = (live(scenario, strategy=name) for name in ("none", "lever"))
    before = slice(0, without.warm_up)
    assert without.warm_up == 3
    for name in (*MONEY, "closed", "satisfaction"):
        books = [run.books.tallies[name][before] for run in (without, with_it)]
        assert (books[0] == books[1]).all(), name


def without_and_with(field: str) -> list[NDArray[Any]]:
    """Return a field of the customers after lives without the levers of bonding and with them."""
    markets = [Market(with_lever(LEVERS_OF_BONDING), strategy=name) for name in ("none", "lever")]
    for market in markets:
        market.run()
    return [market.customers.get(field) for market in markets]


def test_who_leaves_the_population_is_the_same_under_every_strategy():
    without, with_them = without_and_with("generation")
    assert without.any()
    assert (without == with_them).all()


ALONE = dict.fromkeys(
    ("word_of_mouth", "reference_group", "capacity_limits", "staff", "population_turnover"), False
)
TERMS = {"term": 6.0, "notice": 1.0, "exit_fee": 20.0, "price_promise": True, "lapse_rate": 0.01}


@pytest.mark.parametrize(
    ("firms", "behaviour", "touching"),
    [
        ({}, {"awareness": True, "aware_start": 0.6, "forgetting": 0.05}, (0,)),
        (TERMS, {"renewal_review": 0.6}, (0,)),
        ({}, {"imitation_speed": 0.5}, (0, 1)),
    ],
    ids=["awareness", "contracts", "minds"],
)
def test_who_never_met_a_firm_that_the_lever_touched_lives_the_same_life(
    firms, behaviour, touching
):
    minds = [{}, {"mind": "imitator"}, {"mind": "price_matcher"}, {}]
    scenario = market_of(
        [{**firms, **one} for one in minds] if len(touching) > 1 else [firms] * 4,
        strategies={"lever": {"social": 0.9, "structural": 0.8, "level": "partnership"}},
        market={"reference_price": 20.0},
        behaviour={**ALONE, **behaviour},
        **BASE,
    )
    lives = everybodys_lives(scenario)
    touched = np.isin(np.stack([life["firm"] for life in lives]), touching).any(axis=(0, 1))
    the_untouched_live_the_same(lives, touched)


def everybodys_lives(scenario: Scenario) -> list[NDArray[Any]]:
    """Return all records of 400 customers, without the lever and with it."""
    lives = []
    for strategy in ("none", "lever"):
        market = Market(scenario, 6, strategy=strategy)
        watch = market.watch(range(400))
        market.run()
        lives.append(np.stack(watch.records))
    return lives


def the_untouched_live_the_same(lives: list[NDArray[Any]], touched: NDArray[Any]) -> None:
    """Hold that a lever changes lives, and none but of those whom it touched."""
    assert 50 < touched.sum() < 350
    alike = np.array(
        [lives[0][:, row].tobytes() == lives[1][:, row].tobytes() for row in range(400)]
    )
    assert alike[~touched].all() and not alike[touched].all()


def test_who_never_knew_a_firm_that_the_lever_moved_lives_the_same_life_with_all_at_once():
    # A price is seen by all who know the firm, and a rival learns from what it gained by it.
    settings = {**TOGETHER, "behaviour.aware_start": 0.4, "behaviour.imitation_speed": 0.5}
    del settings["firms.Brio.mind"]
    scenario = market_of(
        [{}, {"mind": "learner"}, {"introductory": 0.2, "term": 4.0, "exit_fee": 9.0}, {}],
        strategies={"lever": {"social": 0.9, "structural": 0.8, "price": 17.0}},
        market={"reference_price": 20.0},
        behaviour={**ALONE, "trial_step": 0.5, "price_review": 0.5},
        **BASE,
    ).with_overrides(settings)
    lives = everybodys_lives(scenario)
    known = np.stack([life["aware"] for life in lives])
    the_untouched_live_the_same(lives, (known & 0b11 > 0).any(axis=(0, 1)))


def test_traits_of_newcomers_are_the_same_under_every_strategy():
    without, with_them = without_and_with("spend")
    assert (without == with_them).all()
