"""What is declared once is followed: costs per head, births, rows of the books, the plan."""

import numpy as np
import pytest

from relsim.behaviour import COLUMNS, COSTS, FIELDS, LEVERS
from relsim.behaviour.declaration import Lever, Mechanism, PerHead
from relsim.market import Market, stretch
from relsim.market.plan import PHASES, follows_the_plan
from relsim.market.records import TALLY, lines_of, newborn_of, theory_of
from tests.market.markets import figure, live, market_of

PER_HEAD = [lever for lever in LEVERS.values() if lever.per_head]


def test_a_cost_per_head_gives_key_words_and_booking():
    lever = Lever(
        name="music", default=0.0, meaning="", per_head=PerHead(into="x", default=0.3, meaning="M.")
    )
    made = Mechanism(name="sound", title="", levers=(lever,))
    assert [(one.name, one.default, one.meaning) for one in made.costs] == [("music", 0.3, "M.")]
    assert lever.cost == "`costs.music` per customer and month at 1"


@pytest.mark.parametrize("lever", PER_HEAD, ids=lambda lever: lever.name)
def test_a_lever_costs_by_heads_and_months_what_it_is_declared_to(lever):
    into = lever.per_head.into
    usual, most = lever.default, min(lever.high, 1.0)
    runs = [
        live(
            market_of(
                [{lever.name: value}, {}], customers=40, periods=1, market={"period": "quarter"}
            )
        )
        for value in (usual, most)
    ]
    costs = [figure(run, into)[0, 0] / figure(run, "customers")[0, 0] / 3 for run in runs]
    assert COSTS[lever.unit_cost.name].default == lever.per_head.default
    assert costs[1] - costs[0] == pytest.approx(lever.per_head.default * (most - usual))


def test_every_cost_per_head_has_a_line():
    assert len(lines_of().levers) == len(PER_HEAD)
    assert all(COLUMNS[lever.per_head.into].cost for lever in PER_HEAD)


def test_who_joins_is_set_back_to_birth_in_all_that_does_not_last():
    scenario = market_of(2, customers=300, periods=1, behaviour={"needs": False})
    market = Market(scenario, seed=4)
    newborn = newborn_of(theory_of(scenario), 2)
    for name, field in FIELDS.items():
        if not field.lasting and name not in ("firm", "start"):
            assert (market.customers.get(name) == newborn[name][0]).all(), name


def test_a_row_of_the_books_lies_on_its_columns_in_the_order_of_declaration():
    tally = np.zeros(1, TALLY)
    for name in {column.one_of for column in COLUMNS.values()} - {""}:
        row = [one.name for one in COLUMNS.values() if one.one_of == name]
        tally[name] = np.arange(1.0, 1.0 + len(row))
        assert [tally[one][0] for one in row] == tally[name][0].tolist()


def test_a_period_in_another_order_is_refused():
    def backwards():
        for name in (books, turnover, talk, experience, load, choose, news, act):  # noqa: F821
            name()

    with pytest.raises(AssertionError, match="the plan is"):
        follows_the_plan(backwards)
    assert follows_the_plan(stretch.live_through) is stretch.live_through
    assert PHASES[0] == "act"
