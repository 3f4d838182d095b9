"""What the page does with what a browser says, without a browser."""

import threading
import time

import numpy as np
import pytest

import relsim
from relsim.app.page import results
from relsim.app.page.controls import _typed, groups, sliders
from relsim.app.page.story import as_plain
from relsim.app.server import scheduler
from relsim.app.server.jobs import JobState
from relsim.app.session import computing, growing, keeping
from relsim.app.session import session as sessions
from relsim.app.session.link import from_link
from relsim.app.session.selection import Selection, copying
from relsim.app.session.session import Session
from relsim.app.session.state import Screen
from relsim.study.arms import choose_arms
from relsim.study.compare.comparing import Comparing
from relsim.study.compare.memory import Memory
from relsim.study.compare.worlds import Worlds
from relsim.study.explain import departures as leaving
from relsim.study.laboratory import Laboratory
from relsim.study.parallel import Stop, cores
from relsim.study.plausible import asking
from relsim.view.charts import CHARTS
from relsim.view.titled import titled_story

TINY = {"market.customers": 150, "market.periods": 24, "market.warm_up": 6}
OVERRIDES = tuple(TINY.items())


@pytest.fixture(scope="module")
def scenario():
    return relsim.load("insurance", TINY)


@pytest.fixture(scope="module")
def lived():
    """Return a memory that these tests share, so that the same worlds are lived through once."""
    return Memory()


@pytest.fixture
def memory(monkeypatch, lived):
    """Return the memory of this test's pages."""
    monkeypatch.setattr(computing, "runs", lived)
    return lived


@pytest.fixture
def page(memory):
    """Return a page that has computed all its worlds."""
    made = Session("test", Selection("insurance", overrides=OVERRIDES), [], gallery=False)
    yield settled(made)
    scheduler.shared.forget("test")


def settled(page):
    """Return a page when nothing is under way any more."""
    until = time.monotonic() + 120
    while page.state.computing or page.state.story_under_way:
        assert time.monotonic() < until, "the page never settled"
        time.sleep(0.01)
    return page


def same(one, other):
    return one.to_frame().equals(other.to_frame()) and one.history.to_frame().equals(
        other.history.to_frame()
    )


def comparing(scenario, strategies, seed=1):
    arms = choose_arms(scenario.strategies, strategies)
    return Comparing(scenario, arms, seed, Laboratory(cores()))


# Whose turn it is.


def test_the_first_worlds_are_drawn_before_more_are_computed(memory, monkeypatch):
    order = []
    to = Comparing.to

    def noted(self, replications, **words):
        order.append(("to", replications))
        return to(self, replications, **words)

    class Watched(Screen):
        def draw(self):
            super().draw()
            if self.state.comparison is not None:
                order.append(("drawn", self.state.comparison.replications))

    monkeypatch.setattr(sessions, "Screen", Watched)
    monkeypatch.setattr(Comparing, "to", noted)
    made = Session("order", Selection("insurance", overrides=OVERRIDES), [], gallery=False)
    settled(made)
    scheduler.shared.forget("order")
    assert order[:3] == [("to", 10), ("drawn", 10), ("to", 20)]


def test_a_run_that_nobody_waits_for_ends_before_its_horizon(scenario, monkeypatch):
    begun = threading.Event()

    def endless(self, seed, replication, stop):
        begun.set()
        while True:
            stop.look_up(0, 0)
            time.sleep(0.001)

    monkeypatch.setattr(Worlds, "life", endless)
    endlessly = comparing(scenario, ["none", "social"])
    job = scheduler.Scheduler().submit("me", lambda turn: endlessly.to(2, look_up=turn.look_up))
    assert begun.wait(30)
    job.cancel()
    assert job.wait(30)
    assert job.state is JobState.CANCELLED


def test_many_who_compute_use_no_more_threads_than_there_are_cores(scenario, monkeypatch):
    lived = Worlds(scenario, "none", Laboratory()).life(1, 0, Stop())
    now, seen, lock = 0, [], threading.Lock()

    def busy(self, seed, replication, stop):
        nonlocal now
        for _ in range(20):
            with lock:
                now += 1
                seen.append(now)
            time.sleep(0.002)
            with lock:
                now -= 1
            stop.look_up(0, 0)
        return lived

    monkeypatch.setattr(Worlds, "life", busy)
    server = scheduler.Scheduler()
    some = [comparing(scenario, ["none", "social"], seed) for seed in range(4)]
    jobs = [
        server.submit(str(number), lambda turn, one=one: one.to(4, look_up=turn.look_up))
        for number, one in enumerate(some)
    ]
    assert all(job.wait(60) for job in jobs)
    assert [job.error for job in jobs] == [None] * 4
    # Whose turn is over ends its period first: for moments there may be more.
    assert np.mean(seen) <= cores() + 0.5


# What the page does.


def test_the_page_ends_with_the_numbers_of_relsim_compare(page, scenario):
    once = relsim.compare(scenario, ["none", "social"], replications=100)
    assert same(page.state.comparison, once)
    assert results.answer(page.state.comparison) == results.answer(once)


def test_the_first_result_rests_on_ten_worlds(memory, monkeypatch):
    seen = []
    first = threading.Event()

    class Watched(Screen):
        def draw(self):
            if self.state.comparison is not None:
                seen.append((self.state.comparison.replications, self.state.computing))
                first.set()
            super().draw()

    monkeypatch.setattr(sessions, "Screen", Watched)
    made = Session("watched", Selection("insurance", overrides=OVERRIDES), [], gallery=False)
    assert first.wait(60)
    settled(made)
    scheduler.shared.forget("watched")
    assert seen[0] == (10, True)
    until = time.monotonic() + 60
    while seen[-1] != (100, False):  # what has settled is drawn a moment later
        assert time.monotonic() < until, seen[-1]
        time.sleep(0.01)


def test_a_value_that_is_not_allowed_is_said_and_changes_nothing(page):
    before = page.state
    page.hear({"do": "set", "path": "strategies.social.social", "value": "5"})
    assert "allowed is" in page.state.problems["strategies.social.social"]
    assert (page.state.selection, page.state.comparison) == (before.selection, before.comparison)
    page.hear({"do": "set", "path": "strategies.social.social", "value": "0.6"})
    assert not page.state.problems
    assert page.state.scenario.strategies["social"].levers["social"] == 0.6


@pytest.mark.parametrize(
    "said",
    [
        None,
        [],
        "set",
        {"do": "nothing of the kind"},
        {"do": ["set"]},
        {"do": "set"},
        {"do": "set", "path": 7, "value": []},
        {"do": "set", "path": "market.customers", "value": ""},
        {"do": "set", "path": "market", "value": "1"},
        {"do": "set", "path": "market.network_file", "value": "secret.csv"},
        {"do": "set", "path": "a" * 5_000, "value": "1"},
        {"do": "set", "path": "market.customers", "value": "99999999999999999999"},
        {"do": "open", "name": "../../etc/passwd"},
        {"do": "open", "name": None},
        {"do": "upload", "name": "x", "text": "[[firms"},
        {"do": "upload", "name": "x", "text": "#" * 300_000},
        {"do": "toggle", "name": "none", "on": False},
        {"do": "toggle", "name": ["none"], "on": True},
        {"do": "toggle", "name": "nobody", "on": True},
        {"do": "edit", "name": "nobody"},
        {"do": "seed", "value": "-1"},
        {"do": "seed", "value": {}},
        {"do": "budget", "value": "much"},
        {"do": "budget", "value": "inf"},
        {"do": "look", "name": "<b>"},
        {"do": "show", "what": "_lock", "open": True},
        {"do": "leavers", "strategy": "nobody"},
        {"do": "tell", "customer": "-3", "strategy": "social"},
        {"do": "tell", "customer": 10**9, "strategy": "social"},
        {"do": "tell", "customer": None, "strategy": "social"},
        {"do": "recall", "label": 3},
        {"do": "download", "kind": "../secret"},
    ],
)
def test_whatever_a_browser_says_the_page_keeps_what_it_shows(page, said):
    before = page.state
    page.hear(said)
    assert settled(page).state.selection == before.selection
    assert page.state.comparison is before.comparison


def test_a_market_beyond_the_limits_is_refused_in_words_and_not_computed(page, memory):
    known = len(memory)
    page.hear({"do": "set", "path": "market.customers", "value": "1000000"})
    assert "1,000,000 customers are more than the page takes on" in page.state.trouble
    assert page.state.comparison is None
    page.hear({"do": "tell", "customer": 3, "strategy": "social"})
    page.hear({"do": "leavers", "strategy": "social"})
    page.hear({"do": "look", "name": "customers"})
    assert settled(page).state.story is None
    assert len(memory) == known
    page.hear({"do": "reset", "path": "market.customers"})
    assert settled(page).state.scenario.market.customers == 2000


def test_a_large_market_grows_less_far(memory):
    selection = Selection(
        "insurance", overrides=(("market.customers", 90_000), ("market.periods", 24))
    )
    made = Session("large", selection, [], gallery=False)
    scheduler.shared.forget("large")
    assert 2 <= made.state.goal < 100


def test_a_long_horizon_grows_less_far_however_few_the_customers():
    longest = relsim.load("insurance", {"market.customers": 1, "market.periods": 100_000})
    assert [growing.fits(longest, 2, worlds) for worlds in (100, 10)] == [False, True]


def test_a_story_is_that_of_the_command_line(page, scenario):
    page.hear({"do": "tell", "customer": "17", "strategy": "social"})
    story = as_plain(settled(page).state.story)
    once = titled_story(relsim.story(scenario, 17, "social", "none"))
    told = [one["text"] for part in story["sections"] for one in part["passages"]]
    text = " ".join(str(once).split())
    assert " ".join(story["title"].split()) in text
    assert all(" ".join(one.split()) in text for one in told)


def test_a_story_under_an_equal_budget_tells_of_the_scaled_levers(memory):
    selection = Selection("insurance", overrides=OVERRIDES, budget=0.6)
    made = settled(Session("budget", selection, [], gallery=False))
    scaled = made.state.comparison.scalings["social"]
    made.hear({"do": "tell", "customer": 3, "strategy": "none"})
    story = settled(made).state.story
    scheduler.shared.forget("budget")
    assert scaled.factor != 1
    assert story.against == "social, equal budget"


def test_worlds_are_added_after_a_story(memory):
    made = Session("story", Selection("insurance", overrides=OVERRIDES), [], gallery=False)
    until = time.monotonic() + 60
    while made.state.comparison is None and time.monotonic() < until:
        time.sleep(0.005)
    made.hear({"do": "tell", "customer": 3, "strategy": "social"})
    assert settled(made).state.story is not None
    assert made.state.comparison.replications == 100
    scheduler.shared.forget("story")


def test_pins_show_what_differs_and_what_came_out(page):
    page.hear({"do": "pin"})
    page.hear({"do": "set", "path": "strategies.social.social", "value": "0.9"})
    settled(page).hear({"do": "pin"})
    rows = {row["name"]: row["cells"] for row in rows_of(page)}
    assert rows["strategies.social.social"] == ["0.5", "0.9"]
    assert "Seed" not in rows
    estimates = [pin.comparison.estimates["social"]["retention"].mean for pin in page.state.pins]
    assert [cell.split()[0] for cell in rows["Annual retention, social bonding"]] == [
        f"{100 * mean:.1f}" for mean in estimates
    ]
    page.hear({"do": "recall", "label": "A"})
    assert settled(page).state.scenario.strategies["social"].levers["social"] == 0.5


def rows_of(page):
    from relsim.app.page.pins import differing

    return differing(page.state.pins)


def test_every_market_opens_on_the_comparison_that_it_is_for(page):
    page.hear({"do": "toggle", "name": "structural", "on": True})
    page.hear({"do": "open", "name": "cruise_line"})
    assert page.state.selection.strategies == ("none", "recovery", "refund_and_return")
    assert not page.state.selection.overrides
    for name in relsim.bundled():
        opened, problems = from_link(f"scenario={name}")
        assert opened.strategies == relsim.load(name).compared
        assert opened.strategies[0] == "none"
        assert not problems


def test_rivals_copy_at_a_switch_and_stop_where_they_would(page):
    page.hear({"do": "copy", "on": True})
    assert {firm.mind for firm in page.state.scenario.firms[1:]} == {"imitator"}
    page.hear({"do": "copy", "on": False})
    assert not any("mind" in path for path, _ in page.state.selection.overrides)
    assert copying(page.state.scenario) is False


@pytest.mark.parametrize(
    "odd",
    [
        {"market.customers": 0},
        {"market.customers": 1},
        {"market.periods": 0},
        {"market.periods": 1},
        {"market.freedom": 0},
        {"firms.Alba.opening_share": 0.0, "market.customers": 3},
        {"market.currency": "$<b>", "market.title": "$x$ <i>"},
    ],
)
def test_everything_can_be_shown_of_an_odd_market(odd):
    market = relsim.load("insurance", {**TINY, **odd})
    found = comparing(market, ["none", "social", "structural"]).to(2)
    assert results.answer(found)["sentences"]
    assert results.figures(found)["rows"]
    assert len(results.pictures(found, "all")) == len(CHARTS)
    left = leaving.departures(market, "social", 1, 0)
    assert results.who_left(found, left)["title"]
    assert sliders(market, "social", ["none", "social"])
    assert groups(market, "social")


def test_more_says_in_words_what_it_is_what_it_may_be_and_what_it_is_now():
    found = {group["title"]: group["items"] for group in groups(relsim.load("insurance"), "social")}
    for title, items in found.items():
        labels = [one["label"] for one in items]
        assert len(set(labels)) == len(labels), title
        assert not [one for one in items if "_" in one["label"] or "1e-" in one["range"]], title
        assert not [one for one in items if len(one["value"].partition(".")[2]) > 6], title
        assert not [
            one for one in items if {"true", "false"} & set(one["choices"]) and not one["titles"]
        ]
    assert "Need rate: mean" in [one["label"] for one in found["Customers: private"]]
    brio = {one["name"]: one for one in found["Firm Brio"]}
    assert brio["strategy"]["titles"]["none"] == "nothing extra"
    assert brio["strategy"]["value"] in brio["strategy"]["choices"]


def test_two_clicks_at_once_are_both_heard(page):
    page.hear({"do": "toggle", "name": "structural", "on": True})
    page.hear({"do": "toggle", "name": "financial", "on": True})
    assert page.state.selection.strategies == ("none", "social", "structural", "financial")
    page.hear({"do": "toggle", "name": "recovery", "on": True})
    assert "five" in page.state.problems["toggle"] or "5" in page.state.problems["toggle"]
    page.hear({"do": "baseline", "name": "social"})
    assert page.state.selection.strategies[0] == "social"


def test_what_fails_while_it_is_shown_is_said_in_words(page, monkeypatch, caplog):
    monkeypatch.setattr(growing, "GOALS", (7,))
    monkeypatch.setattr(type(page.computing), "go_on", lambda self: 1 / 0)
    monkeypatch.setattr(page.screen, "set", broken(page.screen.set))
    page.hear({"do": "set", "path": "market.freedom", "value": "0.4"})
    settled(page)
    assert "Something went wrong inside relsim" in page.state.trouble
    assert "ZeroDivisionError" in caplog.text


def broken(write):
    def write_or_fail(**changes):
        if changes.get("comparison") is not None:
            raise ZeroDivisionError
        write(**changes)

    return write_or_fail


def test_a_fault_of_ours_is_said_in_words(page, monkeypatch, caplog):
    monkeypatch.setattr(keeping, "download", lambda *_: 1 / 0)
    page.hear({"do": "download", "kind": "csv"})
    assert "Something went wrong inside relsim" in page.state.problems["download"]
    assert "ZeroDivisionError" in caplog.text


def test_departures_are_those_of_the_books(scenario):
    found = leaving.departures(scenario, "none", 1, 0)
    run = relsim.Market(scenario, seed=1, replication=0, strategy="none").run()
    survival = comparing(scenario, ["none"]).to(1).history
    opened = run.periods[run.periods["firm"] == "Alba"]["opened"].iloc[0]
    assert found.there == opened
    assert 0 < found.left < found.there
    assert survival.curves["survival"][0, 0, -1] <= 1 - found.left / found.there + 0.05


def test_every_departure_is_told_as_one(scenario):
    found = leaving.departures(scenario, "social", 1, 0)
    for customer, period in list(zip(found.customers, found.periods, strict=True))[:5]:
        story = relsim.story(scenario, customer, "social", None)
        assert story.life.spells[0].last == period or any(
            spell.last == period for spell in story.life.spells
        )


def settings_done(page):
    until = time.monotonic() + 120
    while page.state.settings_wanted:
        assert time.monotonic() < until, "settings never ended"
        time.sleep(0.01)
    return page


def test_settings_come_when_they_are_looked_at_and_with_them_a_sentence(page, monkeypatch):
    monkeypatch.setattr(growing, "IN_SETTINGS", (10, 14))
    monkeypatch.setattr(asking, "bundled", lambda market: None)
    luck = page.state.comparison
    assert "nobody knows" not in str(results.answer(luck, page.state.plausible))
    page.hear({"do": "look", "name": "settings"})
    assert "on the way to" in results.settings_so_far(None, wanted=True, luck=False)
    found = settings_done(page).state.plausible
    assert found.n == 14 and page.state.comparison is luck
    assert "Over what nobody knows, social beats none in" in str(results.answer(luck, found))
    assert [one["name"] for one in results.over_settings(found)] == ["settings", "decides", "beats"]
    page.hear({"do": "set", "path": "market.freedom", "value": "0.5"})
    assert page.state.plausible is None and page.state.settings_wanted


def test_settings_can_be_stopped_and_what_is_done_stays(page, monkeypatch):
    monkeypatch.setattr(growing, "IN_SETTINGS", (10, 100))
    page.hear({"do": "look", "name": "settings"})
    until = time.monotonic() + 120
    while page.state.plausible is None and time.monotonic() < until:
        time.sleep(0.01)
    page.hear({"do": "stop"})
    done = page.state.plausible
    assert not page.state.settings_wanted and done.n >= 10
    page.hear({"do": "look", "name": "profit"})
    assert settled(page).state.plausible is done


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (1 / 3, "0.333333"),
        (1.5e-06, "1.5e-06"),
        (1e-12, "1e-12"),
        (12_345_678.0, "12345678.0"),
        (20.0, "20.0"),
        (7, "7"),
    ],
)
def test_a_number_to_change_is_shown_in_short_and_keeps_its_size(value, shown):
    assert _typed(value) == shown
