"""What a user may add: phases, firms with a mind of their own, columns; and what is left behind."""

import gc
import weakref
from dataclasses import dataclass

import numpy as np
import pytest

import relsim
from relsim.errors import InputError
from relsim.market import Market
from relsim.scenario import parse
from tests.market.markets import RESTLESS, closed, differing, live, market_of, outcome

SCENARIO = market_of(3, customers=200, segment=RESTLESS)


@dataclass(frozen=True)
class Gift:
    """A present makes everybody trust more."""

    name: str = "gift"
    after: str = "talk"
    trust: float = 0.1
    every: int = 3

    def run(self, market: Market) -> None:
        given = market.customers.add("gifts").get("gifts")
        if market.period % self.every == 0:
            those = market.customers.select(market.customers.get("firm") >= 0)
            those.set("trust", (those.get("trust") + self.trust).clip(0, 1))
            given[those.rows] += 1


@dataclass(frozen=True)
class Nothing:
    """Look and do nothing."""

    name: str = "nothing"
    after: str = "act"

    def run(self, market: Market) -> None:
        market.customers.get("trust").mean()


class Undercutter(relsim.Firm):
    """Ask a fifth less than the cheapest rival."""

    def decide(self) -> None:
        self.price = 0.8 * min(rival.price for rival in self.rivals)


def test_a_phase_of_ones_own_acts_where_it_was_put():
    market = Market(SCENARIO, phases=[Gift()])
    names = [step.name for step in market.plan]
    assert names.index("gift") == names.index("talk") + 1


def test_a_phase_of_ones_own_changes_the_market():
    plain, given = live(SCENARIO), live(SCENARIO, phases=[Gift()])
    assert given.summary()["trust"] > plain.summary()["trust"] + 0.05


def test_a_phase_that_does_nothing_changes_nothing():
    plain = outcome(Market(SCENARIO))
    assert differing(plain, outcome(Market(SCENARIO, phases=[Nothing()]))) == []


def test_a_column_of_ones_own_is_kept_and_reported():
    run = live(SCENARIO, phases=[Gift(every=4)])
    assert run.customers["gifts"].max() == 3


def test_parameters_of_a_phase_are_overridden_by_the_scenario():
    scenario = SCENARIO.with_overrides({"phases.gift.every": 1})
    assert live(scenario, phases=[Gift()]).customers["gifts"].max() == 12


@pytest.mark.parametrize("setting", ["phases.gift.colour", "phases.party.every"])
def test_a_parameter_that_no_phase_has_is_refused(setting):
    scenario = SCENARIO.with_overrides({setting: 1})
    with pytest.raises(InputError, match=setting):
        Market(scenario, phases=[Gift()])


@pytest.mark.parametrize("phase", [Gift(name="books"), Gift(after="lunch"), Gift(name="")])
def test_a_phase_without_a_place_or_a_name_of_its_own_is_refused(phase):
    with pytest.raises(InputError, match="phase"):
        Market(SCENARIO, phases=[phase])


def test_two_phases_after_the_same_one_keep_their_order():
    phases = [Nothing(name="one"), Nothing(name="two"), Nothing(name="three")]
    names = [step.name for step in Market(SCENARIO, phases=phases).plan]
    assert names[:4] == ["act", "one", "two", "three"]


def test_the_plan_prints_every_phase_in_order():
    lines = str(Market(SCENARIO, phases=[Gift()]).plan).splitlines()
    names = [line.split()[1] for line in lines]
    assert names == [
        *("act", "news", "choose", "load", "experience", "talk", "gift", "turnover", "books")
    ]
    assert "A present makes everybody trust more." in lines[6]


def test_a_firm_with_a_mind_of_its_own_decides_every_period():
    market = Market(SCENARIO, firms={"Brio": Undercutter})
    run = market.run()
    assert run.books.offers[:, 1] == pytest.approx(16.0)
    assert closed(run)[-1, 1] > closed(live(SCENARIO))[-1, 1]


def test_a_firm_with_a_mind_of_its_own_sleeps_through_the_warm_up():
    scenario = SCENARIO.with_overrides({"market.warm_up": 3.0})
    offers = Market(scenario, firms={"Brio": Undercutter}).run().books.offers[:, 1]
    assert offers[:4] == pytest.approx([20.0, 20.0, 20.0, 16.0])


def test_a_firm_that_decides_nothing_new_changes_nothing():
    class Idle(relsim.Firm):
        def decide(self) -> None:
            self.price = 20.0

    plain = outcome(Market(SCENARIO))
    assert differing(plain, outcome(Market(SCENARIO, firms={"Brio": Idle}))) == []


@pytest.mark.parametrize(
    ("lever", "value"), [("price", 0.0), ("social", 1.5), ("channel", "pigeon"), ("price", np.nan)]
)
def test_a_lever_beyond_its_range_is_refused(lever, value):
    market = Market(SCENARIO)
    with pytest.raises(InputError, match=lever):
        setattr(market.firms["Alba"], lever, value)


def test_a_mind_for_a_firm_that_is_not_there_is_refused():
    with pytest.raises(InputError, match="Zorn"):
        Market(SCENARIO, firms={"Zorn": Undercutter})


def test_firms_are_the_agents_of_a_mesa_model():
    market = Market(SCENARIO)
    assert [firm.name for firm in market.agents] == ["Alba", "Brio", "Cora"]


# ------------------------------------------------------------------ customers by columns


@pytest.fixture
def customers():
    market = Market(SCENARIO)
    market.run()
    return market.customers


def test_selecting_keeps_those_for_whom_the_condition_holds(customers):
    content = customers.select(lambda those: those.get("satisfaction") > 0.6)
    assert 0 < len(content) < len(customers)
    assert content.get("satisfaction").min() > 0.6


def test_a_selection_can_be_narrowed_and_cut(customers):
    content = customers.select(lambda those: those.get("satisfaction") > 0.5)
    trusting = content.select(lambda those: those.get("trust") > 0.4, at_most=5)
    assert len(trusting) == 5
    assert set(trusting.rows) <= set(content.rows)


def test_setting_changes_the_selected_and_nobody_else(customers):
    before = customers.get("trust").copy()
    some = customers.select(customers.get("segment") == 0, at_most=10)
    some.set("trust", 0.123)
    changed = np.flatnonzero(customers.get("trust") != before)
    assert set(changed) == set(some.rows)


def test_setting_beyond_the_range_is_refused(customers):
    with pytest.raises(InputError, match="trust"):
        customers.set("trust", 1.5)


def test_setting_what_is_not_a_number_is_refused(customers):
    with pytest.raises(InputError, match="trust"):
        customers.set("trust", np.nan)


@pytest.mark.parametrize(
    ("name", "value"), [("firm", 15), ("segment", 5), ("need_rate", 2.0), ("spend", -1.0)]
)
def test_setting_what_the_market_does_not_have_is_refused(customers, name, value):
    # Compiled passes look nothing up twice: a firm that is not there is somebody else's memory.
    with pytest.raises(InputError, match=name):
        customers.set(name, value)


@pytest.mark.parametrize("name", ["trust", "spend", "two words"])
def test_a_column_cannot_take_a_name_that_is_taken_or_none(customers, name):
    with pytest.raises(InputError, match=name):
        customers.add(name)


def test_groups_hold_everybody_once(customers):
    groups = customers.groupby("firm")
    assert sorted(groups) == list(groups)
    assert sum(len(group) for group in groups.values()) == len(customers)
    assert all(set(group.get("firm")) == {value} for value, group in groups.items())


def test_a_column_is_condensed_by_a_function(customers):
    assert customers.agg("trust", np.mean) == customers.get("trust").mean()


def test_a_view_on_one_customer_reads_the_columns(customers):
    someone = customers[7]
    assert someone.trust == customers.get("trust")[7]
    assert someone.firm_name in (None, "Alba", "Brio", "Cora")
    assert someone.number == 7 + 200 * someone.generation


@pytest.mark.parametrize("row", [-1, 200])
def test_a_customer_who_is_not_there_is_refused(customers, row):
    with pytest.raises(InputError, match=str(row)):
        customers[row]


def test_watching_gives_a_row_a_period_and_customer():
    market = Market(SCENARIO)
    watch = market.watch([3, 5])
    run = market.run()
    frame = watch.to_frame()
    assert frame.shape[0] == 12 * 2
    last = run.customers.loc[[3, 5], "trust"].tolist()
    assert frame.loc[11]["trust"].tolist() == last


# ------------------------------------------------------------------ what is left behind


def test_a_market_is_forgotten_after_use():
    market = Market(SCENARIO)
    market.run()
    seen = weakref.ref(market)
    del market
    gc.collect()
    assert seen() is None


def test_a_run_keeps_its_frames_when_the_market_is_gone():
    run = Market(SCENARIO).run()
    gc.collect()
    assert len(run.periods) == 36
    assert len(run.customers) == 200


def test_a_customer_takes_no_more_than_256_bytes_with_the_network():
    assert Market(market_of(4, customers=20_000)).bytes_per_customer <= 256


def test_stepping_beyond_the_horizon_does_nothing():
    market = Market(SCENARIO)
    before = outcome(market)
    market.step()
    assert not market.running
    assert differing(before, outcome(market)) == []


@pytest.mark.parametrize(
    "words", [{"seed": -1}, {"seed": 1.5}, {"seed": True}, {"replication": -1}, {"seed": 2**63}]
)
def test_a_seed_that_is_no_whole_number_is_refused(words):
    with pytest.raises(InputError, match=next(iter(words))):
        Market(SCENARIO, **words)


def test_an_unknown_strategy_is_refused_by_name():
    with pytest.raises(InputError, match="charm"):
        Market(SCENARIO, strategy="charm")


@pytest.mark.parametrize(
    ("levers", "kind"),
    [
        ({}, "face to face"),
        ({"level": "proactive"}, "intimate"),
        ({"channel": "machine"}, "distant"),
        ({"level": "basic", "advertising": 100.0}, "brand"),
    ],
)
def test_a_firm_tells_how_customers_meet_it(levers, kind):
    overrides = {f"firms.Alba.{name}": value for name, value in levers.items()}
    market = Market(parse('[[firms]]\nname = "Alba"\n', overrides))
    assert market.firms["Alba"].contact_type == kind


def test_a_name_in_place_of_a_scenario_is_refused_with_the_remedy():
    with pytest.raises(InputError, match=r"relsim\.load"):
        Market("insurance")


def test_a_run_names_customers_as_its_spells_do():
    market = market_of(customers=200, periods=40, market={"population_turnover": 0.02})
    run = Market(market).run()
    still = run.spells[run.spells["reason"].isna()].set_index("customer")["firm"]
    assert (run.customers.loc[still.index, "firm"].astype(str) == still.astype(str)).all()
