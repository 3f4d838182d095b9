"""Sensitivity: published indices, a linear answer known by hand, order, resuming, refusals."""

import json

import numpy as np
import pytest

import relsim
import relsim.study.compare.worlds as worlds
from relsim.errors import InputError, RunError
from relsim.study.sensitivity import indices
from relsim.study.sensitivity.question import SHARES, Target
from relsim.view.document import to_html
from relsim.view.tornado import tornado

ARMS = ["none", "social"]
VARY = {"market.freedom": (0.0, 1.0), "behaviour.loss_aversion": (1.0, 3.0)}
FIRST = {"market.freedom": 0.5, "behaviour.loss_aversion": 2.0}


@pytest.fixture(scope="module")
def market():
    return relsim.load("insurance", {"market.customers": 60, "market.periods": 12, **FIRST})


@pytest.fixture
def linear(monkeypatch):
    """Put a market below in which contact is worth 4·freedom and loss aversion costs all 3."""

    def live(world, *rest):
        luck = np.random.default_rng([world.seed, world.replication]).normal()
        level = 100 * luck - 3 * world.scenario.behaviour.loss_aversion
        gain = 4 * world.scenario.market.freedom if world.strategy == "social" else 0.0
        return {"npv": level + gain, "retention": 0.8}

    monkeypatch.setattr(worlds, "live", live)


def ask(market, **changed):
    asked = {"vary": VARY, "figures": ["npv"], "points": 32, "replications": 2, "threads": 1}
    return relsim.sensitivity(market, ARMS, **{**asked, **changed})


def test_ishigamis_indices_are_the_published_ones():
    """Ishigami & Homma 1990, with a = 7 and b = .1: Saltelli et al. 2008 give the numbers."""
    points = 2 * np.pi * indices.blocks(3, 1024, seed=1) - np.pi
    x, y, z = points.T
    found = indices.shares(3, np.sin(x) + 7 * np.sin(y) ** 2 + 0.1 * z**4 * np.sin(x))
    assert [one.first for one in found] == pytest.approx([0.3139, 0.4424, 0.0], abs=0.04)
    assert [one.total for one in found] == pytest.approx([0.5576, 0.4424, 0.2437], abs=0.04)
    held = [
        abs(one.first - true) <= 1.5 * one.first_doubt
        for one, true in zip(found, [0.3139, 0.4424, 0.0], strict=True)
    ]
    assert all(held)


def test_intervals_are_as_wide_as_shares_scatter():
    """Of points that are drawn freely, which Sobol's own scatter less than the intervals say."""
    found = []
    for seed in range(30):
        first, second = np.random.default_rng(seed).uniform(-np.pi, np.pi, (2, 128, 3))
        block = np.stack([first] * 4 + [second], axis=1)
        for place in range(3):
            block[:, 1 + place, place] = second[:, place]
        x, y, z = block.reshape(-1, 3).T
        found.append(indices.shares(3, np.sin(x) + 7 * np.sin(y) ** 2 + 0.1 * z**4 * np.sin(x)))
    first, first_doubt, total, total_doubt = np.moveaxis(np.array(found), -1, 0)
    for shares, doubt in ((first, first_doubt), (total, total_doubt)):
        assert doubt.mean(axis=0) == pytest.approx(1.96 * shares.std(axis=0), rel=0.35)


def test_an_effects_doubt_is_that_of_a_mean_and_its_spread_that_of_walks():
    points = indices.walks(2, 40, seed=1)
    found, _ = indices.effects(points, 4 * points[:, 0] + 3 * points[:, 0] * points[:, 1])
    # The effect is 4 and three times where the other stands: at 0, 1/3, 2/3 or 1.
    assert found.size == found.mean == pytest.approx(5.5, abs=0.5)
    assert found.spread == pytest.approx(3 * np.sqrt(5) / 6, rel=0.25)
    assert found.doubt == pytest.approx(1.96 * found.spread / np.sqrt(40), rel=0.2)


def test_a_number_is_drawn_from_its_own_law(market, linear):
    found = ask(market, vary={}, inputs=["behaviour.loss_aversion"], points=16)
    (one,) = found.question.inputs
    assert one.law == "log-normal"
    (ends,) = found.ends[Target("npv", "none")]
    spread = one.quantile(0.95) - one.quantile(0.05)
    assert ends.change.mean == pytest.approx(-3 * spread) and spread < one.at(0.95) - one.at(0.05)


def test_luck_that_points_do_not_share_is_told_from_what_they_do():
    luck = np.random.default_rng(1)
    signal, own, shared = luck.normal(size=4000), luck.normal(size=(4000, 4)), luck.normal(size=4)
    found = indices.luck(signal[:, None] + own + 10 * shared)
    assert found == pytest.approx(0.25 / 1.25, abs=0.01)
    assert indices.luck(signal[:, None]) is None


def test_what_is_known_by_hand_comes_out(market, linear):
    found = ask(market)
    gap, level = Target("npv", "social", "none"), Target("npv", "none")
    freedom, aversion = found.shares[gap]
    assert freedom.first == pytest.approx(1.0, abs=0.05) and aversion.total == pytest.approx(0.0)
    freedom, aversion = found.shares[level]
    assert freedom.total == pytest.approx(0.0) and aversion.first == pytest.approx(1.0, abs=0.05)
    # The two uniform laws have standard deviations 1/√12 and 2/√12, times 4 and 3.
    both = found.shares[Target("npv", "social")]
    assert both[0].first == pytest.approx(16 / (16 + 36), abs=0.1)
    assert found.luck[gap] == pytest.approx(0.0)  # the worlds are the same at all points
    freedom, aversion = found.ends[gap]
    assert (freedom.low.mean, freedom.high.mean) == pytest.approx((0.2, 3.8))
    assert freedom.change.mean == pytest.approx(3.6) and aversion.change.mean == pytest.approx(0.0)


def test_screening_finds_what_moves_and_the_rest_stands_still(market, linear):
    found = ask(market, vary={**VARY, "firms.Alba.price": (18, 22)}, keep=1, trajectories=4)
    sizes = [one.size for one in found.effects[Target("npv", "social", "none")]]
    assert sizes == pytest.approx([4.0, 0.0, 0.0], abs=0.002)  # settings have four digits
    sizes = [one.size for one in found.effects[Target("npv", "none")]]
    assert sizes == pytest.approx([0.0, 6.0, 0.0], abs=0.002)
    assert found.kept == (0,)  # both move most; the one that is first in the list
    point = found.question.overrides(SHARES, 0)
    assert list(point) == ["market.freedom"]
    assert len(found.frames()["screening"]) == 3 * 3


def test_threads_and_a_store_change_nothing_and_an_end_is_gone_on_from(
    market, linear, tmp_path, monkeypatch
):
    whole = ask(market)
    store = tmp_path / "why.sqlite"
    begun, live = [], worlds.live

    def cut_off(world, *rest):
        begun.append(world)
        if len(begun) == 400:
            raise KeyboardInterrupt
        return live(world, *rest)

    def bare(found):
        return json.dumps({**found.to_json(), "settings": None}, sort_keys=True)

    monkeypatch.setattr(worlds, "live", cut_off)
    part = ask(market, store=store)
    assert part.interrupted and part.shares and not part.ends
    assert "Interrupted" in str(part)
    begun.clear()
    monkeypatch.setattr(worlds, "live", lambda world, *rest: begun.append(world) or live(world))
    again = ask(market, store=store, threads=3)
    assert len(begun) == again.done - part.done
    assert bare(again) == bare(whole) == bare(ask(market, threads=2))
    with pytest.raises(InputError, match="points"):
        ask(market, store=store, points=64)


def test_a_run_that_fails_leaves_out_its_block(market, linear, monkeypatch):
    live = worlds.live

    def sometimes(world, *rest):
        if world.replication == 1 and world.scenario.market.freedom > 0.9:
            raise ValueError("spoilt")
        return live(world, *rest)

    monkeypatch.setattr(worlds, "live", sometimes)
    found = ask(market)
    assert found.failures and "failed; the walks and blocks" in str(found)
    assert found.shares[Target("npv", "social", "none")][0].first == pytest.approx(1.0, abs=0.3)
    assert found.failures[0].command.startswith("relsim run insurance")

    def never(world, *rest):
        raise ValueError("spoilt")

    monkeypatch.setattr(worlds, "live", never)
    with pytest.raises(RunError, match="Every run failed"):
        ask(market)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"points": 48}, "no power of two"),
        ({"points": 8}, "points"),
        ({"trajectories": 1}, "trajectories"),
        ({"keep": 0}, "keep"),
        ({"figures": ["profits"]}, "Did you mean profit"),
        ({"vary": {"market.freedom": (1, 0)}}, "two rising numbers"),
        ({"vary": {"market.freedom": (0, 2)}}, "market.freedom"),
        ({"vary": {"firms.Alba.prize": (1, 2)}}, "Did you mean price"),
        ({"inputs": ["firms.Alba.price"]}, "is no uncertain number"),
        ({"inputs": "behaviour.loss_aversion"}, "write a list"),
        ({"inputs": ["behaviour.loss_aversion"]}, "named twice"),
        ({"vary": {}, "inputs": []}, "nothing is varied"),
        ({"replications": 1_000_000}, "at most"),
    ],
)
def test_what_makes_no_sense_is_refused(market, changed, said):
    with pytest.raises(InputError, match=said):
        ask(market, **changed)


def test_a_strategy_named_twice_is_refused(market):
    with pytest.raises(InputError, match="named twice"):
        relsim.sensitivity(market, ["none", "none"], vary=VARY)


def test_without_salib_it_says_what_to_install(market, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "SALib", None)
    with pytest.raises(InputError, match=r"pip install 'relsim\[sensitivity\]'"):
        ask(market)


def test_picture_report_and_files_say_the_same(market, linear, tmp_path):
    found = ask(market)
    chart = tornado(found, "npv")
    assert "freedom alone moves net present value of social less none most" in str(chart.title)
    low, high = chart.figure.data[-2:]
    assert (low.x[-1], high.x[-1]) == pytest.approx((0.2, 3.8))
    assert relsim.plot(found, "npv").layout.title.text
    with pytest.raises(InputError, match="not about"):
        relsim.plot(found, "retention")
    page = to_html(found)
    assert "Which numbers decide what none and social lead to?" in page
    assert found.command.replace("'", "&#x27;") in page or found.command in page
    assert len(found.to_frame()) == 3 * 2
    assert found.to_xlsx(tmp_path / "why.xlsx")
