"""Who takes a row of the population begins a life: with nothing, and with nothing of another's."""

from __future__ import annotations

import numpy as np
import pytest

from relsim.behaviour import FIELDS, TRAITS
from relsim.market import Market
from tests.market.markets import market_of
from tests.market.test_joining import ATTENTIVE, Snapshot

DRAWN = ("belief", "aware", "price_sensitivity_now", "segment", "generation")
"""State that a life does not begin with the same for all."""
WITHOUT = {"firm": -1, "cohort": -1}


@pytest.fixture(scope="module")
def lives():
    """Return everybody's records before and after people left, and who is new."""
    scenario = market_of(
        [{**ATTENTIVE, "reward_rate": 0.1, "social": 0.8, "structural": 0.5}, {"quality": 0.3}],
        customers=40,
        periods=14,
        market={"population_turnover": 0.05},
        behaviour={"failure_rate": 0.4, "claim_trust": 0.1, "talk_base": 0.6},
        segment={"restlessness": {"mean": 0.3, "concentration": 6.0}},
    )
    before, after = Snapshot(after="talk"), Snapshot(name="after", after="turnover")
    Market(scenario, seed=4, phases=[before, after]).run()
    old, young = np.concatenate(before.kept), np.concatenate(after.kept)
    new = young["generation"] > old["generation"]
    assert new.sum() > 15
    return old[new], young[new]


@pytest.mark.parametrize("name", [name for name in FIELDS if name not in DRAWN])
def test_a_newcomer_begins_with_what_everybody_begins_with(lives, name):
    old, young = lives
    birth = FIELDS[name].birth
    if isinstance(birth, str):
        # What a parameter sets, anybody's first day shows.
        birth = float(Market(market_of(1, customers=1)).customers.get(name)[0])
    birth = WITHOUT.get(name, birth)
    begins = 0 if name == "start" else np.asarray(birth, young[name].dtype)
    assert (young[name] == begins).all()
    # It could be seen if it were not so.
    if name not in ("aside", "start", "leaves_for", "leaves_because"):
        assert (old[name] != begins).any()


def test_a_newcomer_is_somebody_else(lives):
    old, young = lives
    assert (young["generation"] == old["generation"] + 1).all()
    assert (young["price_sensitivity_now"] == young["price_sensitivity"]).all()
    for name in TRAITS:
        if name != "restlessness":
            assert (young[name] != old[name]).all(), name
