"""Metamorphic relations: what a change of the scenario must, and must not, change."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest

from relsim.market import Market, Run
from relsim.scenario import Scenario, from_dict
from tests.market.markets import (
    HEADS,
    MONEY,
    NAMES,
    RESTLESS,
    VALUES,
    bare,
    closed,
    differing,
    figure,
    heads,
    live,
    market_of,
    money_scaled,
    outcome,
    rich,
    state,
    total,
)
from tests.market.test_churn import within

RICH = rich(4, customers=300, periods=24)


def changed(scenario: Scenario, **rooms: Any) -> Scenario:
    """Return a scenario with some of its rooms replaced."""
    return from_dict({**scenario.to_dict(), **rooms})


# ------------------------------------------------------------------ names and order


def test_c1_names_of_firms_change_nothing():
    data = RICH.to_dict()
    names = dict(zip(NAMES, ("Zorn", "Übel", "甲", "a b"), strict=False))
    renamed = changed(
        RICH,
        market={**data["market"], "focal": names[data["market"]["focal"]]},
        firms=[{**firm, "name": names[firm["name"]]} for firm in data["firms"]],
        events=[{**event, "firm": names.get(event["firm"], "")} for event in data["events"]],
    )
    assert differing(outcome(Market(RICH, 3)), outcome(Market(renamed, 3))) == []


def test_c2_the_order_of_firms_changes_nothing_when_ids_are_kept():
    firms = RICH.to_dict()["firms"]
    shuffled = changed(RICH, firms=[firms[place] for place in (2, 0, 3, 1)])
    assert differing(outcome(Market(RICH, 3)), outcome(Market(shuffled, 3))) == []


def test_c2_luck_goes_with_the_id_and_not_with_the_place():
    firms = RICH.to_dict()["firms"]
    other = changed(RICH, firms=[{**firm, "id": firm["id"] + 10} for firm in firms])
    assert differing(outcome(Market(RICH, 3)), outcome(Market(other, 3))) != []


def test_c3_the_order_of_segments_changes_nothing_when_ids_are_kept():
    segments = RICH.to_dict()["segments"]
    shuffled = changed(RICH, segments=segments[::-1])
    assert differing(outcome(Market(RICH, 3)), outcome(Market(shuffled, 3))) == []


def test_c3_a_segment_cut_into_two_equal_ones_follows_the_same_laws():
    whole, cut = (
        market_of(
            2,
            customers=20_000,
            periods=6,
            segments=[{"name": f"s{k}", **RESTLESS} for k in range(parts)],
        )
        for parts in (1, 2)
    )
    kept = [live(scenario).periods["lost"].sum() / (20_000 * 6) for scenario in (whole, cut)]
    error = np.sqrt(2 * kept[0] * (1 - kept[0]) / (20_000 * 6))
    assert within(kept[1], kept[0], error)


# ------------------------------------------------------------------ money


@pytest.mark.parametrize("factor", [2.0, 128.0])
def test_c4_c24_another_currency_counts_the_same_heads(factor):
    other = from_dict(money_scaled(RICH.to_dict(), factor))
    one, two = Market(RICH, 3, strategy="structural"), Market(other, 3, strategy="structural")
    assert (heads(one.run()) == heads(two.run())).all()
    money = {"points", "spent", "worth", "signed", "fee"}
    assert set(differing(state(one), state(two))) == money


@pytest.mark.parametrize("factor", [2.0, 128.0])
def test_c4_c24_another_currency_multiplies_money_exactly(factor):
    other = from_dict(money_scaled(RICH.to_dict(), factor))
    one, two = live(RICH, 3), live(other, 3)
    for name in MONEY:
        assert (figure(one, name) * factor == figure(two, name)).all(), name
    before, after = one.summary(), two.summary()
    for name, figure_before in before.items():
        expected = figure_before * factor if name in VALUES else figure_before
        assert after[name] == expected, name


def test_c24_a_currency_of_hundredths_multiplies_money_to_rounding():
    other = from_dict(money_scaled(RICH.to_dict(), 100.0))
    one, two = live(RICH, 3), live(other, 3)
    assert (heads(one) == heads(two)).all()
    scale = np.abs(figure(one, "revenue")) + 1.0
    for name in MONEY:
        gap = np.abs(figure(one, name) * 100.0 - figure(two, name)) / (100.0 * scale)
        assert gap.max() <= 1e-12, name


# ------------------------------------------------------------------ utilities


@pytest.mark.parametrize("reference", [5.0, 80.0])
def test_c5_a_constant_for_all_firms_changes_no_choice(reference):
    # Equal prices against another reference price: the same constant in every utility.
    def choices(price: float) -> bytes:
        scenario = market_of(
            3,
            customers=1000,
            market={"reference_price": price},
            segment=RESTLESS,
            behaviour={"outside_option": False},
        )
        return state_of_choices(Market(scenario, 2))

    assert choices(20.0) == choices(reference)


def state_of_choices(market: Market) -> bytes:
    """Return who is with which firm since when, after running."""
    market.run()
    return market.customers.get("firm").tobytes() + market.customers.get("start").tobytes()


def test_c10_a_firm_split_in_two_keeps_its_customers():
    sensitivity, reference = 4.0, 20.0
    # One third of a firm's utility less ln 2 is what a higher price takes.
    halved = reference * (1 + np.log(2) / sensitivity)
    words: dict[str, Any] = {
        "customers": 20_000,
        "periods": 1,
        "segment": {"restlessness": 1.0},
        "behaviour": {"outside_option": False},
    }
    whole = bare([{"price": reference}, {"price": 22.0}], **words)
    split = bare([{"price": halved}, {"price": 22.0}, {"price": halved}], **words)
    one = closed(live(whole, 1))[0, 0] / 20_000
    two = closed(live(split, 2))[0, [0, 2]].sum() / 20_000
    assert within(two, one, np.sqrt(2 * one * (1 - one) / 20_000))


# ------------------------------------------------------------------ networks and absent things

UNTOLD = {"word_of_mouth": False, "reference_group": False, "reputation": 0.0}


@pytest.mark.parametrize("network", ["random", "scale_free", "complete", "none"])
def test_c6_without_talk_approval_and_reputation_the_network_is_irrelevant(network):
    def lived(kind: str) -> dict[str, bytes]:
        scenario = market_of(
            3, market={"network": kind}, behaviour=UNTOLD, segment=RESTLESS, periods=24
        )
        found = outcome(Market(scenario, 5))
        del found["alike"]
        return found

    assert differing(lived("small_world"), lived(network)) == []


@pytest.mark.parametrize("channel", UNTOLD)
def test_c6_each_of_the_three_makes_the_network_matter(channel):
    behaviour = {name: value for name, value in UNTOLD.items() if name != channel}

    def lived(kind: str) -> dict[str, bytes]:
        scenario = market_of(
            3,
            market={"network": kind, "population_turnover": 0.05},
            behaviour=behaviour,
            segment=RESTLESS,
            periods=24,
        )
        return outcome(Market(scenario, 5))

    assert "belief" in differing(lived("small_world"), lived("random"))


def test_c6_independent_adopters_vary_as_a_binomial():
    customers, worlds, share = 200, 300, 0.5
    scenario = bare(
        2,
        customers=customers,
        periods=1,
        market={"network": "small_world"},
        segment={"restlessness": 1.0},
        behaviour={"outside_option": False, "word_of_mouth": False},
    )
    counts = [closed(Market(scenario, replication=k).run())[0, 0] for k in range(worlds)]
    truth = customers * share * (1 - share)
    assert within(np.var(counts, ddof=1), truth, truth * np.sqrt(2 / (worlds - 1)))


@pytest.mark.parametrize(
    "recovery",
    [
        {"compensation": 1.0, "dispute": "adjudicate"},
        {"speed": 1.0, "encouragement": 1.0},
        {"learning": 1.0},
    ],
)
def test_c7_where_nothing_fails_recovery_is_irrelevant(recovery):
    behaviour = {"failure_rate": 0.0, "customer_failure_rate": 0.0}

    def lived(levers: Mapping[str, Any]) -> Run:
        firms = [dict(levers), {}]
        free = {"speed": 0.0, "encouragement": 0.0, "learning": 0.0}
        return live(
            market_of(
                firms, behaviour=behaviour, segment=RESTLESS, market={"costs": free}, periods=24
            ),
            5,
        )

    one, other = lived({}), lived(recovery)
    for name in ("failures", "complaints", "resolved", "silent", "handling_cost"):
        assert not figure(other, name).any(), name
    assert one.books.tallies.tobytes() == other.books.tallies.tobytes()


INDEPENDENT: dict[str, Any] = {
    "market": {"network": "none", "reference_price": 20.0, "population_turnover": 0.0},
    "behaviour": {"staff": False, "failure_rate": 0.1},
    "segment": RESTLESS,
    "periods": 24,
}
"""Customers who share nothing but their firms' levers."""


def test_c8_one_customer_more_changes_nobody_else():
    few, more = (
        Market(market_of(3, customers=customers, **INDEPENDENT), 5) for customers in (200, 201)
    )
    few.run()
    more.run()
    assert few.customers.records.tobytes() == more.customers.records[:200].tobytes()


def with_an_inert(customers: int, folder: Any, **market: Any) -> Scenario:
    """Return a market with everything on, in which some need nothing and have no firm."""
    return market_of(
        [{"opening_share": 0.5}, {"opening_share": 0.3}, {"opening_share": 0.2, "present": False}],
        customers=customers,
        periods=24,
        market={"reference_price": 20.0, "population_turnover": 0.0, **market},
        segments=[
            {"name": "all", "share": 0.5, **RESTLESS},
            {"name": "inert", "need_rate": 0.0, "spend": 1.0, **RESTLESS},
        ],
        folder=folder,
    )


@pytest.mark.parametrize("network", ["none", "file"])
def test_c8_an_inert_customer_changes_no_other_even_through_staff(tmp_path, network):
    # Whoever needs nothing and has no firm shares nothing with anybody.
    np.savetxt(tmp_path / "ring.csv", [(k, (k + 1) % 200) for k in range(200)], fmt="%d")
    files = {"network_file": "ring.csv"} if network == "file" else {}

    def lived(customers: int, seed: int) -> Market:
        return Market(with_an_inert(customers, tmp_path, network=network, **files), seed)

    for seed in range(100):
        more = lived(201, seed)
        last = more.customers[200]
        if last.segment == 1 and last.firm < 0:
            break
    few = lived(200, seed)
    few.run()
    more.run()
    assert few.customers.records.tobytes() == more.customers.records[:200].tobytes()
    assert not figure(few.result(), "innovation_cost").any()
    for name in (*HEADS, "profit", "staff_satisfaction", "skill"):
        assert (figure(few.result(), name) == figure(more.result(), name)).all(), name


@pytest.mark.parametrize("place", [0, 1, 2])
def test_c9_a_firm_that_is_not_there_changes_nothing(place):
    there = [{"name": NAMES[k], "id": k + 10, "opening_share": 0.5} for k in range(2)]
    absent = {
        "name": "Ghost",
        "id": (1, 10 + 9, 999)[place],
        "present": False,
        "opening_share": 0.0,
        "price": 1.0,
        "quality": 1.0,
        "advertising": 1e6,
    }
    words: dict[str, Any] = {"segment": RESTLESS, "periods": 24, "market": {"focal": NAMES[0]}}
    without = live(market_of(there, **words), 5)
    with_it = live(market_of([*there, absent], **words), 5)
    for name in (*HEADS, *MONEY, "satisfaction", "trust"):
        ours = with_it.periods[with_it.periods["firm"] != "Ghost"][name]
        assert np.array_equal(ours, without.periods[name], equal_nan=True), name


def test_c11_one_firm_without_an_outside_option_has_everybody_for_ever():
    run = live(
        market_of(
            1,
            segment=RESTLESS,
            behaviour={"outside_option": False},
            market={"population_turnover": 0.0},
        )
    )
    assert (run.periods["share"] == 1.0).all()
    assert (run.periods["churn"] == 0.0).all()


def test_c13_progress_steps_and_a_second_reading_change_nothing():
    told: list[tuple[int, int]] = []
    one, other = Market(RICH, 3), Market(RICH, 3)
    one.run(progress=lambda done, all_: told.append((done, all_)))
    while not other.finished:
        other.step()
    assert differing(outcome(one), outcome(other)) == []
    assert told == [(done, 26) for done in range(1, 27)]


def test_a_complete_network_is_the_list_of_all_pairs(tmp_path):
    size = 60
    pairs = [(one, other) for one in range(size) for other in range(one + 1, size)]
    np.savetxt(tmp_path / "all.csv", pairs, fmt="%d")

    def lived(**network: str) -> dict[str, bytes]:
        scenario = market_of(
            3,
            customers=size,
            periods=24,
            market={**network, "population_turnover": 0.0},
            segment=RESTLESS,
            behaviour={"talk_base": 0.5},
            folder=tmp_path,
        )
        found = outcome(Market(scenario, 5))
        del found["alike"]
        return found

    listed = lived(network="file", network_file="all.csv")
    assert differing(lived(network="complete"), listed) == []


# ------------------------------------------------------------------ pathwise and in order


def lives_with(restlessness: float) -> np.ndarray:
    scenario = bare(
        1,
        customers=2000,
        periods=30,
        segment={"restlessness": restlessness},
        behaviour={"outside_utility": 1e5},
    )
    run = live(scenario, 5)
    return run.spells.sort_values("customer")["duration"].to_numpy()


def test_c14_a_higher_hazard_lengthens_nobodys_life():
    calm, restless = lives_with(0.1), lives_with(0.15)
    assert (restless <= calm).all()
    assert (restless < calm).any()


def test_c15_a_higher_price_wins_nobody_anew():
    def choosers(price: float) -> np.ndarray:
        scenario = bare(
            [{"price": price}, {}, {}],
            customers=5000,
            periods=6,
            segment={"restlessness": 1.0},
        )
        market = Market(scenario, 5)
        watch = market.watch(range(5000))
        market.run()
        return np.asarray(watch.records["firm"] == 0)

    cheap, dear = choosers(20.0), choosers(22.0)
    assert not (dear & ~cheap).any()
    assert dear.sum() < cheap.sum()


BETTER = [
    {"quality": 0.8},
    {"compensation": 1.0, "empowerment": 1.0, "speed": 1.0, "encouragement": 0.5},
    {"reward_rate": 0.1},
    {"structural": 0.8},
    {"social": 0.8},
]


@pytest.mark.parametrize("levers", BETTER, ids=lambda levers: "-".join(levers))
def test_c16_doing_better_by_customers_does_not_lose_them(levers):
    scenario = market_of(4, customers=500, periods=36, warm_up=6.0, strategies={"better": levers})
    gains = [
        live(scenario, replication=k, strategy="better").summary()["retention"]
        - live(scenario, replication=k).summary()["retention"]
        for k in range(12)
    ]
    assert np.mean(gains) >= -4 * np.std(gains, ddof=1) / np.sqrt(12)


def test_c17_dearer_money_makes_lifetime_value_fall():
    rates = (0.0, 0.05, 0.1, 0.3)
    scenario = market_of(4, periods=36, warm_up=6.0)
    runs = [live(scenario.with_overrides({"market.discount_rate": rate})) for rate in rates]
    assert all(run.books.tallies.tobytes() == runs[0].books.tallies.tobytes() for run in runs)
    for name in ("lifetime_value", "npv"):
        values = [run.summary()[name] for run in runs]
        assert (np.diff(values) < 0).all(), name


def test_c18_twice_the_customers_leave_the_shares_and_halve_the_spread():
    worlds = 60
    small, large = (
        [
            live(
                market_of(
                    2,
                    customers=customers,
                    periods=6,
                    market={"network": "none"},
                    behaviour={"staff": False},
                    segment=RESTLESS,
                ),
                replication=k,
            )
            for k in range(worlds)
        ]
        for customers in (200, 400)
    )

    def churns(runs: list[Run]) -> np.ndarray:
        return np.array([total(run, "lost") / total(run, "opened") for run in runs])

    one, two = churns(small), churns(large)
    error = np.sqrt(one.var(ddof=1) / worlds + two.var(ddof=1) / worlds)
    assert within(one.mean(), two.mean(), error + 3 / 200 / 4)
    # log of a ratio of variances has a standard error of about sqrt(4 / (n − 1)).
    ratio = np.log(one.var(ddof=1) / two.var(ddof=1))
    assert within(ratio, np.log(2), np.sqrt(4 / (worlds - 1)))


def test_c19_half_the_step_with_half_the_hazard_survives_alike():
    churn, customers = 0.3, 20_000

    def left(hazard: float, periods: int) -> float:
        scenario = bare(
            1,
            customers=customers,
            periods=periods,
            segment={"restlessness": hazard},
            behaviour={"outside_utility": 1e5},
        )
        return float(closed(live(scenario, periods))[-1, 0] / customers)

    whole, halves = left(churn, 4), left(1 - np.sqrt(1 - churn), 8)
    assert within(halves, whole, np.sqrt(2 * whole * (1 - whole) / customers))


@pytest.mark.parametrize(
    ("zero", "off"),
    [
        ({}, {"advertising": False}),
        ({}, {"rewards": False}),
        ({}, {"structural_bonding": False}),
        ({"imitation_speed": 0.0}, {"imitation": False}),
        ({"failure_rate": 0.0, "customer_failure_rate": 0.0}, {"failure": False}),
        ({}, {"challenges": False}),
        ({}, {"price_learning": False}),
        ({"talk_base": 0.0, "talk_feeling": 0.0}, {"word_of_mouth": False}),
        ({"switching_cost_scale": 0.0, "bound_from": 1e-9}, {"switching_cost": False}),
        ({"reference_weight": 0.0}, {"reference_group": False}),
    ],
    ids=lambda table: "-".join(table) or "default",
)
def test_c20_a_lever_at_nothing_is_a_mechanism_switched_off(zero, off):
    words: dict[str, Any] = {"segment": RESTLESS, "periods": 24, "warm_up": 3.0}
    at_zero = outcome(Market(market_of(3, behaviour=zero, **words), 5))
    kept = {name: value for name, value in zero.items() if name == "bound_from"}
    switched = outcome(Market(market_of(3, behaviour={**kept, **off}, **words), 5))
    assert differing(at_zero, switched) == []


def test_c20_population_turnover_of_nothing_is_turnover_switched_off():
    words: dict[str, Any] = {"segment": RESTLESS, "periods": 24}
    at_zero = Market(market_of(3, market={"population_turnover": 0.0}, **words), 5)
    off = Market(market_of(3, behaviour={"population_turnover": False}, **words), 5)
    assert differing(outcome(at_zero), outcome(off)) == []


def test_c25_a_market_beside_a_market_does_not_touch_it(tmp_path):
    edges = [(k, (k + 1) % 100) for k in range(100)]
    np.savetxt(tmp_path / "one.csv", edges, fmt="%d")
    strangers = [(100 + k, 100 + (k + 7) % 100) for k in range(100)]
    np.savetxt(tmp_path / "both.csv", [*edges, *strangers], fmt="%d")

    def lived(customers: int, file: str) -> np.ndarray:
        market = {**INDEPENDENT["market"], "network": "file", "network_file": file}
        market["network_first"] = 0
        scenario = market_of(
            3, customers=customers, folder=tmp_path, **{**INDEPENDENT, "market": market}
        )
        lives = Market(scenario, 5)
        lives.run()
        return np.asarray(lives.customers.records[:100])

    assert lived(100, "one.csv").tobytes() == lived(200, "both.csv").tobytes()


@pytest.mark.parametrize("half", [slice(0, 100), slice(100, 200)], ids=["first", "second"])
def test_c25_each_of_two_markets_lives_as_if_the_other_had_no_ties(tmp_path, half):
    # Luck is keyed by the row, so each market keeps its rows while the other one falls apart.
    halves = {
        "first": [(k, (k + 1) % 100) for k in range(100)],
        "second": [(100 + k, 100 + (k + 7) % 100) for k in range(100)],
    }
    alone = halves["first" if half.start == 0 else "second"]
    np.savetxt(tmp_path / "both.csv", [*halves["first"], *halves["second"]], fmt="%d")
    np.savetxt(tmp_path / "alone.csv", alone, fmt="%d")

    def lived(file: str) -> np.ndarray:
        market = {**INDEPENDENT["market"], "network": "file", "network_file": file}
        market["network_first"] = 0
        scenario = market_of(3, customers=200, folder=tmp_path, **{**INDEPENDENT, "market": market})
        lives = Market(scenario, 5)
        lives.run()
        return np.asarray(lives.customers.records)

    both, one = lived("both.csv"), lived("alone.csv")
    assert both[half].tobytes() == one[half].tobytes()
    assert both.tobytes() != one.tobytes()


def test_c25_ties_among_strangers_would_be_noticed(tmp_path):
    # The same rows with other ties among themselves are other people's lives.
    np.savetxt(tmp_path / "ring.csv", [(k, (k + 1) % 100) for k in range(100)], fmt="%d")
    np.savetxt(tmp_path / "leaps.csv", [(k, (k + 7) % 100) for k in range(100)], fmt="%d")

    def beliefs(file: str) -> np.ndarray:
        market = {**INDEPENDENT["market"], "network": "file", "network_file": file}
        market["network_first"] = 0
        scenario = market_of(3, customers=100, folder=tmp_path, **{**INDEPENDENT, "market": market})
        lives = Market(scenario, 5)
        lives.run()
        return lives.customers.get("belief")

    assert (beliefs("ring.csv") != beliefs("leaps.csv")).any()
