"""Optimising: optima known by hand, a limit, years, segments, a front, luck, order, refusals."""

import json

import numpy as np
import pytest

import relsim
import relsim.study.compare.worlds as worlds
from relsim.errors import InputError, RunError
from relsim.scenario import from_dict
from relsim.study.optimise.choices import Choice
from relsim.study.optimise.question import ALONG, FRESH, HOME, TRY, dominated
from relsim.study.optimise.searching import FIRST
from relsim.view import search
from relsim.view.document import to_html

LEVERS = {"social": (0.0, 1.0)}


@pytest.fixture(scope="module")
def market():
    return relsim.load("insurance", {"market.customers": 60, "market.periods": 60})


def set_by(world):
    """Return social and the reward rate at the start, and social as set later, by period."""
    levers = world.scenario.strategies[world.strategy].levers
    later = {one.period: one.set["social"] for one in world.scenario.events}
    return levers.get("social", 0.0), levers.get("reward_rate", 0.0), later, levers


@pytest.fixture
def hill(monkeypatch):
    """Put a market below that is best where contact is .3 and points are .1: 90 and 10 above 0."""

    def live(world, *rest):
        social, points, later, levers = set_by(world)
        luck = np.random.default_rng([world.seed, world.replication]).normal()
        late = sum(later.values())
        npv = 100 * luck - 1000 * (social - 0.3) ** 2 - 1000 * (points - 0.1) ** 2
        npv -= 500 * (late - 0.7) ** 2 if later else 0.0
        npv += 50 if levers.get("target_from") == 2.0 else 0.0
        return {"npv": npv, "retention": 0.5 + social / 10, "cost_per_customer": 2 * social}

    monkeypatch.setattr(worlds, "live", live)


def ask(market, levers=LEVERS, **changed):
    asked = {"trials": 48, "replications": 2, "finalists": 4, "fresh": 6, "settings": None}
    return relsim.optimise(market, levers, **{**asked, "threads": 1, **changed})


def test_a_choice_between_words_holds_them_alone_and_1_is_not_true():
    choice = Choice("renews", values=(True, False))
    assert choice.holds(True) and not choice.holds(1) and not choice.holds("true")


def test_the_top_of_a_hill_is_found_and_its_height_is_right(market, hill):
    found = ask(market, {**LEVERS, "reward_rate": (0.0, 0.2)}, trials=96)
    assert found.best["social"] == pytest.approx(0.3, abs=0.06)
    assert found.best["reward_rate"] == pytest.approx(0.1, abs=0.06)
    assert found.around[0].gains[0].mean == pytest.approx(100.0, abs=5)
    assert "The best found: social" in str(found) and "may be nothing" not in str(found)
    assert found.trials[0].picked == {"social": 0.0, "reward_rate": 0.0}  # to change nothing


def test_a_limit_is_kept_and_what_lies_above_it_is_shown(market, hill):
    found = ask(market, limit=0.4)
    assert 0.18 <= found.best["social"] <= 0.202
    assert {one.within for one in found.trials} == {True, False}
    assert all(one.spending <= 0.4 for one in found.trials if one.within)
    # The search is told: of what it proposes once it has learnt more keeps to it than by chance.
    learnt = [one.within for one in found.trials[FIRST:]]
    assert np.mean(learnt) > 0.3
    assert "Limit: €0.40" in str(found)
    with_nothing = ask(market, {"social": (0.5, 1.0)}, limit=0.1, trials=8)
    assert "No trial keeps to the limit" in str(with_nothing)


def test_what_spends_too_much_in_other_worlds_gives_way_to_what_keeps_to_the_limit(
    market, hill, monkeypatch
):
    live = worlds.live

    def dearer(world, *rest):
        found = live(world)
        return {**found, "cost_per_customer": found["cost_per_customer"] * (1 + world.replication)}

    monkeypatch.setattr(worlds, "live", dearer)
    found = ask(market, limit=0.4, replications=1, fresh=2, finalists=30)
    # In the search's one world it costs 2 a unit, in the two others 4 and 6.
    within = [one.within for one in found.finalists]
    assert within == sorted(within, reverse=True) and set(within) == {True, False}
    assert 5 * found.best["social"] <= 0.4 * 1.01 < 5 * found.finalists[-1].trial.picked["social"]


@pytest.fixture
def plain(monkeypatch):
    """Put a market below in which contact from .2 to .8 is worth 90, and less on either side."""

    def live(world, *rest):
        social = set_by(world)[0]
        luck = np.random.default_rng([world.seed, world.replication]).normal()
        off = max(0.0, abs(social - 0.5) - 0.3)
        return {
            "npv": 100 * luck - 1000 * off**2,
            "retention": 0.5,
            "cost_per_customer": 2 * social,
        }

    monkeypatch.setattr(worlds, "live", live)


def test_the_plateau_is_what_cannot_be_told_from_the_best_and_no_more(market, plain):
    found = ask(market, trials=30, finalists=30)
    (flat,) = [one for one in map(str, found.conclusions()) if "alone" in one]
    assert "from 0.25 to 0.75 cannot be told from it" in flat
    flat = [one for one in found.finalists if 0.2 <= one.trial.picked["social"] <= 0.8]
    assert 0 < len(flat) < len(found.finalists)
    assert f"of the best {len(found.finalists)}, {len(flat) - 1} cannot be told" in str(found)
    assert all(one.behind.mean <= 0 for one in found.finalists)
    assert found.around[1].behind[0].mean == pytest.approx(-1000 * 0.2**2)
    assert found.around[1].gains[0].mean == pytest.approx(0.0)
    few = ask(market, limit=1.2, trials=30)
    assert "from 0.25 to 0.5 cannot be told from it" in str(few)


def test_words_and_switches_are_searched_beside_numbers(market, monkeypatch):
    def live(world, *rest):
        levers = set_by(world)[3]
        luck = np.random.default_rng([world.seed, world.replication]).normal()
        worth = {"face": 10, "phone": 90, "mail": 90}[levers["channel"]]
        npv = 100 * luck + worth - 1000 * (levers["social"] - 0.3) ** 2 - 40 * levers["renews"]
        return {"npv": npv, "retention": 0.5, "cost_per_customer": 0.1}

    monkeypatch.setattr(worlds, "live", live)
    levers = {"channel": ["face", "phone", "mail"], "renews": [True, False], **LEVERS}
    found = ask(market, levers, trials=64, strategy="social")
    assert found.trials[0].picked == {"channel": "face", "renews": True, "social": 0.5}
    assert found.best["channel"] in ("phone", "mail") and found.best["renews"] is False
    assert found.best["social"] == pytest.approx(0.3, abs=0.1)
    changed, name = found.market()
    assert changed.strategies[name].levers["channel"] == found.best["channel"]
    assert [one.at for one in found.around if one.name == "channel"] == ["face", "phone", "mail"]
    told = [str(one) for one in found.conclusions() if "alone" in str(one)]
    assert "channel alone, of the values tried: phone and mail cannot be told from it." in told
    assert not any("renews" in one for one in told) and "renews no" in str(found)
    words, *_ = search.around(found).figure.data
    assert list(words.text) == ["face", "phone", "mail"] and list(words.x) == [0, 0.5, 1]
    assert "--lever channel=face,phone,mail --lever renews=true,false" in found.command


def test_words_too_may_be_set_anew_and_a_number_may_have_values_of_its_own(market, monkeypatch):
    def live(world, *rest):
        (event,) = world.scenario.events or (None,)
        late = event is not None and event.set == {"channel": "mail", "social": 0.5}
        return {"npv": float(late), "retention": 0.5, "cost_per_customer": 0.1}

    monkeypatch.setattr(worlds, "live", live)
    found = ask(market, {"channel": ["face", "mail"], "social": [0, 0.5]}, years=(2,))
    assert found.best["channel from year 2"] == "mail" and found.best["social from year 2"] == 0.5


def test_levers_are_set_anew_from_a_year_on(market, hill):
    found = ask(market, years=(2,), trials=96)
    assert found.best["social"] == pytest.approx(0.3, abs=0.1)
    assert found.best["social from year 2"] == pytest.approx(0.7, abs=0.1)
    changed, name = found.market()
    (event,) = changed.events
    assert (event.period, event.firm) == (24, "Alba")
    assert changed.strategies[name].levers["social"] == found.best["social"]
    assert market.events == ()


def test_one_segment_alone_may_get_it(market, hill):
    found = ask(market, segments=True)
    assert found.best["segment"] == "families"
    changed, name = found.market()
    assert changed.strategies[name].levers["target_by"] == "segment"
    assert {one.at for one in found.around if one.name == "segment"} == {
        "everybody",
        "private",
        "families",
    }


def test_of_two_goals_the_front_is_found(market, hill):
    found = ask(market, goals=["npv", "retention"], trials=64)
    picked = [one.trial.picked["social"] for one in found.finalists]
    assert min(picked) >= 0.2  # below the top both goals fall
    assert max(picked) - min(picked) > 0.4
    values = [[one.mean for one in held.values] for held in found.finalists]
    assert not any(dominated(values))
    assert found.chosen.picked["social"] == min(picked)


def test_a_goal_of_which_less_is_better_is_brought_down(market, hill):
    found = ask(market, {"social": (0.1, 0.9)}, goals=["cost_per_customer"])
    assert found.best["social"] < 0.2
    costs = [one.values[0].mean for one in found.finalists]
    assert costs == sorted(costs)
    # Of the worth of contact and its cost the front ends at the top, at .3.
    found = ask(market, {"social": (0.1, 0.9)}, goals=["npv", "cost_per_customer"], trials=64)
    picked = [one.trial.picked["social"] for one in found.finalists]
    assert picked == sorted(picked, reverse=True) and picked[0] < 0.36 and picked[-1] < 0.2


def test_the_best_of_mere_luck_is_called_nothing(market, monkeypatch):
    def live(world, *rest):
        social = set_by(world)[0]
        luck = np.random.default_rng([world.replication, int(1e6 * social)]).normal()
        return {"npv": 100 * luck, "retention": 0.5, "cost_per_customer": 0.0}

    monkeypatch.setattr(worlds, "live", live)
    found = ask(market, trials=40, fresh=20)
    searched = found.chosen.values[0] - found.home[0].mean
    honest = found.around[0].gains[0]
    assert honest.low < 0 < honest.high and honest.mean < searched
    assert "may be nothing" in str(found)
    assert f"the search's own said +€{searched:.0f}" in " ".join(str(found).split())
    stages = {
        stage: found.question.world((stage, 0, 0)).replication
        for stage in (HOME, TRY, FRESH, ALONG)
    }
    assert stages == {HOME: 0, TRY: 0, FRESH: 2, ALONG: 22}


def test_threads_and_a_store_change_nothing_and_an_end_is_gone_on_from(
    market, hill, tmp_path, monkeypatch
):
    whole, store, live = ask(market), tmp_path / "best.sqlite", worlds.live
    begun = []

    def bare(found):
        return json.dumps({**found.to_json(), "settings": None}, sort_keys=True)

    def cut_off(world, *rest):
        begun.append(world)
        if len(begun) == 60:
            raise KeyboardInterrupt
        return live(world, *rest)

    monkeypatch.setattr(worlds, "live", cut_off)
    part = ask(market, store=store)
    assert part.interrupted and part.best and not part.finalists
    assert "Interrupted after" in str(part) and "also lucky" in str(part).replace("\n", " ")
    begun.clear()
    monkeypatch.setattr(worlds, "live", lambda world, *rest: begun.append(world) or live(world))
    again = ask(market, store=store, threads=3)
    assert bare(again) == bare(whole) == bare(ask(market, threads=2))
    assert len(begun) < 2 * whole.question.runs - 50
    with pytest.raises(InputError, match="limit"):
        ask(market, store=store, limit=1.0)


def test_runs_that_fail_are_left_out_and_told(market, hill, monkeypatch):
    live = worlds.live

    def sometimes(world, *rest):
        if set_by(world)[0] > 0.5:
            raise ValueError("spoilt")
        return live(world, *rest)

    monkeypatch.setattr(worlds, "live", sometimes)
    found = ask(market)
    assert found.best["social"] == pytest.approx(0.3, abs=0.06)
    assert found.failures[0].command.startswith("relsim run insurance")
    assert "failed; the trials they belong to are left out" in str(found)

    def never(world, *rest):
        raise ValueError("spoilt")

    monkeypatch.setattr(worlds, "live", never)
    with pytest.raises(RunError, match="Every run failed"):
        ask(market, trials=8)


@pytest.mark.parametrize(
    ("levers", "changed", "said"),
    [
        ({}, {}, "there is no lever"),
        ({"socail": (0, 1)}, {}, "Did you mean social"),
        ({"social": (0, 2)}, {}, "from 0 to 1"),
        ({"social": (1, 0)}, {}, "two rising numbers"),
        ({"channel": (0, 1)}, {}, "name the values that are tried: channel=face,phone"),
        ({"channel": ["face", "phome"]}, {}, "Did you mean phone"),
        ({"channel": ["face", True]}, {}, "Allowed: face, phone"),
        ({"channel": ["face", "face"]}, {}, "named twice"),
        ({"channel": ["mail"]}, {}, "one value and is no choice"),
        ({"channel": "face"}, {}, "a list of values"),
        ({"renews": ["yes", "no"]}, {}, "Allowed: true and false"),
        ({"renews": (0, 1)}, {}, "renews=true,false"),
        ({"social": [0, 2]}, {}, "Allowed: 0 to 1"),
        ({"social": ["much", 1]}, {}, "Allowed: 0 to 1"),
        ({"target_by": ["value", "risk"], **LEVERS}, {"segments": True}, "target_by, too"),
        ({"unit_cost": (1, 2)}, {}, "is a circumstance"),
        (LEVERS, {"strategy": "nothing"}, "no strategy"),
        (LEVERS, {"years": (6,)}, "less than 5"),
        (LEVERS, {"years": (3, 2)}, "from the first to the last"),
        ({"price": (15, 25)}, {"segments": True}, "none of the levers works person by person"),
        (LEVERS, {"goals": ["profits"]}, "Did you mean profit"),
        (LEVERS, {"goals": ["npv", "profit", "share"]}, "one figure, or two"),
        (LEVERS, {"limit": 0}, "above 0"),
        (LEVERS, {"trials": 0}, "trials"),
        (LEVERS, {"fresh": 1}, "fresh"),
        (LEVERS, {"trials": 10_000_000}, "at most"),
        (LEVERS, {"settings": 3}, "settings"),
    ],
)
def test_what_makes_no_sense_is_refused(market, levers, changed, said):
    with pytest.raises(InputError, match=said):
        ask(market, levers, **changed)


def test_without_optuna_it_says_what_to_install(market, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "optuna", None)
    with pytest.raises(InputError, match=r"pip install 'relsim\[optimise\]'"):
        ask(market)


def test_pictures_report_and_files_say_the_same(market, hill, tmp_path):
    found = ask(market, {"social": (0.1, 0.9)}, limit=1.2)
    tried, around = search.tried(found), search.around(found)
    names = [one.name for one in tried.figure.data]
    assert names == ["over the limit", "tried", "front", "best"]
    assert sum(len(one.x) for one in tried.figure.data[:3]) == len(found.trials)
    (line,) = around.figure.data
    assert list(line.x) == pytest.approx([0, 0.25, 0.5, 0.75, 1])
    assert relsim.plot(found).layout.title.text and relsim.plot(found, "around").data
    page = to_html(found)
    assert "Which setting of social is best, held against none?" in page
    assert len(found.to_frame()) == 48 and found.to_xlsx(tmp_path / "best.xlsx")


def test_rivals_answer_and_settings_are_looked_at_in_a_market_that_lives(market):
    few = {"trials": 4, "replications": 1, "fresh": 2, "settings": 10}
    small = {"market.customers": 60, "market.periods": 24, "firms.Brio.mind": "imitator"}
    found = ask(relsim.load("insurance", small), {"social": (0.2, 1.0)}, **few)
    assert found.plausible is not None and found.plausible.strategies == ("none", "best")
    assert "Better than none in plausible worlds" in str(found)
    assert "plausible" in found.to_json()


def test_what_a_rival_answers_moves_the_best():
    """Who undercuts a rival that stands still wins its customers; one that follows keeps them."""
    prices = {}
    for mind in ("still", "price_matcher"):
        duopoly = from_dict(
            {
                "market": {"customers": 300, "periods": 36, "freedom": 1.0, "warm_up": 0.0},
                "firms": [{"name": "Alba", "unit_cost": 6.0}, {"name": "Brio", "mind": mind}],
                "segments": [{"name": "all", "price_sensitivity": {"mean": 20.0, "sigma": 0.0}}],
                "behaviour": {"imitation_speed": 1.0},
            }
        )
        few = {"trials": 24, "replications": 1, "finalists": 2, "fresh": 2}
        found = ask(duopoly, {"price": (15.0, 23.0)}, goals=["profit"], **few)
        prices[mind] = found.best["price"]
    assert prices["still"] < 18.7
    assert prices["price_matcher"] > 19.2


def test_what_changes_nothing_is_not_looked_at_in_settings(market, monkeypatch):
    figures = {"npv": 1.0, "retention": 0.5}

    def live(world, *rest):
        return {**figures, "npv": -set_by(world)[0], "cost_per_customer": 0.0}

    monkeypatch.setattr(worlds, "live", live)
    found = ask(market, trials=8, settings=10)
    assert found.best == {"social": 0.0} and found.plausible is None
    assert "The best changes nothing" in str(found)
