"""A market copied or pickled in the middle goes on as the original does, and apart from it."""

import copy
import pickle
from dataclasses import dataclass

import numpy as np
import pytest

import relsim
from relsim.errors import InputError
from relsim.market import Firm, Market
from relsim.market.witness import Witness
from tests.market.markets import differing, outcome, rich

BY_PICKLE = "pickle"
WAYS = {
    "copy": copy.copy,
    "deepcopy": copy.deepcopy,
    BY_PICKLE: lambda market: pickle.loads(pickle.dumps(market)),
}


class Fickle(Firm):
    """A mind that remembers, and draws from Mesa's luck."""

    def decide(self):
        self.mood = getattr(self, "mood", 0.0) + self.model.random.random()
        self.price = 20.0 + self.mood % 1.0


@dataclass(frozen=True)
class Counting:
    """A phase with a column of its own."""

    name: str = "counting"
    after: str = "talk"

    def run(self, market):
        market.customers.add("seen", 0.0)
        market.customers.set("seen", market.customers.get("seen") + market.rng.random())


def many_kinds():
    """Return markets whose tables differ: small, in blocks, targeting, with minds and phases."""
    small = relsim.load("insurance", {"market.customers": 200, "market.periods": 24})
    large = small.with_overrides({"market.customers": 9_000, "market.periods": 3})
    return {
        "small": (small, {"strategy": "social"}),
        "in blocks": (large, {"threads": 2}),
        "rich": (rich(3, customers=150, periods=24), {}),
        "minds": (small, {"firms": {"Brio": Fickle}, "phases": [Counting()]}),
    }


KINDS = many_kinds()


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("kind", KINDS)
def test_it_goes_on_as_the_original_does(kind, way):
    scenario, words = KINDS[kind]
    whole = outcome(Market(scenario, seed=6, **words))
    market = Market(scenario, seed=6, **words)
    watched = market.watch([3])
    for _ in range(scenario.warm_up_periods + 2):
        market.step()
    twin = WAYS[way](market)
    assert type(twin) is Market and twin.steps == market.steps
    customers = market.customers.records.copy()
    assert differing(outcome(twin), whole) == []
    assert np.array_equal(market.customers.records, customers), "the original stood still"
    assert len(twin.watched.records) == len(twin.books.tallies)
    assert differing(outcome(market), whole) == []
    assert len(watched.records) == len(market.books.tallies)


@pytest.mark.parametrize("way", WAYS)
def test_levers_set_in_a_copy_are_its_own(way):
    scenario, _ = KINDS["small"]
    market = Market(scenario)
    market.step()
    twin = WAYS[way](market)
    twin.firms["Alba"].price = 99.0
    assert market.firms["Alba"].price != 99.0
    assert twin.run().summary()["profit"] != market.run().summary()["profit"]


def test_a_finished_market_and_its_run_are_pickled():
    run = Market(KINDS["small"][0]).run()
    again = pickle.loads(pickle.dumps(run))
    assert again.summary() == run.summary()
    assert again.spells.equals(run.spells)


@pytest.mark.parametrize("way", WAYS)
def test_the_reference_is_copied_too(way):
    scenario = KINDS["small"][0].with_overrides({"market.customers": 12, "market.warm_up": 0})
    market = Market(scenario, uncompiled=True)
    market.step()
    twin = WAYS[way](market)
    twin.step(), market.step()
    assert np.array_equal(twin.customers.records, market.customers.records)


def test_what_cannot_be_pickled_is_refused_in_words():
    @dataclass(frozen=True)
    class Local(Counting):
        pass

    market = Market(KINDS["small"][0], phases=[Local()])
    with pytest.raises(InputError, match=r"cannot be pickled.*top of a module"):
        pickle.dumps(market)
    assert copy.deepcopy(market).run() is not None


def test_another_version_is_refused_in_words(monkeypatch):
    data = pickle.dumps(Market(KINDS["small"][0]))
    monkeypatch.setattr("relsim.market.copying.source_hash", lambda: "another")
    with pytest.raises(InputError, match="another version"):
        pickle.loads(data)


@pytest.mark.parametrize("way", WAYS)
def test_a_market_that_notes_lives_refuses(way):
    with pytest.raises(InputError, match="notes lives"):
        WAYS[way](Witness(KINDS["small"][0], [1]))
