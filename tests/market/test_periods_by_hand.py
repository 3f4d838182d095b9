"""What carries over from period to period: harm, tenure and its discount, launches, goodwill."""

from __future__ import annotations

import numpy as np
import pytest

from relsim.behaviour.service import FINE, SILENT
from relsim.market import Market
from tests.market.markets import bare, figure, live


def test_harm_lasts_until_a_use_goes_well_and_no_longer():
    scenario = bare(
        1,
        customers=30,
        periods=6,
        behaviour={
            "failure": True,
            "failure_rate": 0.5,
            "harm_base": 0.3,
            "harm_severity": 0.0,
            "recovery": False,
        },
        segment={"need_rate": 0.7},
    )
    market = Market(scenario, seed=1)
    watch = market.watch(range(30))
    market.run()
    held = watch.records
    assert (held["harm"][held["last_outcome"] == SILENT] == 0.3).all()
    assert (held["harm"][held["last_outcome"] == FINE] == 0.0).all()
    mended = (held["last_outcome"][1:] == FINE) & (held["last_outcome"][:-1] == SILENT)
    waiting = (held["last_outcome"][1:] == SILENT) & (held["wants"][1:] == 0)
    assert mended.any() and waiting.any()


@pytest.mark.parametrize(("discount", "stayed"), [(0.2, 40), (0.0, None)])
def test_a_loyalty_discount_holds_customers_at_a_review(discount, stayed):
    # Nothing but price decides, and that without luck; both firms ask 20 of a stranger.
    scenario = bare(
        [{"opening_share": 1.0, "loyalty_discount": discount}, {"opening_share": 0.0}],
        customers=40,
        periods=3,
        behaviour={"belief_weight": 0.0},
        segment={"restlessness": 1.0, "price_sensitivity": 1e8},
    )
    run = live(scenario)
    reviews, kept = figure(run, "reviews")[0, 0], run.books.closings[0, 0]
    assert reviews == 40
    if stayed is not None:
        assert kept == stayed
    else:
        assert 0 < kept < 40


@pytest.mark.parametrize(
    ("period", "chance"), [("week", 1 - 0.4 ** (12 / 52)), ("month", 0.6), ("quarter", 1 - 0.4**3)]
)
def test_launches_are_as_frequent_in_periods_of_any_length(period, chance):
    scenario = bare([{"innovation": 0.6}], customers=1, periods=200, market={"period": period})
    launches = figure(live(scenario), "launches")[:, 0]
    assert set(np.unique(launches)) <= {0, 1}
    assert abs(launches.mean() - chance) <= 4 * np.sqrt(chance * (1 - chance) / 200)


@pytest.mark.parametrize("period", ["week", "month", "quarter"])
def test_goodwill_of_a_steady_advertiser_is_what_it_spends_over_what_it_forgets_a_month(period):
    scenario = bare(
        [{"advertising": 6.0}],
        customers=1,
        periods=150,
        market={"period": period},
        behaviour={"goodwill_decay": 0.3},
    )
    market = Market(scenario)
    market.run()
    # It moves by 30 % a month of what is missing; after 34 months or more nothing is.
    assert market.firms["Alba"].goodwill == pytest.approx(20.0, rel=1e-5)


def test_the_price_level_is_the_mean_of_what_customers_are_asked():
    scenario = bare(
        [
            {"opening_share": 1.0, "price": 30.0, "promotion_depth": 0.5, "promotion_frequency": 1},
            {"opening_share": 0.0, "price": 20.0},
        ],
        customers=2,
        periods=1,
        market={"reference_price": None},
        behaviour={"review": False},
    )
    market = Market(scenario)
    market.run()
    assert market._state.world["price_level"][0] == pytest.approx(15.0)
