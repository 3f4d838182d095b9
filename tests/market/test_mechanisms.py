"""Mechanisms at work in a market: what a rule alone does not show."""

import itertools
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest
from scipy import stats

from relsim.market import Market, Run
from relsim.scenario import Scenario
from tests.market.markets import (
    RESTLESS,
    bare,
    closed,
    figure,
    live,
    market_of,
    total,
)
from tests.market.test_churn import within

# ------------------------------------------------------------------ the length of a period

USES_A_YEAR = 6.0


def year_of(period: str, periods: int) -> Run:
    scenario = market_of(
        4,
        customers=12_000,
        periods=3 * periods,
        warm_up=12.0,
        market={"period": period},
        segment={"need_rate": USES_A_YEAR / periods},
        behaviour={"failure_rate": 0.05},
        strategies={"mine": {"social": 0.6, "structural": 0.5, "reward_rate": 0.1}},
    )
    return live(scenario, 7, strategy="mine")


@pytest.fixture(scope="module")
def weekly_and_monthly():
    return year_of("week", 52), year_of("month", 12)


@pytest.mark.parametrize("name", ["retention", "satisfaction", "trust", "share"])
def test_weeks_and_months_with_the_same_uses_give_nearly_the_same_years(weekly_and_monthly, name):
    weekly, monthly = (run.summary()[name] for run in weekly_and_monthly)
    # 3 000 customers a firm: 4 standard errors of a share near .8, and .003 for the step.
    error = np.sqrt(0.8 * 0.2 / 3_000) * np.sqrt(2 / 3)
    assert abs(weekly - monthly) < 4 * error + 0.003


@pytest.mark.parametrize("name", ["revenue", "uses", "failures", "lost_population_turnover"])
def test_weeks_and_months_have_the_same_amounts_in_a_year(weekly_and_monthly, name):
    weekly, monthly = (figure(run, name).sum() for run in weekly_and_monthly)
    assert weekly == pytest.approx(monthly, rel=0.04)


@pytest.mark.parametrize("name", ["contact_cost", "systems_cost", "level_cost", "recovery_cost"])
def test_what_costs_by_the_month_costs_as_much_a_year_in_weeks(weekly_and_monthly, name):
    a_head = [
        total(run, name) / total(run, "customers") * periods
        for run, periods in zip(weekly_and_monthly, (52, 12), strict=True)
    ]
    assert a_head[0] == pytest.approx(a_head[1], rel=1e-9)


def test_a_year_long_period_replaces_as_many_people_as_twelve_months():
    customers, rate = 20_000, 0.03
    replaced = []
    for period, periods, seed in (("year", 1, 1), ("month", 12, 2)):
        scenario = market_of(
            1,
            customers=customers,
            periods=periods,
            market={"period": period, "population_turnover": rate, "network": "none"},
        )
        market = Market(scenario, seed=seed)
        market.run()
        replaced.append((market.customers.get("generation") > 0).mean())
    truth = 1 - (1 - rate) ** 12
    assert within(replaced, truth, np.sqrt(truth * (1 - truth) / customers))


# ------------------------------------------------------------------ relationships begin and end


@pytest.fixture(scope="module")
def lives():
    """Return records by period of a market in which people come and go."""
    scenario = market_of(
        3,
        customers=400,
        periods=30,
        segment=RESTLESS,
        behaviour={"failure_rate": 0.2, "outside_utility": 2.0},
        market={"population_turnover": 0.02},
    ).with_overrides({"firms.Alba.social": 1.0, "firms.Alba.reward_rate": 0.2})
    market = Market(scenario, seed=3)
    opening = market.customers.records.copy()
    watch = market.watch(range(400))
    run = market.run()
    return run, np.concatenate([opening[None], watch.records])


def test_a_newcomer_has_no_firm_in_the_period_of_birth(lives):
    _, records = lives
    born = np.diff(records["generation"], axis=0) > 0
    assert born.any()
    assert (records["firm"][1:][born] == -1).all()


def test_joining_begins_a_relationship_anew(lives):
    _, records = lives
    joined = (records["firm"][1:] >= 0) & (records["start"][1:] == np.arange(30)[:, None])
    assert joined.sum() > 100
    now = records[1:][joined]
    # One use and one period have passed since, and no more.
    assert (now["failures"] <= 1).all()
    assert (now["satiation"] <= 0.9 + 1e-12).all()
    assert (now["points"] <= 0.2 * 20.0 * now["spend"] * (1 + 1e-12)).all()
    assert (now["social_bond"] <= 0.12).all()


def test_joining_keeps_beliefs_and_the_negativity_that_was_made(lives):
    _, records = lives
    before, now = records[:-1], records[1:]
    joined = (now["firm"] >= 0) & (now["start"] == np.arange(30)[:, None])
    bitter = joined & (before["negativity_made"] > 0.25)
    assert bitter.any()
    # A use makes it fade by 3 %, or grow.
    assert (
        now["negativity_made"][bitter] >= 0.97 * before["negativity_made"][bitter] - 1e-15
    ).all()


def test_who_ever_left_a_firm_is_won_back_and_not_acquired():
    scenario = market_of(
        3,
        periods=30,
        segment=RESTLESS,
        behaviour={"failure_rate": 0.2, "outside_utility": 2.0, "population_turnover": False},
    )
    market = Market(scenario, seed=3)
    held = [market.customers.get("firm").copy()]
    left = np.zeros((300, 3), bool)
    back = new = 0
    while not market.finished:
        market.step()
        before, now = held[-1], market.customers.get("firm").copy()
        held.append(now)
        for firm in range(3):
            joined = (now == firm) & (before != firm)
            back += int((joined & left[:, firm]).sum())
            new += int((joined & ~left[:, firm]).sum())
            left[(before == firm) & (now != firm), firm] = True
    run = market.result()
    assert figure(run, "won_back").sum() == back > 100
    assert figure(run, "acquired").sum() == new > 100


def test_nobody_without_a_firm_holds_points(lives):
    _, records = lives
    without = records["firm"] < 0
    assert without.any()
    assert not records["points"][without].any()


def test_nothing_moves_while_a_customer_has_no_firm(lives):
    _, records = lives
    before, now = records[:-1], records[1:]
    idle = (before["firm"] < 0) & (now["firm"] < 0) & (before["generation"] == now["generation"])
    assert idle.any()
    for name in ("satisfaction", "trust", "social_bond", "satiation", "harm", "negativity_made"):
        assert (before[name][idle] == now[name][idle]).all(), name


def test_a_need_without_a_firm_is_always_a_review():
    # Who has no firm and wants one has one after the first need.
    scenario = bare(
        [{"opening_share": 0.5}, {"opening_share": 0.5, "present": False}],
        periods=3,
        segment={"need_rate": 0.5},
    )
    market = Market(scenario)
    for _ in range(3):
        before = market.customers.get("firm").copy()
        market.step()
        wanted = market.customers.get("wants") == 1
        assert (market.customers.get("firm")[wanted] == 0).all()
        assert (market.customers.get("firm")[~wanted & (before < 0)] == -1).all()


# ------------------------------------------------------------------ capacity


def fixed(capacity: float, customers: int = 4000, periods: int = 5) -> Scenario:
    return bare(
        [{"capacity": capacity}],
        customers=customers,
        periods=periods,
        market={"capacity": "fixed"},
        behaviour={"capacity_limits": True, "review": False},
    )


def test_uses_beyond_capacity_are_turned_away_at_random():
    room = 0.6
    run = live(fixed(room))
    served = figure(run, "uses")[:, 0] / 4000
    assert within(served, room, np.sqrt(room * (1 - room) / 4000))


def test_capacity_enough_for_everybody_turns_nobody_away():
    assert not figure(live(fixed(1.0)), "turned_away").any()


def test_room_is_paid_for_only_where_it_is_fixed():
    run = live(fixed(1.5))
    assert figure(run, "capacity_cost")[:, 0] == pytest.approx(1.5 * 4000)
    elastic = live(fixed(1.5).with_overrides({"market.capacity": "elastic"}))
    assert not figure(elastic, "capacity_cost").any()


def test_being_turned_away_is_no_sale_and_leaves_harm_until_the_next_use():
    market = Market(fixed(0.5, customers=400, periods=8))
    watch = market.watch(range(400))
    market.run()
    spent = np.diff(watch.records["spent"], axis=0, prepend=0.0)
    refused = spent == 0.0
    assert refused.any()
    assert (watch.records["harm"][refused] == 0.3).all()
    assert not watch.records["harm"][~refused].any()


# ------------------------------------------------------------------ money


def test_introducing_systems_costs_a_set_up_for_every_customer_once():
    scenario = bare(1, strategies={"tied": {"structural": 0.8}}, behaviour={"review": False})
    cost = figure(live(scenario, strategy="tied"), "setup_cost")[:, 0]
    assert cost[0] == pytest.approx(25.0 * 0.8 * 300)
    assert not cost[1:].any()


def test_newcomers_to_a_firm_with_systems_cost_a_set_up_each():
    run = live(market_of([{"structural": 0.8}, {}], segment=RESTLESS))
    won = figure(run, "acquired") + figure(run, "won_back")
    assert figure(run, "setup_cost")[:, 0] == pytest.approx(25.0 * 0.8 * won[:, 0])
    assert won[:, 0].sum() > 0


def test_acquisition_is_paid_for_who_was_won_by_choice():
    run = live(market_of(2, segment=RESTLESS))
    won = figure(run, "acquired") + figure(run, "won_back")
    assert figure(run, "acquisition_cost") == pytest.approx(40.0 * won)


def test_a_use_costs_its_unit_cost_times_what_is_bought():
    run = live(market_of(2, periods=4, segment=RESTLESS))
    assert figure(run, "service_cost") == pytest.approx(12.0 / 20.0 * figure(run, "revenue"))


def test_surplus_is_what_all_uses_were_worth():
    # Nobody's price differs and nobody is bonded: 5 × experience + 4 utils at 20 / 4 a util.
    run = live(bare(1, periods=4))
    books = run.periods
    worth = (5.0 * books["experience"] + 4.0) * 20.0 / 4.0 * books["uses"]
    assert books["surplus"].tolist() == pytest.approx(worth.tolist())


def test_points_are_a_share_of_what_is_paid_and_paid_out_when_they_reach_the_reward():
    scenario = bare(
        [{"reward_rate": 0.25, "reward_threshold": 0.7}],
        periods=10,
        behaviour={"rewards": True, "review": False},
    )
    market = Market(scenario)
    run = market.run()
    assert figure(run, "points_earned")[:, 0] == pytest.approx(0.25 * 20.0 * 300)
    # Every third use makes 15 out of 5 and 10, and a reward is worth 14.
    redeemed = figure(run, "points_redeemed")[:, 0]
    assert redeemed == pytest.approx([0.0, 0.0, 4500.0] * 3 + [0.0])
    assert set(market.customers.get("points")) == {5.0}
    # Ten uses of 20, less three rewards of 15.
    assert set(market.customers.get("spent")) == {155.0}


def test_a_loyalty_discount_grows_month_by_month_to_its_full_depth():
    scenario = bare([{"loyalty_discount": 0.2}], periods=36, behaviour={"review": False})
    paid = figure(live(scenario), "revenue")[:, 0] / 300
    years = (np.arange(36) + 1) / 12
    assert paid == pytest.approx(20.0 * (1 - 0.2 * np.minimum(years / 2, 1)))


def test_promotions_are_as_frequent_and_as_deep_as_the_firm_says():
    scenario = bare(
        [{"promotion_frequency": 0.3, "promotion_depth": 0.25}], customers=1, periods=2000
    )
    offers = live(scenario).books.offers[:, 0]
    assert set(offers) == {15.0, 20.0}
    truth = 0.3
    assert within((offers == 15.0).mean(), truth, np.sqrt(truth * (1 - truth) / 2000))


def test_prices_are_compared_with_the_mean_weighted_by_customers():
    # Only the dear firm has customers; so its price is the usual one, and no firm is dear.
    def share_of_cheap(opening: float) -> float:
        scenario = bare(
            [
                {"price": 20.0, "opening_share": opening},
                {"price": 10.0, "opening_share": 1 - opening},
            ],
            customers=20_000,
            periods=1,
            market={"reference_price": None},
            segment={"restlessness": 1.0},
        )
        return float(closed(live(scenario))[0, 1] / 20_000)

    for opening, mean in ((1.0, 20.0), (0.0, 10.0)):
        truth = 1 / (1 + np.exp(-4.0 * (20.0 - 10.0) / mean))
        assert within(share_of_cheap(opening), truth, np.sqrt(truth * (1 - truth) / 20_000))


def test_a_referral_converts_only_where_good_was_heard_since_the_last_need():
    loud = {"talk_base": 1.0, "outside_option": False}
    run = live(market_of(2, segment=RESTLESS, behaviour=loud))
    won = figure(run, "won_by_choice")
    assert 0 < figure(run, "referrals").sum() <= won.sum()
    silent = live(market_of(2, segment=RESTLESS, behaviour={"word_of_mouth": False}))
    assert not figure(silent, "referrals").any()


def test_what_was_heard_refers_nobody_after_the_first_need():
    @dataclass(frozen=True)
    class Look:
        """Note who still has something heard, right after choosing."""

        name: str = "look"
        after: str = "choose"

        def run(self, market: Market) -> None:
            heard = market.customers.get("heard_good") > 0
            wanted = market.customers.get("wants") == 1
            seen.append((int((heard & wanted).sum()), int((heard & ~wanted).sum())))

    seen: list[tuple[int, int]] = []
    scenario = market_of(3, segment={**RESTLESS, "need_rate": 0.5}, behaviour={"talk_base": 1.0})
    live(scenario, phases=[Look()])
    with_need, without = np.array(seen).T
    assert not with_need.any()
    assert without.any()


def test_a_referral_costs_its_reward_a_conversion():
    run = live(market_of([{"referral_reward": 2.0}, {}], segment=RESTLESS, periods=24))
    assert figure(run, "referral_cost")[:, 0] == pytest.approx(
        10.0 * figure(run, "referrals")[:, 0]
    )
    assert total(run, "referrals") > 0


# ------------------------------------------------------------------ firms


def losing_share(focal: str = "still") -> Market:
    """Return a market in which all lose share to the second firm, after living."""
    scenario = market_of(
        [
            {"mind": focal},
            {"quality": 1.0, "reward_rate": 0.2, "structural": 0.5, "price": 18.0},
            {"mind": "imitator"},
        ],
        customers=1000,
        periods=30,
        segment=RESTLESS,
        behaviour={"imitation_speed": 0.5},
    )
    market = Market(scenario, seed=2)
    market.run()
    return market


def test_a_rival_that_loses_share_copies_the_leader_by_what_it_sees():
    firms = losing_share().firms
    copied = {
        "price": (20.0 - firms["Cora"].price) / 2.0,
        "reward_rate": firms["Cora"].reward_rate / 0.2,
        "structural": firms["Cora"].structural / 0.5,
    }
    assert copied["price"] > copied["reward_rate"] > copied["structural"] > 0


def test_the_firm_under_study_does_not_imitate_unless_told_to():
    assert losing_share().firms["Alba"].reward_rate == 0.0
    assert losing_share("imitator").firms["Alba"].reward_rate > 0.0


def test_a_rival_that_loses_heads_but_no_share_copies_nobody():
    # Both shrink, the leader faster: people go over to doing without.
    scenario = bare(
        [
            {"opening_share": 0.9, "reward_rate": 0.2},
            {"opening_share": 0.1, "mind": "imitator"},
        ],
        customers=4000,
        periods=16,
        segment={"restlessness": 0.05},
        behaviour={
            "imitation": True,
            "imitation_speed": 1.0,
            "outside_option": True,
            "belief_weight": 0.0,
            "outside_utility": 5.0,
        },
    )
    market = Market(scenario)
    run = market.run()
    heads = closed(run)
    assert heads[12, 1] < heads[0, 1]
    assert run.periods["share"].iloc[12 * 2 + 1] > run.periods["share"].iloc[1]
    assert market.firms["Brio"].reward_rate == 0.0


def test_the_leader_copies_nobody():
    leader = losing_share("imitator").firms["Brio"]
    assert (leader.quality, leader.price, leader.reward_rate) == (1.0, 18.0, 0.2)


def test_nobody_imitates_before_a_year_has_been_seen():
    scenario = market_of(
        [{}, {"quality": 1.0}, {"mind": "imitator"}],
        periods=12,
        segment=RESTLESS,
        behaviour={"imitation_speed": 1.0},
    )
    market = Market(scenario)
    market.run()
    assert market.firms["Cora"].quality == 0.72


def test_learning_from_complaints_makes_failures_rarer_and_ends_at_its_limit():
    scenario = market_of(
        [{"learning": 1.0, "encouragement": 1.0}],
        customers=2000,
        periods=60,
        behaviour={"failure_rate": 0.3, "customer_failure_rate": 0.0, "staff": False},
    )
    market = Market(scenario)
    run = market.run()
    rate = figure(run, "failures")[:, 0] / figure(run, "uses")[:, 0]
    assert market.firms["Alba"].learned == pytest.approx(0.6, abs=1e-6)
    uses = total(run, "uses") / 60
    assert within(rate[0], 0.3, np.sqrt(0.3 * 0.7 / uses))
    assert within(rate[-1], 0.12, np.sqrt(0.12 * 0.88 / uses))


def test_an_innovation_renews_and_lasts():
    scenario = bare(
        [{"innovation": 1.0}], periods=5, behaviour={"satiation": True, "review": False}
    )
    market = Market(scenario)
    market.run()
    satiation = 0.0
    for _ in range(5):
        satiation = 0.9 * (0.5 * satiation + 1.0)
    assert market.customers[0].satiation == pytest.approx(satiation)
    assert market.firms["Alba"].improvement == pytest.approx(0.05)


def test_scarce_account_staff_spread_thin_as_the_firm_grows():
    def bond(customers: int) -> float:
        firm = {"social": 1.0, "account_capacity": 200.0}
        scenario = market_of([firm], customers=customers, periods=12)
        last = live(scenario).periods.iloc[-1]
        return float(last["social_bond"])

    few, as_planned, many = bond(100), bond(200), bond(2000)
    assert few == pytest.approx(as_planned, rel=0.1)
    assert many < 0.5 * few


def test_the_complaint_ladder_rises_rung_by_rung():
    scenario = market_of(
        4,
        customers=20_000,
        periods=36,
        warm_up=12.0,
        behaviour={"failure_rate": 0.1, "voice_base": -0.5},
    )
    run = live(scenario)
    rungs = []
    for outcome in ("silent", "mishandled", "resolved", "resolved fast", "fine"):
        table = run.ladder()
        own = table[(table["outcome"] == outcome)]
        needs = own["needs"].sum()
        stayed = (own["needs"] * own["stayed"].fillna(0.0)).sum() / needs
        rungs.append((stayed, np.sqrt(stayed * (1 - stayed) / needs)))
    for (low, error), (high, other) in itertools.pairwise(rungs):
        assert high - low > 4 * np.hypot(error, other)


# ------------------------------------------------------------------ news and events


def beliefs_after(event: dict[str, Any], **firm: Any) -> tuple[Market, np.ndarray, np.ndarray]:
    """Return a market and its beliefs before and after a period with an event."""
    scenario = bare(
        [firm, {}],
        periods=2,
        behaviour={"challenges": True, "review": False, "outside_option": False},
        events=[{"period": 0, **event}],
    )
    market = Market(scenario)
    before = market.customers.get("belief")[:, :2].copy()
    market.step()
    return market, before, market.customers.get("belief")[:, :2].copy()


def test_a_challenge_moves_everybody_who_is_not_with_the_challenger():
    market, before, after = beliefs_after({"firm": "Brio", "set": {"challenge": 1.0}})
    own = market.customers.get("firm") == 1
    change = after - before
    assert change[~own, 1] == pytest.approx(0.15)
    assert not change[own].any()
    assert not change[:, 0].any()


def test_reassurance_blunts_a_challenge_as_far_as_trust_goes():
    market, before, after = beliefs_after(
        {"firm": "Brio", "set": {"challenge": 1.0}}, reassurance=1.0
    )
    reassured = market.customers.get("firm") == 0
    assert (after - before)[reassured, 1] == pytest.approx(0.15 * (1 - 0.4))


def test_a_scandal_moves_everybody():
    _, before, after = beliefs_after({"firm": "Brio", "set": {"scandal": 1.0}})
    assert (after - before)[:, 1] == pytest.approx(-0.15)


@pytest.mark.parametrize("tone", [0.2, -0.2])
def test_the_media_move_everybody_by_what_they_say(tone):
    _, before, after = beliefs_after({"firm": "Alba", "set": {"media": tone}})
    assert (after - before)[:, 0] == pytest.approx(tone)


@pytest.mark.parametrize("news", ["challenge", "scandal", "media"])
def test_news_holds_for_one_period(news):
    market, _, after = beliefs_after({"firm": "Brio", "set": {news: 0.5}})
    market.step()
    assert (market.customers.get("belief")[:, :2] == after).all()
    assert getattr(market.firms["Brio"], news) == 0.0


def customers_after_a_full_challenge(need_rate):
    """Return the customers when Brio has challenged the others for one period."""
    market = Market(
        bare(
            2,
            behaviour={"challenges": True},
            segment={"need_rate": need_rate},
            periods=1,
            events=[{"period": 0, "firm": "Brio", "set": {"challenge": 1.0}}],
        )
    )
    market.run()
    return market.customers


def test_a_full_challenge_makes_everybody_elses_customers_doubt():
    customers = customers_after_a_full_challenge(need_rate=0.0)
    assert (customers.get("doubt") == (customers.get("firm") == 0)).all()


def test_doubt_lasts_until_the_next_need():
    customers = customers_after_a_full_challenge(need_rate=0.5)
    expected = (customers.get("firm") == 0) & (customers.get("wants") == 0)
    assert (customers.get("doubt") == expected).all()


def test_an_event_of_a_lever_lasts():
    scenario = bare(2, events=[{"period": 4, "firm": "Brio", "set": {"price": 17.0}}])
    offers = live(scenario).books.offers[:, 1]
    assert offers.tolist() == [20.0] * 4 + [17.0] * 8


def test_an_event_of_the_market_lasts():
    scenario = market_of(2, events=[{"period": 4, "set": {"population_turnover": 0.0}}])
    lost = figure(live(scenario), "lost_population_turnover").sum(axis=1)
    assert lost[:4].any()
    assert not lost[4:].any()


def test_a_firm_that_enters_wins_customers_and_had_none():
    scenario = market_of(
        [{}, {"present": False, "price": 15.0}],
        segment=RESTLESS,
        events=[{"period": 6, "firm": "Brio", "set": {"present": True}}],
    )
    customers = closed(live(scenario))[:, 1]
    assert not customers[:6].any()
    assert customers[6] > 0


def test_an_entrant_draws_its_customers_as_if_it_had_always_been_there():
    # Beliefs about it are born with everybody; nobody has it, so it is one of three equals.
    scenario = bare(
        [{}, {}, {"present": False}],
        customers=6000,
        segment={"restlessness": 1.0},
        events=[{"period": 3, "firm": "Cora", "set": {"present": True}}],
        periods=4,
    )
    assert stats.chisquare(closed(live(scenario))[-1]).pvalue > 6.3e-5


# ------------------------------------------------------------------ surveys


def test_retention_is_the_share_of_a_years_first_customers_who_never_left():
    scenario = market_of(
        2, customers=1000, periods=24, segment=RESTLESS, market={"population_turnover": 0.01}
    )
    market = Market(scenario, seed=4)
    watch = market.watch(range(1000))
    opening = market.customers.records.copy()
    run = market.run()
    records = np.concatenate([opening[None], watch.records])
    size = kept = 0
    for year in (0, 12):
        lived = records[year : year + 13]
        first = lived["firm"][0] == 0
        stayed = (lived["generation"] == lived["generation"][0]).all(axis=0)
        loyal = (lived["firm"] == 0).all(axis=0) & (lived["start"] == lived["start"][0]).all(axis=0)
        size += int((first & stayed).sum())
        kept += int((first & stayed & loyal).sum())
    assert run.summary()["retention"] == pytest.approx(kept / size, rel=1e-12)


def test_survival_is_kaplan_and_meiers():
    run = live(
        market_of(
            2, customers=1000, periods=24, segment=RESTLESS, market={"population_turnover": 0.02}
        )
    )
    spells = run.spells[run.spells["firm"] == "Alba"]
    censored = ~spells["event"]
    oracle = stats.ecdf(stats.CensoredData.right_censored(spells["duration"], censored)).sf
    curve = run.survival()
    observed = curve.index <= spells["duration"].max()
    np.testing.assert_allclose(curve[observed], oracle.evaluate(curve.index[observed]), rtol=1e-12)


def test_money_is_worth_less_the_later_it_comes():
    run = live(market_of(2, periods=36, segment=RESTLESS))
    worth = 1.1 ** -((np.arange(36) + 1) / 12)
    assert run.summary()["npv"] == pytest.approx((figure(run, "profit")[:, 0] * worth).sum())


def test_acquaintances_are_alike_by_chance_alone_where_nobody_talks():
    scenario = market_of(
        2,
        customers=8000,
        segment=RESTLESS,
        behaviour={"word_of_mouth": False, "reference_group": False, "reputation": 0.0},
    )
    alike = live(scenario).periods["neighbours_alike"].dropna()
    assert len(alike) == 2
    # 64 000 half-ties between customers of two equal firms.
    assert (alike.abs() < 4 * np.sqrt(0.25 / 32_000)).all()


def test_acquaintances_grow_alike_where_they_count():
    scenario = market_of(
        2, customers=2000, segment=RESTLESS, behaviour={"reference_weight": 6.0}, periods=24
    )
    assert (live(scenario).periods["neighbours_alike"].dropna() > 0.05).all()
