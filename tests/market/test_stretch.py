"""Quiet stretches lived in one compiled call leave the same bytes as single steps."""

import itertools

import pytest

import relsim
from relsim.market import Market, blocks
from relsim.scenario import from_dict
from tests.market.markets import differing, outcome, rich


class Stepped(Market):
    """A market that is somebody's own, and so lives step by step."""


def eventful():
    """Return a market in which all happens that can but targeting; events in periods 1 to 29."""
    data = rich(3, customers=300, periods=30).to_dict()
    for firm in data["firms"]:
        firm["target_by"] = "everybody"
        firm["control_share"] = 0.0
    # What lasts one period ends though nothing happens in the next, and is seen in the last.
    for period in (12, 29):
        data["events"].append({"period": period, "firm": "Alba", "set": {"scandal": 1.0}})
    return from_dict(data)


def lived_both_ways(scenario, **words):
    """Return what is left behind by stretches, with how many there were, and by steps."""
    market, stepped = Market(scenario, seed=6, **words), Stepped(scenario, seed=6, **words)
    stretches = []
    hurry = market._clock.hurry
    market._clock.hurry = lambda until: (stretches.append(until), hurry(until))
    return outcome(market), len(stretches), outcome(stepped)


@pytest.mark.parametrize("name", relsim.bundled())
def test_every_market_of_ours(name):
    size = {"market.customers": 250}
    scenario = relsim.load(name, size)
    together, stretches, stepped = lived_both_ways(scenario)
    assert stretches > 0
    assert differing(together, stepped) == []


def test_events_one_after_the_other_and_levers_of_one_period():
    scenario = eventful()
    together, stretches, stepped = lived_both_ways(scenario)
    assert stretches > len(scenario.events)
    assert differing(together, stepped) == []


def test_strategies_that_target_live_by_steps_from_where_they_begin():
    scenario = relsim.load("insurance", {"market.customers": 200, "market.periods": 24})
    aimed = {"strategies.social.target_by": "value", "strategies.social.target_from": 0.5}
    together, stretches, stepped = lived_both_ways(
        scenario.with_overrides(aimed), strategy="social"
    )
    years_of_warm_up = 2
    assert stretches <= years_of_warm_up + 1
    assert differing(together, stepped) == []


def test_more_spells_than_there_was_room_for():
    # Everybody leaves again and again: the room for spells is enlarged many times.
    scenario = relsim.load(
        "supermarket", {"market.customers": 600, "market.population_turnover": 0.9}
    )
    together, _, stepped = lived_both_ways(scenario)
    assert differing(together, stepped) == []


def test_going_on_by_stretches_after_some_steps():
    scenario = eventful()
    begun, whole = Market(scenario, seed=6), Market(scenario, seed=6)
    for _ in range(7):
        begun.step()
    begun.firms["Alba"].price = begun.firms["Alba"].price
    assert differing(outcome(begun), outcome(whole)) == []
    assert begun.steps == whole.steps == whole.books.periods


@pytest.mark.parametrize("words", [{"threads": 4}, {"uncompiled": True}])
def test_other_ways_to_live_are_not_hurried(words, monkeypatch):
    monkeypatch.setattr(blocks, "BLOCK", 100)
    _, stretches, _ = lived_both_ways(rich(2, customers=150, periods=3), **words)
    assert stretches == 0


def test_what_somebody_has_scheduled_with_mesa_sees_every_period():
    market = Market(rich(2, customers=50, periods=3), seed=6)
    if hasattr(market, "schedule_event"):

        def event():
            pass

        market.schedule_event(event, at=1e6)
    else:
        # Newer Mesa's list, in which the next step stands, too.
        market._event_list = ["the next step", "somebody's event"]
    market._clock.hurry = lambda until: pytest.fail("hurried past it")
    market.run()
    assert market.finished


def test_progress_is_told_at_least_once_a_year():
    told = []
    market = Market(relsim.load("insurance", {"market.customers": 100}), seed=6)
    market.run(progress=lambda done, total: told.append((done, total)))
    places = [0, *(done for done, _ in told)]
    assert max(later - sooner for sooner, later in itertools.pairwise(places)) <= 12
    assert told[-1] == (market.books.periods, market.books.periods)
    assert not market.running
