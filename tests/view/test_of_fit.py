"""Fits drawn: observed, fitted and yardstick, numbers at their ends, how they go together."""

import numpy as np
import pytest

import relsim
import relsim.study.fit.fitting as fitting
from relsim.study.fit import search
from relsim.view.document import to_html
from relsim.view.of_fit import charts
from tests.study.fakes import fake_survivors
from tests.study.shapes import FOLDER, customers

PATHS = ["behaviour.loss_aversion", "behaviour.best_load"]
SHARES = [0.75**period for period in range(8)]


@pytest.fixture
def fit(monkeypatch):
    monkeypatch.setattr(search, "survivors", fake_survivors)
    market = relsim.parse('[[firms]]\nname = "Alba"\n')
    return lambda source, paths=PATHS, **more: fitting.fit(market, source, paths, **more)


def test_what_was_held_out_is_drawn_apart_and_the_band_holds_the_line(fit):
    drawn = charts(fit(SHARES, hold_out=2, horizon=10, replications=1))
    assert list(drawn) == ["survival-0", "numbers", "together"]
    _, chart = drawn["survival-0"]
    traces = {one.name: one for one in chart.figure.data if one.name}
    assert list(traces["held out"].x) == [6, 7] and list(traces["observed"].x) == [*range(6)]
    assert list(traces["fitted"].x) == [*range(11)] and len(traces["yardstick"].y) == 11
    (band,) = [one for one in chart.figure.data if one.fill == "toself"]
    high, low = np.array(band.y[:11]), np.array(band.y[:10:-1])
    assert (low <= np.array(traces["fitted"].y)).all() and (traces["fitted"].y <= high).all()
    assert [row.key for row in chart.numbers.rows] == [str(period) for period in range(11)]


def test_a_number_that_stopped_at_an_end_is_told_and_drawn_there(fit):
    found = fit(SHARES, {PATHS[0]: (3.0, 5.0)}, replications=1)
    _, chart = charts(found)["numbers"]
    assert str(chart.title) == "1 of 1 numbers stopped at an end of their range"
    (mark,) = chart.figure.data
    assert mark.name == "stopped at an end" and mark.x[0] == pytest.approx(0, abs=0.01)


@pytest.mark.parametrize(
    ("shape", "said", "more", "kinds"),
    [
        ("customers", {"leavers": "ever"}, {"groups": "contracts"}, 5),
        ("survey", {"over": 12}, {}, 3),
    ],
)
def test_groups_and_tiers_have_a_page_that_names_nobody(fit, shape, said, more, kinds):
    read = relsim.read(FOLDER / f"{shape}_english.csv", **said)
    found = fit(read, replications=1, evaluations=40, **more)
    page = to_html(found)
    assert page.count('class="chart"') == kinds == len(charts(found))
    assert "loss aversion" in page and not any(who in page for who, *_ in customers())


def test_what_ctrl_c_left_is_drawn_too(fit):
    def stop(done, total):
        raise KeyboardInterrupt

    found = fit(SHARES, replications=1, progress=stop)
    assert found.interrupted and list(charts(found)) == ["survival-0"]
    assert "Yardstick" not in str(charts(found)["survival-0"][1].subtitle)
