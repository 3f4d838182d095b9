"""Contracts: who is bound stays, renewals permit leaving, notice and fees are kept."""

from itertools import pairwise

import numpy as np
import pytest

import relsim
from relsim.behaviour import COLUMNS
from relsim.behaviour.contract import UNSIGNED, periods_of
from relsim.market.firm_books import OfFirm
from relsim.market.holding import held_years
from relsim.result.formulas import retention, retention_to_come
from tests.market.markets import TOGETHER, differing, heads, live, market_of, outcome

CALM = {
    "doubt_review": 0.0,
    "failure": False,
    "population_turnover": False,
    "disconfirmation": False,
    "dissatisfaction_review": 0.0,
}
"""A market in which nobody has a reason to look around."""
RESTLESS = {"need_rate": 1.0, "restlessness": 0.3}
BASE = {"customers": 400, "periods": 30, "segment": RESTLESS}
MARKETS = ("insurance", "mobile_telecom", "hotel", "supermarket")
TERMS = ("term", "notice", "exit_fee", "lapse_rate", "price_promise", "renewal_review")
OTHERS = {key: one for key, one in TOGETHER.items() if key.split(".")[-1] not in TERMS}
"""What contracts may meet: awareness, offers, seasons, drift, minds and who is not free."""


def firms(**terms):
    """Return two firms, of which the first has these terms."""
    return [terms, {}]


def of_alba(run):
    """Return the books of the first firm, a row a period."""
    return run.periods[run.periods["firm"] == "Alba"]


def open_ended(name):
    """Return a bundled market in which nobody signs anything."""
    scenario = relsim.load(name, {"market.customers": 300, "market.periods": 24})
    none = {"term": 0.0, "notice": 0.0, "exit_fee": 0.0, "renews": True}
    return asking(scenario, **none, price_promise=False, lapse_rate=0.0)


def asking(scenario, **terms):
    """Return a market whose firms all have these terms."""
    return scenario.with_overrides(
        {
            f"firms.{name}.{key}": value
            for name in scenario.firm_names
            for key, value in terms.items()
        }
    )


@pytest.mark.parametrize("name", MARKETS)
def test_without_terms_or_with_the_switch_off_there_are_no_contracts_to_the_bit(name):
    none, off = open_ended(name), {"behaviour.contracts": False}
    terms = {"term": 12.0, "notice": 2.0, "exit_fee": 50.0, "renewal_rise": 0.1}
    terms |= {"lapse_rate": 0.01, "price_promise": True, "renews": False}
    signed = asking(none, **terms)
    without, *others = (
        outcome(relsim.Market(one, seed=2))
        for one in (none, none.with_overrides(off), signed.with_overrides(off))
    )
    assert differing(without, others[0]) == []
    assert set(differing(without, others[1])) == {f"firm {key}" for key in terms}


@pytest.mark.parametrize(
    ("name", "others"), [*((name, {}) for name in MARKETS), ("insurance", OTHERS)]
)
def test_terms_of_one_period_without_fee_notice_or_prompting_change_nothing(name, others):
    scenario = open_ended(name).with_overrides(others)
    months = scenario.months
    bound = asking(scenario, term=months).with_overrides({"behaviour.renewal_review": 0.0})
    strategy = list(scenario.strategies)[-1]
    before, after = (relsim.Market(one, seed=2, strategy=strategy) for one in (scenario, bound))
    assert set(differing(outcome(before), outcome(after))) == {"bound_until", "books", "firm term"}
    books = [market.run().books.tallies for market in (before, after)]
    told = ("under_contract", "renewals")
    assert books[1]["renewals"].sum() > 0
    for name in COLUMNS:
        assert name in told or (books[0][name] == books[1][name]).all(), name


@pytest.mark.parametrize("others", [{}, OTHERS])
def test_who_is_bound_and_has_no_reason_stays_to_the_end_of_the_term(others):
    scenario = market_of(firms(term=12.0), behaviour=CALM, **BASE)
    run = live(scenario.with_overrides(others), seed=4)
    ended = run.spells[run.spells["event"] & (run.spells["firm"] == "Alba")]
    joined = ended[ended["start"] >= 0]
    assert len(joined) > 30
    assert set(joined["duration"]) <= {12, 24}
    other = run.spells[run.spells["event"] & (run.spells["firm"] == "Brio")]
    assert len(set(other["duration"])) > 10


@pytest.mark.parametrize(
    ("name", "strategy"),
    [("insurance", "none"), ("mobile_telecom", "none"), ("software", "none"), ("gym", "year_pass")],
)
def test_in_our_markets_nobody_leaves_before_the_term_without_a_reason(name, strategy):
    calm = {f"behaviour.{key}": value for key, value in CALM.items()}
    calm["behaviour.capacity_limits"] = False
    size = {"market.customers": 1000, "market.periods": 60, "market.warm_up": 0}
    scenario = asking(relsim.load(name, {**size, **calm}), lapse_rate=0.0)
    ended = live(scenario, seed=4, strategy=strategy).spells
    ended = ended.query("event and start >= 0 and firm == @scenario.focal.name")
    asked = scenario.strategies[strategy].levers.get("term", scenario.focal.term)
    term, lasted = int(periods_of(asked, scenario.months)), ended["duration"]
    assert term >= 12 and len(ended) > 5
    assert (lasted >= term).all() and (not scenario.focal.renews or not (lasted % term).any())


def test_renewals_of_the_opening_are_spread_over_the_year():
    run = live(market_of(firms(term=12.0), behaviour=CALM, **BASE), seed=4)
    ours = of_alba(run)
    assert (ours["renewals"].to_numpy()[:12] > 0).all()


def test_a_renewal_that_prompts_makes_all_look_around_at_it_and_nobody_before():
    prompted = {**CALM, "renewal_review": 1.0}
    calm = {**BASE, "segment": {**RESTLESS, "restlessness": 0.0}}
    run = live(market_of(firms(term=6.0), behaviour=prompted, **calm), seed=5)
    ours = of_alba(run)
    decided = ours["renewals"] + ours["lost"]
    assert (ours["reviews"] == decided).all()
    assert ours["reviews"].sum() > 100


def test_with_a_reason_the_bound_leave_at_a_fee_which_is_revenue():
    failing = {"failure_rate": 0.4, "population_turnover": False}
    scenario = market_of(firms(term=24.0, exit_fee=30.0, level="basic"), behaviour=failing, **BASE)
    run = live(scenario, seed=6)
    ours = of_alba(run)
    ended = run.spells[(run.spells["firm"] == "Alba") & run.spells["event"]]
    early = ended[ended["start"] >= 0]
    early = early[early["duration"] < 24]
    assert len(early) > 0
    assert ours["exit_fees"].sum() >= 30.0 * len(early)
    free = live(scenario.with_overrides({"firms.Alba.exit_fee": 0.0}), seed=6)
    assert ours["lost"].sum() < of_alba(free)["lost"].sum()


def test_notice_is_given_ahead_and_kept():
    run = live(market_of(firms(term=6.0, notice=2.0), behaviour=CALM, **BASE), seed=7)
    ours = of_alba(run)
    notices, lost = ours["notices"].to_numpy(), ours["lost"].to_numpy()
    assert notices.sum() > 30
    assert (lost[2:] == notices[:-2]).all()


@pytest.mark.parametrize(("term", "notice"), [(6.0, 2.0), (6.0, 0.0), (2.0, 2.0)])
def test_a_fee_weighs_nothing_where_the_contract_lets_one_leave(term, notice):
    behaviour = {**CALM, "renewal_review": 0.5}
    runs = [
        live(market_of(firms(term=term, notice=notice, exit_fee=fee), behaviour=behaviour, **BASE))
        for fee in (0.0, 1e6)
    ]
    # Nobody has a reason to leave early, so nobody would ever have to pay.
    assert of_alba(runs[0])["lost"].sum() > 100
    books, dearer = (run.books.tallies for run in runs)
    bound = ("loyalists", "mercenaries", "hostages", "defectors")
    for name in COLUMNS:
        assert name in bound or (books[name] == dearer[name]).all(), name


def test_who_gave_notice_is_not_held_by_a_fee():
    behaviour = {**CALM, "switching_cost": False}
    terms = firms(term=6.0, notice=3.0, exit_fee=1e6)
    market = relsim.Market(market_of(terms, behaviour=behaviour, **BASE), seed=7)
    market.run()
    those, now = market.customers.to_frame(), market.period - 1
    mine = those["firm"] == "Alba"
    left = those["bound_until"] - now
    owing = mine & (left > 0) & (left != 3) & (those["leaves_for"] <= 0)
    last = of_alba(market.result()).iloc[-1]
    assert (mine & (those["leaves_for"] > 0)).any()
    assert last["loyalists"] + last["hostages"] == owing.sum() > 0


@pytest.mark.parametrize("notice", [0.0, 1.0])
def test_a_renewal_prompts_only_who_is_free(notice):
    runs = [
        live(
            market_of(
                firms(term=3.0, notice=notice),
                behaviour={**CALM, "renewal_review": chance},
                market={"freedom": 0.0},
                **{**BASE, "segment": {**RESTLESS, "need_rate": 0.5}},
            )
        )
        for chance in (0.0, 1.0)
    ]
    assert of_alba(runs[0])["lost"].sum() > 100
    assert (heads(runs[0]) == heads(runs[1])).all()


def test_notice_leads_to_the_firm_then_chosen_for_the_reason_then_given():
    market = relsim.Market(market_of(firms(term=6.0, notice=2.0), behaviour=CALM, **BASE), seed=7)
    for _ in range(10):
        market.step()
    before = market.customers.to_frame()
    leaving = before[(before["leaves_for"] > 0) & (before["bound_until"] == market.period)]
    assert len(leaving) > 0
    market.step()
    after = market.customers.to_frame().loc[leaving.index]
    assert (after["firm"] == "Brio").all() and (leaving["leaves_for"] == 1 + 2).all()
    assert (after["leaves_for"] == 0).all()
    ended = market.result().spells
    gone = ended[ended["event"] & (ended["start"] + ended["duration"] == market.period - 1)]
    assert set(leaving.index) <= set(gone["customer"])
    assert set(gone["reason"]) <= {"peers", "rival's pull", "no bond", "boredom", "price"}


def test_a_month_of_notice_from_month_to_month_delays_every_leaving_by_a_month():
    run = live(market_of(firms(term=1.0, notice=1.0), behaviour=CALM, **BASE), seed=7)
    ours = of_alba(run)
    assert (ours["lost"].to_numpy()[1:] == ours["notices"].to_numpy()[:-1]).all()
    assert ours["lost"].sum() > 50


@pytest.mark.parametrize(("late", "signed"), [(3.0, 3), (9.0, 6), (0.0, 0)])
def test_another_notice_binds_only_who_signs_it(late, signed):
    scenario = market_of(
        firms(term=6.0, notice=1.0),
        behaviour={**CALM, "renewal_review": 1.0},
        strategies={"late": {"notice": late}},
        **{**BASE, "periods": 14},
    )
    market = relsim.Market(scenario, seed=7, strategy="late")
    watch = market.watch(range(400))
    market.run()
    given = []
    for period, (one, other) in enumerate(pairwise(watch.records), start=1):
        stays = (one["firm"] == 0) & (other["firm"] == 0) & (one["start"] == other["start"])
        renewed = stays & (one["bound_until"] != other["bound_until"])
        gave = stays & (one["leaves_for"] <= 0) & (other["leaves_for"] > 0)
        assert set(other["leaves_for"][renewed & ~gave]) <= {-signed}
        assert (one["leaves_for"] == other["leaves_for"])[stays & ~renewed & ~gave].all()
        ahead = other["bound_until"] - period
        assert (ahead == np.where(renewed, signed, -one["leaves_for"]))[gave].all()
        given += ahead[gave].tolist()
    # First as it was signed, one period ahead; then as today, or never if there is no notice.
    assert set(given) == {1, signed} - {0}


def test_a_longer_term_binds_only_who_signs_it():
    scenario = market_of(
        firms(term=1.0),
        behaviour={**CALM, "renewal_review": 0.0},
        strategies={"bind": {"term": 24.0}},
        **BASE,
    )
    market = relsim.Market(scenario, seed=8, strategy="bind")
    before = market.customers.get("bound_until").copy()
    firm = market.customers.get("firm").copy()
    market.step()
    after = market.customers.get("bound_until")
    stayed = (firm == 0) & (market.customers.get("firm") == 0)
    due = before <= 0
    assert (after[stayed & due] == 24).all()
    none = market_of(firms(), behaviour=CALM, strategies={"bind": {"term": 24.0}}, **BASE)
    market = relsim.Market(none, seed=8, strategy="bind")
    firm = market.customers.get("firm").copy()
    for _ in range(5):
        market.step()
    customers = market.customers
    never_left = (firm == 0) & (customers.get("start") < 0) & (customers.get("firm") == 0)
    assert never_left.any()
    assert (customers.get("bound_until")[never_left] == UNSIGNED).all()


def test_payments_lapse_for_a_reason_of_their_own():
    still = {**BASE, "segment": {**RESTLESS, "restlessness": 0.0}}
    run = live(market_of(firms(lapse_rate=0.05), behaviour=CALM, **still), seed=9)
    losses = run.losses()
    customers = of_alba(run)["customers"].sum()
    assert losses["payment lapsed"] == losses.sum()
    assert losses["payment lapsed"] / customers == pytest.approx(0.05, abs=0.01)


def test_the_price_rises_at_each_renewal_and_newcomers_pay_the_list_price():
    scenario = market_of(
        firms(term=12.0, renewal_rise=0.1, price=20.0),
        behaviour={**CALM, "renewal_review": 0.0},
        customers=200,
        periods=30,
        segment={"need_rate": 1.0, "restlessness": 0.0, "spend": 1.0},
    )
    market = relsim.Market(scenario, seed=3)
    market.run()
    customers = market.customers.to_frame()
    ours = customers[customers["firm"] == "Alba"]
    times = np.round(np.log(ours["signed"] / 20.0) / np.log(1.1), 3)
    assert set(times) == {2.0, 3.0}


def test_a_promised_price_outlasts_a_dearer_list_until_the_term_ends():
    base = {**BASE, "segment": {**RESTLESS, "restlessness": 0.0, "spend": 1.0}}
    scenario = market_of(
        firms(term=12.0, price_promise=True, price=20.0),
        behaviour={**CALM, "renewal_review": 0.0, "price_review": 0.0},
        strategies={"dearer": {"price": 25.0}},
        **base,
    )
    run = live(scenario, seed=3, strategy="dearer")
    ours = of_alba(run)
    paid = (ours["revenue"] / ours["uses"]).to_numpy()
    assert paid[0] < 21.0
    assert paid[12:] == pytest.approx(25.0)
    assert (np.diff(paid[:12]) > 0).all()


@pytest.mark.parametrize("notice", [0.0, 2.0])
@pytest.mark.parametrize("ending", [{"renews": False}, {"term": 0.0}])
def test_nothing_that_was_signed_outlasts_a_term_that_is_not_renewed(ending, notice):
    scenario = market_of(
        firms(term=12.0, notice=notice, price_promise=True, exit_fee=9.0, price=20.0),
        behaviour={**CALM, "renewal_review": 0.0, "price_review": 0.0},
        events=[{"period": 0, "firm": "Alba", "set": {"price": 25.0, **ending}}],
        **{**BASE, "periods": 14, "segment": {**RESTLESS, "restlessness": 0.0, "spend": 1.0}},
    )
    market = relsim.Market(scenario, seed=3)
    market.run()
    ours = of_alba(market.result())
    paid = (ours["revenue"] / ours["uses"]).to_numpy()
    assert paid[0] < 21.0 and paid[12:] == pytest.approx(25.0)
    signed = market.customers.get("bound_until") > -1_000
    assert signed.sum() > 100
    assert not market.customers.get("signed").any() and not market.customers.get("fee").any()


def test_books_balance_with_everything_on_in_quarters():
    terms = {
        "term": 12.0,
        "notice": 3.0,
        "exit_fee": 25.0,
        "renewal_rise": 0.05,
        "lapse_rate": 0.01,
    }
    scenario = market_of(
        [terms, {**terms, "renews": False}, {}], market={"period": "quarter"}, **BASE
    )
    run = live(scenario, seed=11)
    assert run.periods["renewals"].sum() > 0
    assert run.losses()["payment lapsed"] > 0


@pytest.mark.parametrize(("period", "months"), [("month", 1), ("quarter", 3), ("year", 12)])
def test_payments_lapse_by_the_month_however_long_a_period_is(period, months):
    words = {"customers": 4000, "periods": 1, "segment": {"need_rate": 1.0}}
    behaviour = {"review": False, "population_turnover": False}
    market = {"period": period}
    run = live(market_of([{"lapse_rate": 0.05}], market=market, behaviour=behaviour, **words))
    lost = of_alba(run)["lost"].sum() / 4000
    assert lost == pytest.approx(1 - 0.95**months, abs=0.03)


# ------------------------------------------------------------------ hostages at the end


def people(*rows):
    """Return customers by firm, start, end of term and notice given."""
    names = ("firm", "start", "bound_until", "leaves_for")
    return np.array(list(rows), [(name, "i4") for name in names])


@pytest.mark.parametrize(
    ("row", "years"),
    [
        ((0, 3, 63, 0), 2.0),  # joined in 3: among a year's customers from 12 on
        ((0, -30, 81, 0), 1.25),  # renewed in 21
        ((0, 3, 63, 2), 0.0),  # has given notice
        ((0, -27, 33, 0), 0.0),  # the term is over
        ((-1, 3, 63, 0), 0.0),  # nobody's customer
    ],
)
def test_years_in_which_nobody_could_leave_count_once_somebody_could(row, years):
    terms = np.array([60.0])
    assert held_years(people(row), terms, 36, 12).tolist() == [years]


def test_who_could_give_notice_was_let_choose():
    noticed = people((0, 0, 38, -3))
    assert held_years(noticed, np.array([24.0]), 36, 12).tolist() == [0.25 / 3]
    assert held_years(noticed, np.array([12.0]), 36, 12).tolist() == [0]


HOSTAGES = market_of(
    [{"term": 1.0}, {}],
    behaviour={**CALM, "disconfirmation": True, "renewal_review": 1.0},
    strategies={"bind": {"term": 60.0}},
    events=[{"name": "neglect", "period": 6, "firm": "Alba", "set": {"quality": 0.3}}],
    **{**BASE, "periods": 96, "segment": {"need_rate": 1.0, "restlessness": 0.02}},
)
"""A firm that serves its customers badly once it has bound them for five years."""


def after(years):
    """Return retention seen and to come, equity and lifetime value after some years, bound."""
    scenario = HOSTAGES.with_overrides({"market.periods": 12 * years})
    run = live(scenario, seed=3, strategy="bind")
    books = OfFirm(run.books, 0, 12 * years)
    found = run.summary()
    worth = found["customer_equity"], found["lifetime_value"]
    return retention(books), retention_to_come(books), *worth


def test_who_is_bound_at_the_end_does_not_flatter_and_running_on_tells_what_they_are_worth():
    seen, to_come, equity, worth = after(5)
    later_seen, later_to_come, later_equity, later_worth = after(8)
    # Nobody could leave for five years; when the terms end most do.
    assert seen > 0.9 > 0.8 > later_seen
    assert to_come <= later_to_come == pytest.approx(later_seen, abs=0.05)
    assert equity <= later_equity
    assert worth <= later_worth


def test_long_terms_that_have_come_and_gone_leave_retention_as_it_was_seen():
    """In a market that has always signed for two years, as many years were held before as after."""
    scenario = market_of(
        [{"term": 24.0}, {"term": 24.0}],
        behaviour=CALM,
        **{**BASE, "customers": 1000, "periods": 72, "warm_up": 48.0},
    )
    books = OfFirm(live(scenario, seed=8).books, 0, 48 + 72)
    assert books.held.min() > 100
    seen, told = retention(books), retention_to_come(books)
    assert told == pytest.approx(seen, abs=0.01)
