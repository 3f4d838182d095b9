"""Identities A1 to A10 and A12 hold in every market, however strange."""

import numpy as np
import pytest

from relsim.behaviour import FIELDS
from relsim.errors import IdentityError
from relsim.market import Market, Run
from relsim.market.books import COSTS, LOSSES, TIERS
from tests.market.markets import NAMES, RESTLESS, figure, live, market_of, rich

LEAVING = {"restlessness": 1.0, "need_rate": 1.0}

STRANGE = {
    "everybody leaves": market_of(
        3, segment=LEAVING, behaviour={"outside_utility": 1e6}, warm_up=2.0
    ),
    "one firm": rich(1),
    "sixteen firms": rich(16, customers=300),
    "weeks": rich(4, period="week", periods=60),
    "quarters": rich(4, period="quarter"),
    "years": rich(4, period="year"),
    "no customers": rich(4, customers=0),
    "one customer": rich(4, customers=1),
    "two customers, complete network": rich(4, customers=2, network="complete"),
    "no periods": rich(4, periods=0),
    "no periods at all": market_of(2, periods=0),
    "no network": rich(4, network="none"),
    "nobody ever uses": market_of(2, segment={"need_rate": 0.0}),
    "everything fails": market_of(
        2, behaviour={"failure_rate": 1.0, "severity_mean": 1.0, "voice_base": 1000.0}
    ),
    "everybody leaves the population": market_of(
        2, market={"population_turnover": 1.0}, segment=RESTLESS
    ),
    "no firm is there": market_of(
        [{"present": False}, {"present": False}], segment=RESTLESS, periods=6
    ),
    "all firms close": market_of(
        2,
        segment=RESTLESS,
        events=[{"period": 4, "firm": name, "set": {"present": False}} for name in NAMES[:2]],
    ),
    "a firm enters": market_of(
        [{}, {}, {"present": False}],
        segment=RESTLESS,
        events=[{"period": 4, "firm": NAMES[2], "set": {"present": True, "price": 15.0}}],
    ),
    "hardly any room": market_of(
        [{"capacity": 1e-6}, {"capacity": 1e-6}], market={"capacity": "fixed"}, segment=RESTLESS
    ),
    "utilities of a million": market_of(
        3,
        segment={**RESTLESS, "price_sensitivity": 1e6},
        behaviour={"belief_weight": 1e6, "satisfaction_weight": 1e6, "trust_weight": 1e6},
    ),
    "all levers at their tops": market_of(
        [
            {
                **dict.fromkeys(
                    (
                        *("social", "structural", "encouragement", "compensation", "empowerment"),
                        *("speed", "learning", "training", "staff_reward", "reassurance"),
                        *("education", "consistency", "innovation", "promotion_frequency"),
                        *("quality", "claim"),
                    ),
                    1.0,
                ),
                "reward_rate": 0.5,
                "promotion_depth": 0.95,
                "loyalty_discount": 0.95,
                "level": "partnership",
                "direct_messages": 4.0,
                "referral_reward": 2.0,
                "advertising": 1e6,
                "account_capacity": 0.0,
            },
            {"quality": 0.0},
        ],
        periods=36,
        segment=RESTLESS,
    ),
}


def hold(run: Run) -> None:
    """Hold the identities by other means than the books' own."""
    scenario, kept = run.scenario, run.books
    books = kept.tallies
    firms = books[:, :-1]
    population = scenario.market.customers
    opened, closed = firms["opened"], firms["closed"]
    assert (opened + firms["acquired"] + firms["won_back"] - firms["lost"] == closed).all(), "A1"
    assert (opened[1:] == closed[:-1]).all(), "A1"
    assert (kept.closings == closed).all(), "A1"
    assert (sum(firms[name] for name in LOSSES) == firms["lost"]).all(), "A1"
    shares = run.periods.groupby("period")["share"].sum(min_count=1).dropna()
    assert (np.abs(shares - 1) <= 1e-12).all(), "A3"
    moves = kept.moves
    assert (moves >= 0).all(), "A4"
    assert (moves.sum(axis=(1, 2)) == population).all(), "A2, A4"
    assert (moves.sum(axis=2)[:, :-1] == opened).all(), "A4"
    assert (moves.sum(axis=1)[:, :-1] == closed).all(), "A4"
    stayed = np.diagonal(moves, axis1=1, axis2=2)[:, :-1]
    died = firms["lost_population_turnover"]
    # Who joined and left the population in one period was lost without having been there.
    assert (opened - stayed <= firms["lost"]).all(), "A4"
    assert (opened - stayed >= firms["lost"] - died).all(), "A4"
    if len(closed):
        held = run.customers["firm"].cat.codes
        assert (np.bincount(held[held >= 0], minlength=opened.shape[1]) == closed[-1]).all(), "A2"
    costs = sum(firms[name] for name in COSTS)
    size = firms["revenue"] + sum(np.abs(firms[name]) for name in COSTS)
    assert (np.abs(firms["profit"] - firms["revenue"] + costs) <= 1e-9 * size).all(), "A5"
    spent = run.customers["spent"].sum() + books["paid_by_departed"].sum()
    taken = firms["revenue"] - firms["points_redeemed"]
    assert spent == pytest.approx(taken.sum(), rel=1e-9), "A6"
    assert (firms["resolved"] <= firms["complaints"]).all(), "A8"
    assert (firms["complaints"] <= firms["failures"]).all(), "A8"
    assert (firms["failures"] <= firms["uses"]).all(), "A8"
    assert (firms["uses"] + firms["turned_away"] == firms["wanted"]).all(), "A8"
    assert (sum(firms[name] for name in TIERS) == firms["customers"]).all(), "A2"
    flow = firms["points_earned"] - firms["points_redeemed"] - firms["points_forfeited"]
    assert np.allclose(np.cumsum(flow, axis=0), firms["points_held"], rtol=1e-9, atol=1e-6), "A12"
    assert (firms["points_held"] >= -1e-6).all(), "A12"
    hold_states(run)
    hold_spells(run)


def hold_states(run: Run) -> None:
    """Hold A9: every state lies in its range, and nothing is a number only by name."""
    customers = run.customers
    for name, field in FIELDS.items():
        columns = [column for column in customers if str(column).split(":")[0] == name]
        for column in columns:
            values = customers[column]
            if values.dtype == "category" or not len(values):
                continue
            assert np.isfinite(values).all(), f"A9 {column}"
            assert field.low <= values.min() and values.max() <= field.high, f"A9 {column}"
    firms = run.books.tallies.view("f8")
    assert np.isfinite(firms).all(), "A9"


def hold_spells(run: Run) -> None:
    """Hold A10: a customer's spells follow each other; what began is there once."""
    spells = run.spells.sort_values(["customer", "start", "duration"])
    assert (spells["duration"] >= 0).all(), "A10"
    same = spells["customer"].to_numpy()[1:] == spells["customer"].to_numpy()[:-1]
    start = spells["start"].to_numpy()
    end = start + spells["duration"].to_numpy()
    assert (start[1:][same] >= end[:-1][same]).all(), "A10"
    assert spells["reason"].notna().to_numpy()[:-1][same].all(), "A10"
    last = len(run.periods) // len(run.scenario.firms) - 1
    assert (end[spells["reason"].isna()] == last).all(), "A10"
    assert spells["reason"].notna().sum() == run.books.tallies["lost"].sum(), "A10"
    assert (spells["reason"].isna()).sum() == run.customers["firm"].notna().sum(), "A10"


@pytest.mark.parametrize("name", STRANGE)
def test_identities_hold_when(name):
    hold(live(STRANGE[name], seed=5))


def test_everybody_does_leave_when_everybody_leaves():
    run = live(STRANGE["everybody leaves"])
    assert run.books.closings[-1].sum() == 0


def test_shares_are_undefined_when_nobody_has_a_firm():
    run = live(STRANGE["everybody leaves"])
    assert run.periods["share"].isna().all()
    assert run.summary()["share"] is None


def test_a_market_without_periods_has_an_empty_table():
    run = live(STRANGE["no periods at all"])
    assert len(run.periods) == 0
    assert set(run.summary().values()) == {None}


def test_a_market_without_customers_has_a_row_a_period_and_firm():
    run = live(STRANGE["no customers"])
    assert len(run.periods) == 12 * 4
    assert not figure(run, "customers").any()


def test_a_market_that_closes_loses_everybody_for_that_reason():
    run = live(STRANGE["all firms close"])
    assert figure(run, "lost_firm_closed")[4].sum() == figure(run, "opened")[4].sum() > 0
    assert run.books.closings[-1].sum() == 0


# ---------------------------------------------------------------- the books' identities bite


def books_of_a_run() -> Run:
    """Return a run with rich books, which no test may have touched."""
    return live(rich(4, customers=200), seed=3)


def spoil_heads(run: Run) -> None:
    run.books.tallies["closed"][5, 1] += 1


def spoil_openings(run: Run) -> None:
    # Row, column and flow agree; only the period before does not.
    run.books.tallies["opened"][5, 1] += 1
    run.books.tallies["acquired"][5, 1] -= 1


def spoil_population(run: Run) -> None:
    run.books.tallies["opened"][5, -1] += 1


def spoil_tiers(run: Run) -> None:
    run.books.tallies["tier_4"][5, 1] += 1


def spoil_reasons(run: Run) -> None:
    run.books.tallies["lost_price"][5, 1] += 1


def spoil_rows_of_moves(run: Run) -> None:
    run.books.moves[5, 1, 1] += 1


def spoil_columns_of_moves(run: Run) -> None:
    run.books.moves[5, 1, 1] += 1
    run.books.moves[5, 1, 2] -= 1


def spoil_profit(run: Run) -> None:
    run.books.tallies["profit"][5, 1] += 0.01


def spoil_a_cost_line(run: Run) -> None:
    run.books.tallies["contact_cost"][5, 0] *= 2


def spoil_revenue(run: Run) -> None:
    run.books.tallies["revenue"][5, 1] += 0.01
    run.books.tallies["profit"][5, 1] += 0.01


def spoil_complaints(run: Run) -> None:
    run.books.tallies["complaints"][5, 1] += 1


def spoil_uses(run: Run) -> None:
    run.books.tallies["uses"][5, 1] += 1


def spoil_ranges(run: Run) -> None:
    run.books.tallies["out_of_range"][5, 1] = 1


def spoil_numbers(run: Run) -> None:
    run.books.tallies["trust"][5, 1] = np.nan


def spoil_points(run: Run) -> None:
    run.books.tallies["points_forfeited"][5, 0] += 0.01


def spoil_spells(run: Run) -> None:
    spells = run.books.ended_spells()
    spells["end"][0] = spells["start"][0] - 1


SPOILT = [
    (spoil_heads, "A1"),
    (spoil_openings, "A1"),
    (spoil_reasons, "A1"),
    (spoil_population, "A2"),
    (spoil_tiers, "A2"),
    (spoil_rows_of_moves, "A4"),
    (spoil_columns_of_moves, "A4"),
    (spoil_profit, "A5"),
    (spoil_a_cost_line, "A5"),
    (spoil_revenue, "A6"),
    (spoil_complaints, "A8"),
    (spoil_uses, "A8"),
    (spoil_ranges, "A9"),
    (spoil_numbers, "A9"),
    (spoil_spells, "A10"),
    (spoil_points, "A12"),
]


@pytest.mark.parametrize(("spoil", "identity"), SPOILT, ids=[spoil.__name__ for spoil, _ in SPOILT])
def test_the_books_find_and_name_a_broken_identity(spoil, identity):
    run = books_of_a_run()
    spoil(run)
    with pytest.raises(IdentityError, match=identity):
        run.books.check(len(run.books.tallies))


def test_identities_are_content_with_books_that_nobody_touched():
    run = books_of_a_run()
    run.books.check(len(run.books.tallies))


def test_the_books_are_checked_in_every_run(monkeypatch):
    market = Market(market_of(2))
    while not market.finished:
        market.step()
    market.books.tallies["profit"][3, 0] += 1.0
    with pytest.raises(IdentityError, match="A5"):
        market.run()


def test_overlapping_spells_of_one_customer_are_found():
    run = books_of_a_run()
    spells = run.books.ended_spells()
    order = np.lexsort((spells["start"], spells["customer"]))
    again = np.flatnonzero(np.diff(spells["customer"][order]) == 0)
    first, second = order[again[0]], order[again[0] + 1]
    spells["end"][first] = spells["start"][second] + 1
    with pytest.raises(IdentityError, match="A10"):
        run.books.check(len(run.books.tallies))


def test_no_transaction_falls_between_leaving_and_coming_back():
    scenario = rich(3, periods=30)
    market = Market(scenario, seed=8)
    watch = market.watch(range(100))
    market.run()
    records = watch.records
    paid = np.diff(records["spent"], axis=0) > 0
    same = np.diff(records["generation"], axis=0) == 0
    without = (records["firm"][1:] < 0) & same
    assert without.any()
    assert not (paid & without).any()
