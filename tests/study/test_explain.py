"""Where a strategy loses: planted boxes, a linear break-even, nothing that is made up."""

import json
from itertools import combinations
from types import SimpleNamespace

import numpy as np
import pytest

import relsim
from relsim.errors import InputError
from relsim.study.compare import worlds
from relsim.study.plausible import living, losing
from relsim.study.plausible.boxes import boxes, score
from relsim.study.plausible.losing import Losing, as_drawn
from relsim.view import losing as losing_drawn
from relsim.view import to_html
from tests.study.fakes import fake_live
from tests.study.test_plausible import N, made_up

TURNS = 1.5
"""The loss aversion at which the made-up strategy is worth nothing more."""


def worth(world, *rest):
    """Return figures of a market in which one number alone decides, in a straight line."""
    found, aversion = fake_live(world), world.scenario.behaviour.loss_aversion
    gain = 10_000 * (aversion - TURNS) if world.strategy == "social" else 0.0
    luck = np.random.default_rng([world.seed, world.replication]).normal()
    return {**found, "npv": 100_000 + 500 * luck + gain}


def asked_of(world, *rest):
    found = {**worth(world), "customer_equity": 1.0, "survival": [0.9]}
    return {name: held for name, held in found.items() if np.ndim(held) == 0} | {"survival": [0.9]}


@pytest.fixture
def one_number_decides(monkeypatch):
    monkeypatch.setattr(worlds, "live", worth)
    monkeypatch.setattr(living, "figures_of", asked_of)


@pytest.fixture(scope="module")
def found():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(worlds, "live", worth)
        patch.setattr(living, "figures_of", asked_of)
        return relsim.explain(relsim.load("insurance"), ["none", "social"], settings=100)


def test_a_planted_box_is_found_and_noise_has_none():
    luck = np.random.default_rng(3)
    points = luck.uniform(-1, 1, (3_000, 8))
    (box,) = boxes(points, (points[:, 1] < -0.2) & (points[:, 6] > 0.3))
    assert set(box.limits) == {1, 6}
    assert box.limits[1][1] == pytest.approx(-0.2, abs=0.06)
    assert box.limits[6][0] == pytest.approx(0.3, abs=0.06)
    two = boxes(points, (points[:, 0] > 0.7) | (points[:, 5] < -0.6))
    assert [set(one.limits) for one in two] == [{5}, {0}]
    for share in (0.2, 0.6):
        assert boxes(points, luck.random(3_000) < share) == []


def best_of_all(points, event, edges=7):
    """Return the best score of any box of two numbers whose ends are among a few: by trying all."""
    masks = []
    for values in points.T:
        cuts = np.quantile(values, np.linspace(0, 1, edges))
        pairs = [(low, high) for low in cuts[:-1] for high in cuts[1:] if low < high]
        masks.append(np.array([(values >= low) & (values <= high) for low, high in pairs], float))
    best = 0.0
    for one, other in combinations(masks, 2):
        held, both = one @ other.T, (one * event) @ other.T
        large = (held >= 0.03 * len(points)) & (2 * both >= held)
        scores = np.where(large, 2 * both / (held + event.sum()), 0.0)
        best = max(best, float(scores.max()))
    return best


@pytest.mark.parametrize("seed", range(6))
def test_a_box_is_as_good_as_the_best_of_all_that_could_be_tried(seed):
    luck = np.random.default_rng(seed)
    points = luck.uniform(-1, 1, (1_500, 5))
    gaps = points @ luck.normal(size=5) + 1.5 * points[:, 0] * points[:, 3]
    event = gaps + luck.normal(0, 0.4, len(points)) < np.quantile(gaps, 0.25)
    best = best_of_all(points, event)
    found = score(event, boxes(points, event)[0].holds(points))
    assert best > 0.5 and found > 0.95 * best


def test_where_it_loses_is_found_from_runs_and_held_against_those_left_out():
    made = made_up(lambda n: 60_000 * (n[:, 3] - 0.35) + 50_000 * (n[:, 7] - 0.4))
    losing = Losing(made.advantages, as_drawn(made.advantages.points, tied=False))
    (region,) = losing.regions
    assert {limit.column for limit in region.limits} == {3, 7}
    assert min(limit.steady for limit in region.limits) > 0.5
    assert region.left_out == N / 4 and region.inside_lost <= min(region.inside, region.lost)
    assert region.density > 0.6 and region.inside_lost > 0.6 * region.inside


def test_what_is_left_out_judges_the_boxes_and_has_no_part_in_them(monkeypatch):
    monkeypatch.setattr(losing, "_POINTS", 500)
    monkeypatch.setattr(losing, "_HALVES", 2)
    luck = np.random.default_rng(4)
    points = luck.uniform(-1, 1, (160, 6))
    gaps = 5.0 * points[:, 2] + 1.0 + 0.2 * luck.normal(size=160)

    def region(values):
        again = np.full((160, 1), np.nan)
        made = SimpleNamespace(points=points, raw=values[:, None], again=again)
        judged = Losing(made, as_drawn(points, tied=False))
        (found,) = judged.regions
        return found, judged._split[1]

    found, out = region(gaps)
    never_lost = gaps.copy()
    never_lost[out] = 1.0
    other, _ = region(never_lost)
    ends = [(one.column, one.low, one.high, one.steady) for one in found.limits]
    assert ends == [(one.column, one.low, one.high, one.steady) for one in other.limits]
    assert (other.share, other.density, other.coverage) == (
        found.share, found.density, found.coverage,
    )  # fmt: skip
    assert (found.lost, other.lost) == ((gaps[out] < 0).sum(), 0)
    assert found.inside_lost > 0 == other.inside_lost and found.inside == other.inside
    assert found.limits[0].chance < 0.001 and other.limits[0].chance == 1.0


@pytest.mark.parametrize("mean", [60_000.0, 0.0])
def test_where_nothing_decides_no_box_is_made_up(mean):
    made = made_up(lambda numbers: np.full(N, mean))
    losing = Losing(made.advantages, as_drawn(made.advantages.points, tied=False))
    assert losing.regions == []
    assert losing.lost < 0.01 or mean == 0.0


def test_a_linear_break_even_is_met_and_what_does_nothing_is_named(found):
    assert [one.number.path for one in found.turns] == ["behaviour.loss_aversion"]
    assert found.turns[0].at == pytest.approx(TURNS, rel=0.01)
    assert len(found.inert) == len(found.numbers) - 1
    (region,) = found.losing.regions
    assert [found.numbers[one.column].path for one in region.limits] == ["behaviour.loss_aversion"]
    data = json.loads(json.dumps(found.to_json()))
    assert data["turns"][0]["at"] == pytest.approx(TURNS, rel=0.01)
    assert (
        data["boxes"][0]["high"] == pytest.approx(TURNS, rel=0.1)
        and data["boxes"][0]["low"] is None
    )
    text = " ".join(str(found).split())
    assert "It loses where loss aversion is below" in text
    assert "social is worth more than none until loss aversion falls below 1.5 (× 0.75" in text


def test_the_box_is_drawn_with_every_setting_as_it_came(found):
    ((key, chart),) = losing_drawn.boxes([found]).items()
    dots = {one.name: one for one in chart.figure.data}
    assert sum(len(one.x) for one in dots.values()) == found.plausible.n
    assert min(dots["worth more"].y) >= 0 > max(dots["worth less"].y)
    (band,) = (one for one in chart.figure.layout.shapes if one.type == "rect")
    assert band.x1 == pytest.approx(found.to_json()["boxes"][0]["high"])
    assert "social loses where loss aversion is below" in str(chart.title)
    page = to_html(found.comparison, [found])
    assert f'id="chart-{key}-data"' in page and losing_drawn.KIND in page


def test_the_same_explanation_lives_no_run_twice(one_number_decides, tmp_path, monkeypatch):
    market = relsim.load("insurance")
    asked = {"settings": 20, "store": tmp_path / "runs.sqlite"}
    first = relsim.explain(market, ["none", "social"], **asked)
    monkeypatch.setattr(living, "figures_of", None)
    again = relsim.explain(market, ["none", "social"], **asked)
    assert str(again) == str(first)


def test_other_than_two_strategies_are_refused():
    with pytest.raises(InputError, match="name two"):
        relsim.explain(relsim.load("insurance"), ["none", "social", "structural"])
