"""Charts of plausible settings: they draw what runs say, and stand in the report."""

from dataclasses import replace

import numpy as np
import pytest

import relsim
from relsim.errors import InputError
from relsim.view import to_html
from relsim.view.in_settings import KINDS, draw
from tests.study.test_plausible import N, made_up


@pytest.fixture(scope="module")
def decided():
    return made_up(lambda numbers: 40_000 * (numbers[:, 3] - 0.4))


def test_every_setting_is_a_dot_and_the_title_counts_them(decided):
    chart = draw(decided, "settings")
    assert sorted(chart.figure.data[0].x) == sorted(decided.gaps("social"))
    cases = decided.better("social").mean * N
    assert str(chart.title) == f"social beats none in {cases:g} of {N} plausible worlds"
    heights = np.asarray(chart.figure.data[0].y)
    assert np.abs(heights).max() < 0.4, "dots of one row stay apart from the next"


def test_the_tornado_begins_with_the_number_that_decides(decided):
    chart = draw(decided, "decides")
    assert str(chart.title).startswith("social turns on n3")
    low, high = (trace for trace in chart.figure.data if trace.mode == "markers")
    # A fifth of a uniform number lies .4 to either side of its middle.
    assert high.x[0] - low.x[0] == pytest.approx(40_000 * 0.8, rel=0.15)
    assert str(chart.numbers.rows[0].top) == "n3" and str(chart.numbers.rows[1].top).endswith("*")


def test_who_beats_whom_says_both_sides(decided):
    chart = draw(decided, "beats")
    (table,) = chart.figure.data
    assert table.z[0][1] + table.z[1][0] == pytest.approx(1.0)
    assert table.text[1][0] == str(chart.numbers.rows[1].cells[0].top) and table.text[0][0] == ""


def test_the_report_has_them_where_settings_were_asked(lived, decided):
    without = to_html(lived)
    report = to_html(replace(lived, plausible=decided))
    for name, kind in KINDS.items():
        assert f'id="chart-{name}"' in report and kind in report
        assert f'id="chart-{name}"' not in without
        assert relsim.plot(replace(lived, plausible=decided), name).data
    assert "What nobody knows" in report
    with pytest.raises(InputError, match="settings=100"):
        relsim.plot(lived, "beats")
