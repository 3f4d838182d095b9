"""Survival figures of a run, against lifelines on the same spells."""

from __future__ import annotations

import numpy as np
import pytest
from lifelines import KaplanMeierFitter

from relsim.errors import InputError
from relsim.market import Run
from tests.market.markets import NAMES, RESTLESS, live, market_of, rich

RUNS = {
    "everything": rich(4, customers=400, periods=30),
    "weeks": rich(2, customers=300, period="week", periods=60),
    "much turnover": market_of(
        3, customers=400, periods=24, market={"population_turnover": 0.1}, segment=RESTLESS
    ),
    "nobody leaves": market_of(2, customers=50, behaviour={"review": False}),
    "one firm closes": market_of(
        2,
        customers=300,
        periods=24,
        segment=RESTLESS,
        events=[{"period": 9, "firm": "Alba", "set": {"present": False}}],
    ),
}


@pytest.fixture(scope="module", params=RUNS)
def run(request) -> Run:
    return live(RUNS[request.param], seed=4)


@pytest.mark.parametrize("firm", NAMES[:2])
@pytest.mark.parametrize("since", [None, 0])
def test_the_naive_use_of_spells_is_the_survival_of_lifelines(run, firm, since):
    spells = run.spells[run.spells["firm"] == firm]
    spells = spells if since is None else spells[spells["start"] >= since]
    fitted = KaplanMeierFitter().fit(spells["duration"], spells["event"])
    curve = run.survival(firm, since=since).dropna()
    assert len(curve) > 5 or since == 0
    truth = fitted.survival_function_at_times(curve.index).to_numpy()
    np.testing.assert_allclose(curve, truth, rtol=1e-12)


def test_who_left_is_an_event_and_whom_turnover_or_the_horizon_took_is_none(run):
    spells = run.spells
    chose = spells["reason"].notna() & (spells["reason"] != "population turnover")
    assert spells["event"].tolist() == chose.tolist()


def test_survival_is_undefined_beyond_the_longest_spell_only(run):
    spells = run.spells[run.spells["firm"] == NAMES[0]]
    curve = run.survival(NAMES[0])
    assert curve.notna().tolist() == (curve.index <= spells["duration"].max()).tolist()


def test_turnover_counted_as_leaving_would_be_noticed():
    run = live(RUNS["much turnover"], seed=4)
    spells = run.spells[run.spells["firm"] == NAMES[0]]
    naive = KaplanMeierFitter().fit(spells["duration"], event_observed=spells["reason"].notna())
    curve = run.survival(NAMES[0]).dropna()
    gap = curve.to_numpy() - naive.survival_function_at_times(curve.index).to_numpy()
    assert gap.max() > 0.1


def test_spells_of_warming_up_can_be_left_out():
    run = live(RUNS["everything"], seed=4)
    spells = run.spells[run.spells["firm"] == NAMES[0]]
    assert (spells["start"] < 0).any()
    later = run.survival(NAMES[0], since=0).dropna()
    assert later.index.max() == spells.loc[spells["start"] >= 0, "duration"].max()
    assert not np.allclose(later, run.survival(NAMES[0])[: len(later)])


def test_what_a_run_does_not_have_is_refused_in_words():
    run = live(RUNS["nobody leaves"])
    with pytest.raises(InputError, match="no such firm; Alba"):
        run.survival("Nobody")
    with pytest.raises(InputError, match="the run has the periods"):
        run.switching(10_000)
