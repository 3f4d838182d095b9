"""Plausible settings: known answers on made-up runs, and a comparison that asks."""

import json
from functools import cached_property
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

import relsim
from relsim.errors import InputError
from relsim.study.laboratory import Laboratory
from relsim.study.plausible import asking, living
from relsim.study.plausible.advantage import Advantages
from relsim.study.plausible.deciding import deciding, tied
from relsim.study.plausible.living import MEANT, WIDTHS, Lane, Lived, live_through, ways_of
from relsim.study.plausible.measuring import Measurement, measurements, of_a_number, worths
from relsim.study.plausible.result import Plausible
from relsim.study.settings.settings import Settings
from relsim.study.store import open_store

N, NUMBERS, LUCK = 100, 30, 5_000.0


class Made:
    """Settings of numbers between 0 and 1."""

    kind = "prior"

    def __init__(self, seed=1):
        luck = np.random.default_rng(seed)
        names = [f"behaviour.n{place}" for place in range(NUMBERS)]
        self.numbers = pd.DataFrame(luck.random((N, NUMBERS)), columns=names)

    def __len__(self):
        return N

    @cached_property
    def uncertain(self):
        return [SimpleNamespace(path=name, parts=np.asarray) for name in self.numbers]


def made_up(advantage, seed=1):
    """Return runs of two strategies, the second better by what a function says of a setting."""
    settings, luck = Made(seed), np.random.default_rng(seed + 1)
    gains = advantage(settings.numbers.to_numpy())
    runs = {}
    for again, most in ((0, N), (1, 40)):
        for place in range(most):
            for arm in range(2):
                worth = arm * (gains[place] + luck.normal(0, LUCK))
                kept = 0.8 + 0.1 * arm * np.tanh(gains[place] / 20_000)
                runs[MEANT, place, again, arm] = {
                    **{"npv": worth, "retention": kept, "customer_equity": worth},
                    **{
                        "relationship_quality": 0.6,
                        "cost_per_customer": 0.5 * arm,
                        "survival": np.array([kept, kept**2]),
                    },
                }
    return Plausible(Lived({MEANT: settings}, ("none", "social"), runs), relsim.load("insurance"))


@pytest.fixture(scope="module")
def decided():
    return made_up(lambda numbers: 40_000 * (numbers[:, 3] - 0.4))


@pytest.mark.parametrize("mean", [pytest.param(0.0, marks=pytest.mark.statistics), 3_000.0])
def test_with_luck_alone_information_is_worth_about_nothing(mean):
    for seed in range(1, 5):
        found = made_up(lambda numbers: np.full(N, mean), seed)
        single_runs = np.maximum(found.gaps("social"), 0).mean() - max(
            found.gaps("social").mean(), 0
        )
        assert found.perfect_information < 0.1 * LUCK
        assert found.perfect_information < single_runs or single_runs < 0.05 * LUCK
        pilot = max(one.gain.mean for one in found.measured)
        assert pilot < 0.1 * LUCK
        assert found.ignorance_to_luck["social"] < 0.5


def test_ignorance_beside_luck_and_the_share_without_luck(decided):
    # A uniform over 40,000 has a variance of 40,000² / 12; advantage is positive above .4.
    ratio = 40_000**2 / 12 / LUCK**2
    assert decided.ignorance_to_luck["social"] == pytest.approx(ratio, rel=0.35)
    truth = (decided.lived.ways[MEANT].numbers["behaviour.n3"] > 0.4).mean()
    assert decided.better_on_average("social") == pytest.approx(truth, abs=0.04)
    assert decided.better("none", "social").mean == pytest.approx(1 - decided.better("social").mean)


def test_the_number_that_decides_is_found_and_no_other(decided):
    first, second, *_ = decided.deciding["social"]
    assert first.paths == ("behaviour.n3",) and first.upwards
    assert first.share > 0.85 and first.chance == 0.0
    assert second.chance > 0.01 and second.share < 0.15
    by_chance = made_up(lambda numbers: np.zeros(N)).deciding["social"]
    assert by_chance[0].chance > 0.01


def test_a_measurement_is_worth_no_more_than_knowing_and_a_decisive_one_nearly_all(decided):
    known = worths(decided.advantages, [Measurement("n3", "n3", of_a_number(3))])[0].gain
    other = worths(decided.advantages, [Measurement("n4", "n4", of_a_number(4))])[0].gain
    most = decided.perfect_information
    assert 0.7 * most < known.mean < 1.2 * most
    assert other.mean < 0.15 * most
    pilot = worths(decided.advantages, measurements(decided.lived, 12.0))[0]
    assert pilot.key == "pilot of social" and 0 < pilot.gain.mean < 1.05 * most
    # Half a euro a month for 200 customers who get it, over a year.
    assert pilot.cost == pytest.approx(0.5 * 12 * 200)
    assert pilot.net == pytest.approx(pilot.gain.mean - pilot.cost)
    assert "its cost of €1,200 paid" in str(decided)


def test_regret_is_least_for_what_is_best_now_and_is_what_knowing_is_worth(decided):
    regret = decided.regret
    assert min(regret, key=regret.get) == "social"
    assert decided.perfect_information == regret["social"] > 0
    gap = regret["none"] - regret["social"]
    assert gap == pytest.approx(decided.advantages.draws.mean(), rel=1e-6)


def test_numbers_that_cannot_be_told_apart_share_a_group():
    line = np.linspace(-1, 1, 50)
    noise = np.random.default_rng(1).normal(size=50)
    assert tied(np.stack([line, noise, line + 0.01 * noise], axis=1)) == [[0, 2], [1]]


SMALL = {"market.customers": 60, "market.periods": 12}
ARMS = {"strategies": ["none", "social"], "replications": 2}


def test_a_comparison_is_the_same_with_settings_says_more_and_lives_no_run_twice(
    tmp_path, monkeypatch
):
    scenario, store = relsim.load("insurance", SMALL), tmp_path / "runs.sqlite"
    alone = relsim.compare(scenario, **ARMS)
    found = relsim.compare(scenario, **ARMS, settings=10, store=store)
    pd.testing.assert_frame_equal(alone.samples, found.samples)
    data = json.loads(json.dumps(found.to_json()))["plausible"]
    assert data["settings"] == 10 and set(data["beats"]["social"]) == {"none"}
    assert "10 settings: too few" in str(found) and "--settings 10" in found.command
    assert {"plausible worlds", "what decides", "what to measure"} <= set(found.frames())
    monkeypatch.setattr(living, "figures_of", None)
    again = relsim.compare(scenario, **ARMS, settings=10, store=store)
    assert str(again) == str(found)
    with pytest.raises(InputError, match=r"begun for something else: .*customers"):
        other = relsim.load("insurance", {**SMALL, "market.customers": 61})
        relsim.compare(other, **ARMS, settings=10, store=store)


def test_ctrl_c_in_settings_keeps_luck_and_what_is_in_the_store(tmp_path):
    scenario, store = relsim.load("insurance", SMALL), tmp_path / "runs.sqlite"
    seen = []

    def press(done, total):
        seen.append(done)
        if len(seen) > 4 + 6:  # luck is four runs
            raise KeyboardInterrupt

    found = relsim.compare(scenario, **ARMS, settings=10, store=store, progress=press)
    assert found.interrupted and found.replications == 2 and found.plausible is None
    assert "too few settings were done" in str(found)
    with open_store(store) as kept:
        assert len(kept) >= 6


def test_settings_that_come_with_a_market_are_used_unasked(monkeypatch):
    scenario = relsim.load("insurance", SMALL)
    monkeypatch.setattr(asking, "bundled", lambda market: None)
    without = relsim.compare(scenario, **ARMS, settings="bundled")
    assert without.plausible is None and "relsim calibrate insurance" in str(without)
    prior = Settings.prior(scenario, 10, 1)
    monkeypatch.setattr(asking, "bundled", lambda market: prior)
    found = relsim.compare(scenario, **ARMS, settings="bundled")
    assert found.plausible.n == 10 and "--settings" not in found.command
    changed = relsim.load("insurance", {**SMALL, "market.freedom": 0.3})
    assert "another market" in str(relsim.compare(changed, **ARMS, settings="bundled"))
    none = relsim.compare(scenario, **ARMS, settings="none")
    assert none.plausible is None and "--settings none" in none.command


@pytest.mark.parametrize(
    ("asked", "said"), [(3, "Ask for 100"), ("no.csv", "relsim calibrate"), (0, "Ask for 100")]
)
def test_settings_that_cannot_be_used_are_refused_in_words(asked, said):
    with pytest.raises(InputError, match=said):
        relsim.compare(relsim.load("insurance"), ["none", "social"], settings=asked)


def test_the_advantage_of_one_run_is_held_to_its_luck():
    found = made_up(lambda numbers: np.full(N, 3_000.0))
    assert Advantages(found.lived).centre.std() < 0.5 * found.gaps("social").std()
    assert deciding(found.advantages, 0)[0].share <= 1.0


def test_in_a_setting_arms_share_a_luck_and_the_second_luck_is_another():
    scenario = relsim.load("insurance", {"market.customers": 60, "market.periods": 12})
    ways = {MEANT: Settings.prior(scenario, 3, 1)}
    twins = [Lane(name, scenario, "social") for name in ("social", "the same")]
    with open_store(None, {}) as store:
        found = live_through(twins, ways, 1, Laboratory.sharing(1, 60), store)
    first, second = (found.values("npv", luck=luck) for luck in (0, 1))
    assert (first[:, 0] == first[:, 1]).all() and (second[:, 0] == second[:, 1]).all()
    assert (first != second).all()


def test_half_as_wide_lies_nearer_to_the_scenarios_own_numbers():
    scenario = relsim.load("insurance")
    ways = ways_of(Settings.prior(scenario, 40, 1), scenario, 1)
    spread = {way: found.numbers["behaviour.price_review"].std() for way, found in ways.items()}
    half, twice = sorted(WIDTHS, key=WIDTHS.get)
    assert spread[half] < 0.7 * spread[MEANT] < 0.7 * spread[twice]
