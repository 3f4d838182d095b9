"""Yardsticks against what was published, and what a fit holds out."""

import numpy as np
import pandas as pd
import pytest

import relsim
import relsim.study.fit.fitting as fitting
from relsim.errors import InputError
from relsim.scenario import parse
from relsim.study.fit import search
from relsim.study.fit.yardstick import beta_geometric, purchases_law, staying, still_buying
from tests.study import cdnow
from tests.study.fakes import fake_survivors
from tests.study.shapes import FOLDER

PATH = "behaviour.loss_aversion"
SHARES = [0.75**period for period in range(8)]


def test_bg_nbd_finds_what_was_published_of_cdnow():
    """Fader, Hardie & Lee (2005); their figures are remembered, not read."""
    data = pd.read_csv(cdnow.folder() / "cdnow_customers_summary.csv")
    columns = (data[name].to_numpy(float) for name in ("frequency", "recency", "T"))
    law, likelihood = purchases_law(*columns)
    assert law == pytest.approx([0.243, 4.414, 0.793, 2.426], abs=2e-3)
    assert likelihood == pytest.approx(-9582.4, abs=0.1)


def test_dropping_out_is_that_of_simulated_customers():
    law = np.array([0.6, 4.0, 0.8, 2.5])
    draw = np.random.default_rng(3)
    rates = draw.gamma(law[0], 1 / law[1], 200_000) * draw.beta(law[2], law[3], 200_000)
    for when, share in zip((5, 40), still_buying(law, [5, 40]), strict=True):
        assert share == pytest.approx(np.exp(-rates * when).mean(), abs=4 * 0.5 / 200_000**0.5)


def test_the_law_of_purchases_is_a_number_where_everybody_buys_at_one_rate():
    shares = still_buying(np.array([5.7e4, 1.6e5, 3.4e-4, 579.0]), range(41))
    assert np.isfinite(shares).all() and (np.diff(shares) < 0).all() and shares[0] == 1


def test_the_beta_geometric_law_finds_itself_again():
    truth = staying(0.7, 1.2, range(9))
    assert beta_geometric(range(9), truth) == pytest.approx((0.7, 1.2), rel=0.25)
    assert staying(*beta_geometric(range(9), truth), range(9)) == pytest.approx(truth, abs=0.01)


@pytest.fixture
def fit(monkeypatch):
    monkeypatch.setattr(search, "survivors", fake_survivors)
    market = parse('[[firms]]\nname = "Alba"\n')
    return lambda source, **more: fitting.fit(market, source, [PATH], replications=1, **more)


def test_what_is_held_out_is_predicted_and_not_fitted(fit):
    bent = [*SHARES[:6], 0.1, 0.05]
    found = fit(bent, hold_out=2, horizon=10)
    assert found.values[PATH] == pytest.approx(2.5, abs=0.01)
    rows = found.to_json()["survival"]
    assert [row["period"] for row in rows] == list(range(11))
    assert [row["held_out"] for row in rows] == [False] * 6 + [True] * 2 + [False] * 3
    assert rows[10]["observed"] is None and rows[10]["fitted"] == pytest.approx(0.75**10, abs=2e-3)
    assert all(row["low"] <= row["fitted"] <= row["high"] for row in rows)
    missed = found.to_json()["error_held_out"]
    assert missed["fitted"] == pytest.approx(
        100 * np.sqrt(np.mean([(0.75**6 - 0.1) ** 2, (0.75**7 - 0.05) ** 2])), abs=0.2
    )
    assert "--hold-out 2 --horizon 10" in found.command or found.command.startswith("#")


def test_so_much_cannot_be_held_out(fit):
    with pytest.raises(InputError, match="at most 6 can be held out"):
        fit(SHARES, hold_out=7)


def test_customers_are_followed_once_it_is_said_who_left(fit):
    with pytest.raises(InputError, match="Say --leavers ever"):
        fit(relsim.read(FOLDER / "customers_english.csv"))
    found = fit(relsim.read(FOLDER / "customers_english.csv", leavers="ever"))
    assert "for as many customers as were in view" in " ".join(str(found).split())
    (one,) = found.known
    assert one.low <= one.value < one.high
    assert found.cohort.read_with[:1] == (("customers", str(FOLDER / "customers_english.csv")),)


def test_purchases_are_held_against_the_law_of_purchases(fit):
    found = fit(relsim.read(FOLDER / "transactions_english.csv", silence=90.0))
    assert found.courses[0].law == "BG/NBD"
    with pytest.raises(InputError, match="Say --over 12"):
        fit(relsim.read(FOLDER / "survey_english.csv"))
