"""What is fitted, written and compared is one market, whose two retentions are told apart."""

import json

import numpy as np
import pytest

import relsim
from relsim.study.fit.strands import prepared, strands_of, survivors
from relsim.study.parallel import Stop

RESTLESS = "segments.customers.restlessness.mean"
COHORT = [100.0, 91.0, 84.0, 79.0, 75.0, 71.0, 68.0]
TEXT = """# Ours, with a remark.
[market]
customers = 300
periods = 24
warm_up = 6.0
[[segments]]
name = "customers"
restlessness = { mean = 0.2, concentration = 5.0 }
[[firms]]
name = "Alba"
[[firms]]
name = "Brio"
"""


@pytest.fixture(scope="module")
def fitted(tmp_path_factory):
    """A market fitted and written, and the file read again."""
    folder = tmp_path_factory.mktemp("fitted")
    mine, written = folder / "mine.toml", folder / "fitted.toml"
    mine.write_text(TEXT)
    words = {"replications": 2, "evaluations": 20}
    found = relsim.fit(relsim.load(mine), COHORT, {RESTLESS: (0.01, 0.5)}, **words)
    found.write(written)
    return found, relsim.load(written)


def test_the_market_that_was_written_loses_the_cohort_as_it_was_fitted(fitted):
    found, again = fitted
    assert "# Ours, with a remark." in again.origin.text and found.better
    strands = strands_of(COHORT, again, None)
    lived = prepared(again, strands)
    left, begun = sum(survivors(lived, strands, found.seed, world, Stop()) for world in range(2))
    assert np.array_equal(left / begun, found.fitted), "to the bit"
    run = relsim.Market(lived, seed=found.seed, replication=0).run()
    spells = run.spells[(run.spells["firm"] == "Alba") & (run.spells["start"] < 0)]
    gone = spells["event"] & (spells["duration"] <= len(COHORT) - 1)
    first = survivors(lived, strands, found.seed, 0, Stop())
    assert (~gone).mean() == first[0, -1] / first[1, -1], "and as anybody counts it in a run"


def test_what_is_compared_is_the_market_that_was_fitted(fitted):
    found, again = fitted
    texts = [
        json.dumps(relsim.compare(one, ["none", "social"], replications=2).to_json()["strategies"])
        for one in (found.scenario, again)
    ]
    assert texts[0] == texts[1]


def test_the_two_retentions_are_told_apart(fitted):
    found, again = fitted
    said = " ".join(str(found).replace("\u00a0", " ").split())
    cohort = 100 * found.fitted[-1] ** (12 / (len(COHORT) - 1))
    assert f"Of this cohort {cohort:.1f} % a year stay" in said
    assert "The annual retention of relsim compare is another number of the same market" in said
    compared = relsim.compare(again, ["none"], replications=2).to_json()["strategies"][0]
    assert abs(100 * compared["retention"]["mean"] - cohort) > 1
