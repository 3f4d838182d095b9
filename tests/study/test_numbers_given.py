"""Numbers handed over in Python are refused in words when they are none."""

import numpy as np
import pytest

import relsim
from relsim.claims import read_claim, try_out
from relsim.errors import InputError, ScenarioError
from relsim.study.explain import attribute, sorting

SMALL = {"market.customers": 50, "market.periods": 12, "market.warm_up": 0.0}
NO_NUMBERS = [True, 1.5, 2.0, "3", None, -1, np.nan, [1], 2**70]


@pytest.fixture(scope="module")
def scenario():
    return relsim.load("insurance", SMALL)


QUESTIONS = {
    "compare": lambda one, **given: relsim.compare(one, ["none", "social"], **given),
    "sweep": lambda one, **given: relsim.sweep(
        one, relsim.grid({"market.freedom": [1.0]}), ["none"], **given
    ),
    "fit": lambda one, **given: relsim.fit(one, [9, 8], ["behaviour.loss_aversion"], **given),
    "attribute": lambda one, **given: attribute(one, "social", **given),
    "sorting": lambda one, **given: sorting(one, **given),
    "claim": lambda one, **given: try_out(read_claim("two_keys"), quick=True, **given),
    "market": lambda one, **given: relsim.Market(one, **given),
    "story": lambda one, **given: relsim.story(one, 3, "social", **given),
    "hypercube": lambda one, **given: relsim.latin_hypercube({"market.freedom": (0, 1)}, **given),
}
TAKES = {
    "compare": ("replications", "seed", "threads"),
    "sweep": ("replications", "seed", "threads"),
    "fit": ("replications", "seed", "threads", "evaluations"),
    "attribute": ("replications", "seed", "threads"),
    "sorting": ("replications", "seed", "threads"),
    "claim": ("replications", "seed", "threads"),
    "market": ("seed", "replication", "threads"),
    "story": ("seed", "replication", "threads"),
    "hypercube": ("points", "seed"),
}
NONE_MEANS_THE_DEFAULT = {
    ("claim", "replications"),
    ("market", "replication"),
    ("story", "replication"),
}


@pytest.mark.parametrize(
    ("question", "name"), [(one, name) for one, names in TAKES.items() for name in names]
)
@pytest.mark.parametrize("value", NO_NUMBERS, ids=repr)
def test_what_is_no_number_is_refused_in_words(scenario, question, name, value):
    study = question not in ("market", "story")
    if value is None and (
        (question, name) in NONE_MEANS_THE_DEFAULT or (study and name == "threads")
    ):
        pytest.skip("nothing given is the default")
    given = {"points": 3, name: value} if question == "hypercube" else {name: value}
    # How many replications fit, the memory says.
    words = "at most" if (name, value) == ("replications", 2**70) else "whole number from"
    with pytest.raises(InputError, match=words):
        QUESTIONS[question](scenario, **given)


def test_numpy_integers_are_whole_numbers(scenario):
    given = {"replications": np.int64(2), "seed": np.int32(4), "threads": np.int64(1)}
    found = relsim.compare(scenario, ["none", "social"], **given)
    assert found.replications == 2 and "--seed 4" in found.command


@pytest.mark.parametrize("path", ["market.customers", "market.periods", "market.warm_up"])
@pytest.mark.parametrize("value", [True, "3", [1]], ids=repr)
def test_settings_of_a_market_are_refused_likewise(scenario, path, value):
    with pytest.raises(ScenarioError, match="allowed is a"):
        scenario.with_overrides({path: value})
