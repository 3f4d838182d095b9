"""How well a fitted setting is known, and that a fit never makes a market worse."""

import numpy as np
import pytest

import relsim.study.fit.fitting as fitting
from relsim.errors import InputError
from relsim.scenario import parse
from relsim.study.data.cohort import Cohort
from relsim.study.fit import search
from tests.study.fakes import fake_survivors

PATH = "behaviour.loss_aversion"
IDLE, TWIN = "behaviour.load_penalty", "behaviour.best_load"
TEXT = "# ours\n[market]\ncustomers = 800 # all\n\n[behaviour]\nloss_aversion = 2.0 # told\n\n"
FIRM = '[[firms]]\nname = "Alba"\n'
TIMES = tuple(range(8))
SHARES = [0.75**period for period in TIMES]


@pytest.fixture
def scenario():
    return parse(TEXT + FIRM)


@pytest.fixture
def fit(monkeypatch):
    monkeypatch.setattr(search, "survivors", fake_survivors)
    return lambda *words, **more: fitting.fit(*words, replications=1, **more)


def known_of(found):
    return {one.bounds.path: one for one in found.known}


def test_the_interval_is_that_of_a_binomial_rate(fit, scenario):
    """One period, one rate: its error is known in closed form, 1000 customers lived besides."""
    found = fit(scenario, Cohort((0, 1), (400.0, 300.0)), [PATH])
    one = known_of(found)[PATH]
    error = 10 * np.sqrt(0.25 * 0.75 * (1 / 400 + 1 / 1000))
    assert one.high - one.low == pytest.approx(2 * 1.96 * error, rel=0.01)
    assert one.low < 2.5 < one.high


def test_more_customers_tell_more(fit, scenario):
    wide, narrow = (
        known_of(fit(scenario, Cohort((0, 1), (heads, 0.75 * heads)), [PATH]))[PATH]
        for heads in (100.0, 10_000.0)
    )
    assert wide.high - wide.low > narrow.high - narrow.low


def test_a_curve_that_the_market_misses_tells_less(fit, scenario):
    bent = [1.0, 0.6, 0.5, 0.45, 0.42, 0.40, 0.39, 0.385]
    straight, missed = (
        known_of(fit(scenario, Cohort(TIMES, tuple(round(1e6 * s) * 1.0 for s in left)), [PATH]))
        for left in (SHARES, bent)
    )
    assert missed[PATH].high - missed[PATH].low > 3 * (straight[PATH].high - straight[PATH].low)


def test_shares_of_nobody_knows_how_many_need_periods_to_judge_by(fit, scenario):
    one = known_of(fit(scenario, [1.0, 0.751], [PATH]))[PATH]
    assert one.low is None and one.high is None
    assert known_of(fit(scenario, [1.0, 0.751, 0.56], [PATH]))[PATH].low is not None


def test_most_intervals_hold_the_truth(fit, scenario):
    draw = np.random.default_rng(5)
    held = 0
    for _ in range(40):
        left = [500]
        for _ in TIMES[1:]:
            left.append(draw.binomial(left[-1], 0.75))
        one = known_of(fit(scenario, left, [PATH], evaluations=30))[PATH]
        held += one.low <= 2.5 <= one.high
    assert held >= 34


def test_a_setting_without_effect_is_named_and_the_other_is_not(fit, scenario):
    found = fit(scenario, SHARES, [PATH, IDLE])
    idle = known_of(found)[IDLE]
    assert idle.hardly_moves and idle.moves == 0.0 and idle.untold
    said = str(found)
    assert f"{IDLE} hardly moves the curve: by 0.00 percentage points" in " ".join(said.split())
    assert f"{PATH} hardly" not in said


def test_a_setting_that_moves_the_curve_is_never_said_not_to(fit, scenario):
    """A market that misses by far, whatever is set, still depends on what is set."""
    found = fit(scenario, [1.0, 0.1, 0.1, 0.1], [PATH])
    assert found.error > 1.0 and known_of(found)[PATH].moves > 10
    assert "hardly" not in str(found)


def test_two_settings_that_do_the_same_are_not_told_apart(monkeypatch, scenario):
    def survivors(one, strands, *rest):
        rate = one.behaviour.loss_aversion * one.behaviour.best_load / 8
        periods = strands[0].cohort.periods
        left = np.array([1000 * (1 - rate) ** period for period in periods])
        return np.vstack([left, np.full(len(left), 1000.0)])

    monkeypatch.setattr(search, "survivors", survivors)
    found = fitting.fit(scenario, SHARES, [PATH, TWIN], replications=1)
    assert found.error < 0.5
    assert all(one.untold for one in found.known if not one.stopped_at)
    assert any("does not tell" in str(said) or "stopped" in str(said) for said in found.warnings())


@pytest.mark.parametrize(
    ("low", "high", "end"), [(3.0, 5.0, "lowest"), (1.0, 2.0, "highest"), (1.0, 4.0, "")]
)
def test_a_bound_that_was_reached_is_named_and_not_called_fitted(fit, scenario, low, high, end):
    found = fit(scenario, SHARES, {PATH: (low, high)})
    assert known_of(found)[PATH].stopped_at == end
    said = " ".join(str(found).split())
    assert (f"{PATH} was not fitted: it stopped at" in said) == bool(end)
    assert ("fitted setting" in said) is False


def test_it_begins_where_the_scenario_is_and_ends_no_worse(fit):
    right = parse(TEXT.replace("2.0", "1.7") + FIRM)
    found = fit(right, [0.83**period for period in TIMES], [PATH], evaluations=1)
    assert found.error <= found.before == pytest.approx(0, abs=1e-9)
    assert found.values[PATH] == 1.7


def test_what_is_no_better_is_not_written(fit, tmp_path):
    right = parse(TEXT.replace("2.0", "2.5") + FIRM)
    worse = fit(right, SHARES, {PATH: (3.0, 5.0)})
    assert worse.error > worse.before
    level = fit(right, SHARES, [PATH], evaluations=1)
    for found in (worse, level):
        with pytest.raises(InputError, match="not written, for it would be no better"):
            found.write(tmp_path / "fitted.toml")
        assert "Nothing that was tried follows the cohort better" in str(found.warnings()[0])
    assert not (tmp_path / "fitted.toml").exists()


def test_the_written_file_is_the_user_s_own_but_for_the_setting(fit, scenario, tmp_path):
    found = fit(scenario, SHARES, [PATH])
    found.write(tmp_path / "fitted.toml")
    text = (tmp_path / "fitted.toml").read_text()
    body = text[text.index("# ours") :]
    value = f"loss_aversion = {found.values[PATH]!r} # told"
    assert body == (TEXT + FIRM).replace("loss_aversion = 2.0 # told", value)


def test_what_was_set_for_the_search_alone_is_not_written(fit):
    more = {"market.customers": 50, "market.periods": 9, "behaviour.load_penalty": 1.5}
    found = fit(parse(TEXT + FIRM, more), SHARES, [PATH])
    written = parse(found.to_toml())
    assert written.market.customers == 800 and written.market.periods == 120
    assert written.behaviour.load_penalty == 1.5
    assert found.scenario.market.customers == 50


def test_json_says_how_well_each_setting_is_known(fit, scenario):
    said = fit(scenario, SHARES, {PATH: (3.0, 5.0)}).to_json()["parameters"][PATH]
    assert said["stopped_at"] == "lowest" and (said["sought_from"], said["sought_to"]) == (3.0, 5.0)
    assert said["low"] == 3.0 and said["moves_points"] > 1
