"""Comparisons that grow, and a memory of runs that several of them share."""

import numpy as np
import pytest

import relsim
from relsim.study.arms import choose_arms
from relsim.study.compare.comparing import Comparing
from relsim.study.compare.memory import Lived, Memory
from relsim.study.compare.worlds import Worlds
from relsim.study.laboratory import Laboratory
from relsim.study.parallel import Stop, Stopped

TINY = {"market.customers": 150, "market.periods": 24, "market.warm_up": 6}


@pytest.fixture(scope="module")
def scenario():
    return relsim.load("insurance", TINY)


def comparing(scenario, strategies, seed=1, **options):
    arms = choose_arms(scenario.strategies, strategies)
    return Comparing(scenario, arms, seed, Laboratory(at_once=2), **options)


def same(one, other):
    return one.to_frame().equals(other.to_frame()) and one.history.to_frame().equals(
        other.history.to_frame()
    )


def test_a_comparison_that_grew_is_that_of_relsim_compare(scenario):
    begun = comparing(scenario, ["none", "social", "structural"], seed=3)
    begun.to(2)
    grown = begun.to(5)
    once = relsim.compare(scenario, ["none", "social", "structural"], replications=5, seed=3)
    assert same(grown, once)
    assert (grown.command, grown.to_json()) == (once.command, once.to_json())


def test_an_equal_budget_is_that_of_relsim_compare(scenario):
    grown = comparing(scenario, ["none", "social"], equal_budget=0.6).to(3)
    once = relsim.compare(scenario, ["none", "social"], replications=3, equal_budget=0.6)
    assert same(grown, once)
    assert grown.scalings == once.scalings


def test_a_lever_that_is_moved_lives_only_its_own_arm_again(scenario):
    memory = Memory()
    comparing(scenario, ["none", "social"], memory=memory).to(4)
    assert len(memory) == 8
    moved = scenario.with_overrides({"strategies.social.social": 0.8})
    comparing(moved, ["none", "social"], memory=memory).to(4)
    assert len(memory) == 12


def test_a_setting_of_the_market_lives_every_arm_again(scenario):
    memory = Memory()
    comparing(scenario, ["none", "social"], memory=memory).to(2)
    freer = scenario.with_overrides({"market.freedom": 0.5})
    comparing(freer, ["none", "social"], memory=memory).to(2)
    assert len(memory) == 8


def test_a_rivals_strategy_is_part_of_what_decides_a_run(scenario):
    rival = scenario.with_overrides({"firms.Brio.strategy": "social"})
    memory = Memory()
    comparing(rival, ["none", "structural"], memory=memory).to(1)
    stronger = rival.with_overrides({"strategies.social.social": 0.9})
    comparing(stronger, ["none", "structural"], memory=memory).to(1)
    assert len(memory) == 4


def test_a_comparison_that_was_told_to_stop_goes_on_where_it_was(scenario):
    def impatient(done, total):
        raise Stopped

    begun = comparing(scenario, ["none", "social"])
    begun.to(2)
    with pytest.raises(Stopped):
        begun.to(6, look_up=impatient)
    grown = begun.to(4)
    assert same(grown, relsim.compare(scenario, ["none", "social"], replications=4))


def test_memory_forgets_what_nobody_asked_for_longest():
    def run(periods):
        return Lived({"discounted_profit": np.zeros(periods)})

    memory = Memory(most=2 * run(100).bytes)
    for number in range(2):
        memory.keep(("market", 1, number), run(100))
    memory.find(("market", 1, 0))
    memory.keep(("market", 1, 2), run(100))
    assert [memory.find(("market", 1, number)) is None for number in range(3)] == [
        False,
        True,
        False,
    ]
    memory.keep(("market", 1, 3), run(1_000_000))
    assert len(memory) == 0


def test_runs_of_a_search_keep_no_course_and_are_lived_again_where_one_is_wanted(scenario):
    memory = Memory()
    worlds = Worlds(scenario, "none", Laboratory(), memory)
    figures = worlds.figures(1, 0, Stop())
    life = worlds.life(1, 0, Stop())
    assert life.course is not None
    assert life.figures["retention"] == figures["retention"]
    assert worlds.life(1, 0, Stop()) is life
    assert len(memory) == 1


def test_what_a_phase_of_a_users_own_does_is_never_remembered(scenario):
    memory = Memory()
    laboratory = Laboratory(firms={"Brio": relsim.Firm})
    Worlds(scenario, "none", laboratory, memory).figures(1, 0, Stop())
    assert len(memory) == 0
