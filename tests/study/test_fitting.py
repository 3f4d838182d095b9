"""The search for settings, over a cohort that leaves at a known rate."""

import _thread

import pytest

import relsim.study.fit.fitting as fitting
from relsim.errors import InputError, RunError
from relsim.scenario import parse
from relsim.study.fit import search
from tests.study.fakes import fake_curve, fake_survivors

pytestmark = pytest.mark.smoke

SHARES = [0.75**period for period in range(8)]
PATH = "behaviour.loss_aversion"


@pytest.fixture
def scenario():
    return parse('[[firms]]\nname = "Alba"\n')


@pytest.fixture
def fit(monkeypatch):
    monkeypatch.setattr(search, "survivors", fake_survivors)
    return fitting.fit


def test_finds_the_rate(fit, scenario):
    found = fit(scenario, SHARES, [PATH], replications=1)
    assert found.values[PATH] == pytest.approx(2.5, abs=0.01)
    assert found.error < 0.1


def test_two_parameters_find_a_way_too(fit, scenario):
    found = fit(scenario, SHARES, [PATH, "behaviour.best_load"], replications=1)
    assert found.values[PATH] == pytest.approx(2.5, abs=0.02)


@pytest.mark.parametrize("threads", [1, 2, 8])
def test_threads_and_repetition_change_nothing(fit, scenario, threads):
    words = {"replications": 2, "evaluations": 60}
    assert (
        fit(scenario, SHARES, [PATH], threads=threads, **words).values
        == fit(scenario, SHARES, [PATH], threads=1, **words).values
    )


def test_keeps_to_its_bounds(fit, scenario):
    found = fit(scenario, SHARES, {PATH: (3.0, 5.0)}, replications=1)
    assert found.values[PATH] == pytest.approx(3.0, abs=0.01)


@pytest.mark.parametrize("evaluations", [1, 5, 40])
def test_keeps_to_its_evaluations(fit, scenario, evaluations):
    told = []
    found = fit(
        scenario,
        SHARES,
        [PATH],
        replications=1,
        evaluations=evaluations,
        progress=lambda done, total: told.append((done, total)),
    )
    assert found.evaluations <= evaluations + 6
    assert told[-1][1] == evaluations


def test_says_what_the_fit_gained(fit, scenario):
    found = fit(scenario, SHARES, [PATH], replications=1)
    assert found.before == pytest.approx(
        search.error_in_points(fake_curve(scenario, range(8)) / 1000, SHARES)
    )


def test_only_the_fitted_settings_change(fit, scenario):
    found = fit(scenario, SHARES, [PATH], replications=1, evaluations=20)
    back = found.scenario.with_overrides({PATH: scenario.behaviour.loss_aversion})
    assert back == scenario


def test_ctrl_c_keeps_the_best_so_far(fit, scenario):
    def progress(done, total):
        if done >= 10:
            raise KeyboardInterrupt

    found = fit(scenario, SHARES, [PATH], replications=1, progress=progress)
    assert found.interrupted
    assert found.evaluations == 12  # all that were lived when it was said that ten were done


def test_ctrl_c_among_places_tried_at_once_keeps_those_that_were_lived(monkeypatch, scenario):
    lived = []

    def survivors(*arguments):
        lived.append(1)
        if len(lived) == 9:
            _thread.interrupt_main()
        return fake_survivors(*arguments)

    monkeypatch.setattr(search, "survivors", survivors)
    found = fitting.fit(scenario, SHARES, [PATH], replications=1, threads=1)
    assert found.interrupted
    assert 6 < found.evaluations < 12


def test_the_simulated_cohort_lives_without_warming_up_and_turnover(monkeypatch, scenario):
    seen = []

    def survivors(prepared, *arguments):
        seen.append(prepared)
        return fake_survivors(prepared, *arguments)

    monkeypatch.setattr(search, "survivors", survivors)
    fitting.fit(scenario, SHARES, [PATH], replications=1, evaluations=1)
    assert all(one.warm_up_periods == 0 for one in seen)
    assert not any(one.behaviour.population_turnover for one in seen)
    assert all(one.market.periods == 7 for one in seen)


def test_a_firm_without_customers_has_no_cohort(monkeypatch, scenario):
    monkeypatch.setattr(search, "survivors", lambda *rest: 0 * fake_survivors(*rest))
    with pytest.raises(InputError, match="no customers at the opening"):
        fitting.fit(scenario, SHARES, [PATH])


def test_a_run_that_fails_is_told(monkeypatch, scenario):
    def survivors(*arguments):
        raise ZeroDivisionError("by nothing")

    monkeypatch.setattr(search, "survivors", survivors)
    with pytest.raises(RunError, match="by nothing"):
        fitting.fit(scenario, SHARES, [PATH])


def test_the_written_file_begins_with_its_command(fit, scenario, tmp_path):
    found = fit(scenario, SHARES, [PATH], replications=1, evaluations=20)
    found.write(tmp_path / "fitted.toml")
    assert (tmp_path / "fitted.toml").read_text().startswith("# no command makes this again: ")
    assert parse((tmp_path / "fitted.toml").read_text()) == found.scenario


def test_the_frame_sets_observed_beside_fitted(fit, scenario):
    frame = fit(scenario, SHARES, [PATH], replications=1, evaluations=20).to_frame()
    assert frame["observed"].tolist() == pytest.approx(SHARES)
    assert frame["fitted"].iloc[0] == 1.0
