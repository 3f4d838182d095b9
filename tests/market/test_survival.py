"""Survival figures of a run, against lifelines on the same spells."""

from __future__ import annotations

import numpy as np
import pytest
from lifelines import KaplanMeierFitter

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
def test_survival_is_the_kaplan_meier_estimate_of_lifelines(run, firm):
    spells = run.spells[run.spells["firm"] == firm]
    # Whom population turnover took, and who was there at the end, might have stayed longer.
    left = spells["ended"] & (spells["reason"] != "population turnover")
    fitted = KaplanMeierFitter().fit(spells["duration"], event_observed=left)
    curve = run.survival(firm).dropna()
    assert len(curve) > 5
    truth = fitted.survival_function_at_times(curve.index).to_numpy()
    np.testing.assert_allclose(curve, truth, rtol=1e-12)


def test_survival_is_undefined_beyond_the_longest_spell_only(run):
    spells = run.spells[run.spells["firm"] == NAMES[0]]
    curve = run.survival(NAMES[0])
    assert curve.notna().tolist() == (curve.index <= spells["duration"].max()).tolist()


def test_turnover_counted_as_leaving_would_be_noticed():
    run = live(RUNS["much turnover"], seed=4)
    spells = run.spells[run.spells["firm"] == NAMES[0]]
    naive = KaplanMeierFitter().fit(spells["duration"], event_observed=spells["ended"])
    curve = run.survival(NAMES[0]).dropna()
    gap = curve.to_numpy() - naive.survival_function_at_times(curve.index).to_numpy()
    assert gap.max() > 0.1
