"""Which numbers are uncertain, and the table of settings: drawn, kept, read, refused."""

import numpy as np
import pytest

import relsim
from relsim.behaviour import LEVERS
from relsim.errors import InputError
from relsim.market.bare import BareMarket
from relsim.study.fit.bounds import value_at
from relsim.study.settings.made_for import fingerprint_of
from relsim.study.settings.settings import Settings, bundled
from relsim.study.settings.uncertain import uncertain

SMALL = {"market.customers": 200}


@pytest.fixture(scope="module")
def market():
    return relsim.load("insurance", SMALL)


@pytest.fixture(scope="module")
def settings(market):
    return Settings.prior(market, 4, seed=3)


@pytest.mark.parametrize("name", relsim.bundled())
def test_every_interval_holds_the_scenarios_own_number_within_what_is_allowed(name):
    scenario = relsim.load(name)
    chosen = uncertain(scenario)
    assert len(chosen) > 100
    for one in chosen:
        assert value_at(scenario, one.path) == one.central
        assert one.floor <= one.low < one.central < one.high <= one.ceiling, one.path
        for width in (0.5, 1.0, 2.0):
            ends = one.quantile(0.0, width), one.quantile(1.0, width)
            assert one.floor <= ends[0] < one.central < ends[1] <= one.ceiling, one.path


def test_nothing_is_uncertain_about_what_is_chosen_defined_off_or_stated():
    stated = {"market.costs.channel_phone": 0.7, "behaviour.word_of_mouth": False}
    paths = {one.path for one in uncertain(relsim.load("insurance", stated))}
    last = {path.rpartition(".")[2] for path in paths}
    assert not last & set(LEVERS) - {path.rpartition(".")[2] for path in paths if "costs" in path}
    assert "market.costs.channel_phone" not in paths
    assert "behaviour.bound_from" not in paths, "a reporting convention"
    assert "behaviour.talk_base" not in paths, "its mechanism is off"
    assert "behaviour.low_price_signal" not in paths, "0: off"
    assert "market.customers" not in paths


def test_half_to_double_and_twice_as_wide(market):
    one = next(one for one in uncertain(market) if one.path == "behaviour.belief_weight")
    assert [one.quantile(u) for u in (0, 0.5, 1)] == [2.5, 5.0, 10.0]
    assert [one.quantile(u, 2.0) for u in (0, 0.5, 1)] == [1.25, 5.0, 20.0]
    assert [one.quantile(u, 0.5) for u in (0, 1)] == pytest.approx([3.536, 7.071])


def test_many_values_lie_in_their_intervals_where_each_of_them_does(market, settings):
    chosen = uncertain(market)
    assert {one.law.rpartition("-")[0] for one in chosen} == {"", "log", "odds"}
    for one in chosen:
        values = settings.numbers[one.path].to_numpy(float)
        assert one.parts(values) == pytest.approx([one.part(value) for value in values], abs=1e-9)
        assert (one.parts(np.array([one.low, one.high])) == [0.0, 1.0]).all()


def test_the_same_settings_are_the_same_bytes_whenever_they_are_packed(settings, tmp_path):
    place = tmp_path / "settings.csv.gz"
    settings.write(place)
    assert place.read_bytes()[4:8] == bytes(4), "no time of day"
    assert Settings.read(place).numbers.equals(settings.numbers)


def test_what_was_measured_is_likelier_in_the_middle(market):
    one = next(one for one in uncertain(market) if one.path == "behaviour.loss_aversion")
    values = [one.quantile(u) for u in np.linspace(0, 1, 201)]
    assert (values[0], values[100], values[-1]) == (1.0, 2.0, 4.0)
    assert np.mean([1.414 < value < 2.829 for value in values]) == pytest.approx(0.68, abs=0.04)


def test_segments_move_together_each_within_its_own_interval(market, settings):
    for place in range(len(settings)):
        found = settings.overrides(place)
        private = found["segments.private.relational_orientation.mean"]
        families = found["segments.families.relational_orientation.mean"]
        odds = families / (1 - families) / (private / (1 - private))
        assert odds == pytest.approx(1.5, rel=1e-2)  # .6 and .5
    assert "segments.families.relational_orientation.mean" not in settings.numbers


def test_every_setting_can_be_run(market, settings):
    for place in range(len(settings)):
        changed = market.with_overrides(settings.overrides(place))
        assert (
            value_at(changed, "behaviour.estrangement")
            == settings.numbers["behaviour.estrangement"].iloc[place]
        )


def test_settings_come_back_from_their_file(settings, tmp_path):
    path = tmp_path / "mine.settings.csv"
    settings.write(path)
    back = Settings.read(path)
    assert back.numbers.equals(settings.numbers)
    assert (back.kind, back.fingerprint, back.uncertain) == (
        settings.kind,
        settings.fingerprint,
        settings.uncertain,
    )


@pytest.mark.parametrize("spoil", ["missing", "empty", "cut", "another", "hole"])
def test_a_file_that_holds_no_settings_is_refused_in_words(settings, tmp_path, spoil):
    path = tmp_path / "mine.settings.csv"
    settings.write(path)
    text = path.read_text(encoding="utf-8")
    lines = text.splitlines(keepends=True)
    first = lines.index(next(line for line in lines if not line.startswith("#")))
    spoilt = {
        "empty": "",
        "cut": "".join(lines[: first + 1]),
        "another": "period,customers\n0,100\n",
        "hole": text.rpartition(",")[0] + ",\n",
    }
    path.unlink() if spoil == "missing" else path.write_text(spoilt[spoil], encoding="utf-8")
    with pytest.raises(InputError, match="relsim calibrate"):
        Settings.read(path)


@pytest.mark.parametrize(
    "change",
    [
        {"strategies.social.social": 0.9},
        {"firms.Alba.price": 22.0},
        {"market.customers": 400},
        {"market.periods": 24},
    ],
)
def test_strategies_and_what_the_firm_chooses_may_change(market, settings, change):
    assert len(settings.under(market.with_overrides(change))) == len(settings)


@pytest.mark.parametrize(
    "change",
    [
        {"firms.Brio.price": 22.0},
        {"behaviour.loss_aversion": 3.0},
        {"segments.private.share": 0.5, "segments.families.share": 0.5},
        {"behaviour.word_of_mouth": False},
    ],
)
def test_another_market_is_refused(market, settings, change):
    with pytest.raises(InputError, match="made for another market"):
        settings.under(market.with_overrides(change))


def test_a_cost_that_is_stated_now_is_an_input(market, settings):
    stated = settings.under(market.with_overrides({"market.costs.channel_phone": 0.7}))
    assert "market.costs.channel_phone" not in stated.overrides(0)
    assert "market.costs.channel_phone" in settings.overrides(0)


def test_an_engine_that_gives_other_figures_is_another_market(market, settings, monkeypatch):
    real = BareMarket.run
    monkeypatch.setattr(BareMarket, "run", lambda self: real(BareMarket(market, seed=2)))
    with pytest.raises(InputError, match="a short run of the market gives other figures"):
        settings.under(market)


def test_what_a_short_run_does_not_reach_is_another_market_too(market):
    late = {"events.late": {"period": 100, "firm": "Brio", "set": {"price": 22.0}}}
    was, now = fingerprint_of(market), fingerprint_of(market.with_overrides(late))
    assert {name for name in was if was[name] != now[name]} == {"market"}


def test_a_bundled_market_finds_its_file_whatever_is_set_and_no_other_does(
    market, settings, tmp_path, monkeypatch
):
    kept = tmp_path / "insurance.csv"
    settings.write(kept)
    monkeypatch.setattr("relsim.study.settings.settings.bundled_file", lambda name: kept)
    assert bundled(market).numbers.equals(settings.numbers)
    other = tmp_path / "insurance.toml"
    other.write_text(market.origin.text, encoding="utf-8")
    assert bundled(relsim.load(other)) is None
    kept.unlink()
    assert bundled(market) is None
