"""``mesa.batch_run`` and Mesa's own luck: a world of its own in every iteration."""

import mesa
import pytest

import relsim
from relsim.market import Market

SCENARIO = relsim.load("insurance", {"market.customers": 100, "market.periods": 24})
WARM_UP = SCENARIO.warm_up_periods


class Priced(Market):
    """A model as Mesa's users write one: its parameters are theirs."""

    def __init__(self, price):
        super().__init__(SCENARIO.with_overrides({"firms.Alba.price": price}))


class Collecting(Priced):
    """One that collects by itself."""

    def __init__(self, price):
        super().__init__(price)
        self.datacollector = mesa.DataCollector({"heads": lambda model: model.heads.sum()})

    def step(self):
        super().step()
        self.datacollector.collect(self)


def batch(model, parameters, **words):
    return mesa.batch_run(model, parameters, iterations=3, display_progress=False, **words)


@pytest.mark.parametrize("processes", [1, 2])
def test_iterations_are_the_worlds_of_a_comparison(processes):
    rows = batch(Market, {"scenario": [SCENARIO]}, number_processes=processes)
    found = {row["iteration"]: row["profit"] for row in rows}
    worlds = {world: Market(SCENARIO, replication=world).run() for world in range(3)}
    assert found == {world: run.summary()["profit"] for world, run in worlds.items()}
    assert len(set(found.values())) == 3


def test_parameters_meet_the_same_luck():
    rows = batch(Market, {"scenario": [SCENARIO], "strategy": ["none", "social"]})
    found = {(row["iteration"], row["strategy"]): row["npv"] for row in rows}
    for world in range(3):
        run = Market(SCENARIO, replication=world, strategy="social").run()
        assert found[world, "social"] == run.summary()["npv"]


def test_a_model_of_ones_own_gets_luck_of_its_own():
    rows = batch(Priced, {"price": [19.0, 21.0]})
    assert len(rows) == 6
    assert len({row["profit"] for row in rows}) == 6


def test_a_collector_of_ones_own_is_left_alone():
    rows = batch(Collecting, {"price": 20.0})
    assert [row["heads"] > 0 for row in rows] == [True] * 3


def test_a_replication_that_is_named_is_kept():
    rows = batch(Market, {"scenario": [SCENARIO], "replication": [5]})
    assert len({row["profit"] for row in rows}) == 1


def test_figures_stand_by_period():
    rows = mesa.batch_run(
        Market, {"scenario": [SCENARIO]}, data_collection_period=12, display_progress=False
    )
    by_step = {row["Step"]: row["profit"] for row in rows}
    assert by_step[0] is None
    half = SCENARIO.with_overrides({"market.periods": 1})
    assert by_step[WARM_UP] == Market(half).run().summary()["profit"]
    market = Market(SCENARIO)
    market.run_model()
    frame = market.datacollector.get_model_vars_dataframe()
    assert frame["profit"].iloc[-1] == market.result().summary()["profit"]


def test_mesas_luck_differs_from_world_to_world_and_repeats():
    def drawn(**words):
        market = Market(SCENARIO, **words)
        return market.random.random(), market.rng.random()

    first, *others = (drawn(seed=1, replication=world) for world in range(4))
    assert drawn(seed=1, replication=0) == first
    seen = [first, *others, drawn(seed=2), drawn(seed=0, replication=1)]
    assert len({one for one, _ in seen}) == len({one for _, one in seen}) == 6
