"""A game in a class: nobody moves another team's levers, nobody reads its books, and it goes on."""

import json
import re
import signal
import time

import pytest

import relsim
from relsim.app.classroom.journal import Journal
from relsim.app.classroom.plays import NAMES
from relsim.app.classroom.room import Room
from relsim.errors import InputError
from relsim.study.game import begin
from tests.app.test_class import hear
from tests.app.test_sessions import Clock

ALL = ("price", "quality", "reward_rate", "social", "structural", "compensation", "speed")


@pytest.fixture(scope="module")
def small():
    """Return a game of two teams over two years, as it is written down."""
    scenario = relsim.load("insurance", {"market.customers": 120, "market.warm_up": 6})
    return begin(scenario, NAMES[:2], years=2).to_json()


@pytest.fixture
def room(tmp_path, small):
    """Return a class of four in two teams; the first has planned."""
    found = Room(Journal(tmp_path / "class.sqlite"))
    found.seats._now = Clock()
    found._happen({"do": "begin", "game": small})
    for number in range(1, 5):
        hear(found, f"phone {number}", do="join", name=f"Student {number}")
        join(found, f"phone {number}", NAMES[number % 2])
    plan(found, "phone 1", {"social": 0.4375}, research=True)
    yield found
    found.close()


def join(room, browser, team):
    hear(room, browser, do="team", team=team, word=room.plays.word(team).lower())


def plan(room, browser, levers, **said):
    year = len(room.plays.game.decided) + 1
    hear(room, browser, **{"do": "plan", "year": year, "levers": levers, **said})


def lead(room, **said):
    """Lead, and wait until what is computed is there."""
    room.lead(said)
    until = time.monotonic() + 60
    while room.plays.preparing and time.monotonic() < until:
        time.sleep(0.01)
    assert not room.plays.trouble


def shown(room, *browsers):
    views = [room.for_board(), room.for_leader(), *map(room.for_seat, browsers)]
    return json.dumps(views, ensure_ascii=False)


def test_who_does_not_know_a_teams_word_does_not_come_in(room):
    """Not in the first year, from another team; not later, as somebody new."""
    for said in ({}, {"word": "ABC-DEF"}, {"word": ["x"]}, {"word": room.plays.word("Red")}):
        with pytest.raises(InputError, match="somebody already"):
            hear(room, "phone 2", do="team", team="Blue", **said)
    lead(room, do="year", year=1)
    hear(room, "phone 5", do="join", name="Second cookie")
    with pytest.raises(InputError, match="somebody already"):
        hear(room, "phone 5", do="team", team="Blue")
    assert room.plays.word("Blue") not in shown(room, "phone 2", "phone 5")
    assert room.plays.word("Blue") in shown(room, "phone 1")
    join(room, "phone 5", "Blue")
    assert room.for_seat("phone 5")["play"]["team"] == "Blue"


def test_who_loses_a_phone_comes_back_into_the_team_that_nobody_holds(room):
    for seat in (1, 3):
        room.lead({"do": "free", "seat": seat})
    hear(room, "phone 6", do="join", name="Ann again")
    hear(room, "phone 6", do="team", team="Blue")
    assert room.for_seat("phone 6")["play"]["levers"][3]["value"] == 0.4375


def test_another_game_has_other_words(room, small):
    before = room.plays.word("Red")
    room._happen({"do": "begin", "game": small})
    assert room.plays.word("Red") != before
    after = room.plays.word("Red")
    assert _again(room).plays.word("Red") == after


def test_nobody_moves_another_teams_levers(room):
    assert room.plays.plans.keys() == {"Blue"}
    for said in (
        {"do": "plan", "year": 1, "levers": {"social": 1.0}, "team": "Blue"},
        {"do": "plan", "year": 1, "levers": {"social": 1.0}, "seat": 1},
    ):
        hear(room, "phone 2", **said)  # the words of another team change nothing
        assert room.plays.plans["Blue"].levers == {"social": 0.4375}
        assert room.plays.plans["Red"].levers == {"social": 1.0}
    hear(room, "phone 5", do="join", name="Late")
    with pytest.raises(InputError, match="team first"):
        plan(room, "phone 5", {})
    with pytest.raises(InputError):
        hear(room, "phone 6", do="plan", year=1, levers={})
    lead(room, do="year", year=1)
    with pytest.raises(InputError, match="stays"):
        hear(room, "phone 2", do="team", team="Blue")
    for do in ("begin", "year", "debrief", "show"):
        with pytest.raises(InputError):
            hear(room, "phone 2", do=do, year=2)


@pytest.mark.parametrize(
    ("levers", "said"),
    [
        (dict.fromkeys(ALL[3:], 1.0), "budget"),
        ({"price": 1.0}, "from €15.00 to €25.00"),
        ({"reward_rate": 0.5}, "found 50.%; it can be set from 0.% to 20.%"),
        ({"social": 10**400}, "too large to hold"),
        ({"social": float("nan")}, "nan"),
        ({"social": -0.1}, "social"),
        ({"mind": 1.0}, "not played"),
        ([], "levers"),
        ({"social": None}, "social"),
    ],
)
def test_a_plan_against_the_rules_is_refused(room, levers, said):
    before = room.plays.plans["Blue"]
    with pytest.raises(InputError, match=said):
        plan(room, "phone 1", levers)
    assert room.plays.plans["Blue"] == before


def test_a_year_that_has_begun_takes_no_plan_and_is_lived_once(room):
    lead(room, do="year", year=1)
    lead(room, do="year", year=1)
    assert len(room.plays.game.decided) == 1
    with pytest.raises(InputError, match="begun"):
        hear(room, "phone 1", do="plan", year=1, levers={})


def test_while_a_year_goes_by_no_plan_is_taken(room):
    before, room.plays.preparing = dict(room.plays.plans), "Year 1 goes by"
    with pytest.raises(InputError, match="begun"):
        plan(room, "phone 2", {"social": 1.0})
    assert room.plays.plans == before


def test_who_is_freed_leaves_the_team_and_the_plan_stays(room):
    def members():
        return {one["name"]: one["members"] for one in room.for_board()["play"]["teams"]}

    assert members() == {"Red": 2, "Blue": 2}
    room.lead({"do": "free", "seat": 1})
    assert members() == {"Red": 2, "Blue": 1} and "Blue" in room.plays.plans
    hear(room, "phone 1", do="join", name="Another")
    assert room.for_seat("phone 1")["play"]["team"] is None


def test_a_team_sees_its_own_plan_and_books_and_no_others(room):
    assert "0.4375" in shown(room, "phone 1", "phone 3")
    assert "0.4375" not in shown(room, "phone 2", "phone 4")
    lead(room, do="year", year=1)
    books = {one: dict(room.for_seat(one)["play"]["reports"][0]["books"]) for one in PHONES}
    assert books["phone 1"] == books["phone 3"] != books["phone 2"]
    assert room.for_seat("phone 1")["play"]["reports"][0]["research"]
    assert "Trust" not in shown(room, "phone 2") and "Share of" not in shown(room, "phone 2")
    theirs = books["phone 1"]["Revenue"]
    assert theirs not in shown(room, "phone 2") and theirs in shown(room, "phone 3")


PHONES = ("phone 1", "phone 2", "phone 3", "phone 4")


def test_at_the_end_all_is_told_and_a_class_goes_on_from_its_file(room):
    lead(room, do="year", year=1)
    middle = shown(room, *PHONES)
    again = _again(room)
    assert shown(again, *PHONES) == middle
    plan(again, "phone 2", {"price": 18.0})
    lead(again, do="year", year=2)
    with pytest.raises(InputError, match="over"):
        lead(again, do="year", year=3)
    lead(again, do="debrief")
    told = again.for_board()["play"]["debrief"]
    assert [one["title"] for one in told["tables"]][:2] == [
        "Who earned what",
        "What each would have earned more, had it",
    ]
    travelled = [row[0] for row in told["tables"][3]["rows"]]
    assert all(firm in told["life"] for firm in travelled)
    assert travelled[-1] in told["life"].partition("In short:")[2].partition("Before the")[0]
    end = shown(again, *PHONES)
    once_more = _again(again)
    assert shown(once_more, *PHONES) == end
    once_more.lead({"do": "forget"})
    assert once_more.for_board()["play"] is None
    once_more.close()


def _again(room):
    """Return the class as another server opens it."""
    room.close()
    found = Room(Journal(room.place))
    found.seats._now = Clock()
    found.plays.resume()
    lead(found, do="show")
    return found


def test_a_question_can_be_asked_in_between(room):
    room.lead({"do": "ask", "claim": "recovery_paradox"})
    assert room.for_board()["play"] is None and room.for_seat("phone 1")["play"] is None
    room.lead({"do": "show"})
    assert room.for_board()["play"]["year"] == 1


@pytest.mark.parametrize(
    "said", [{"market": "/etc/passwd"}, {"teams": 9}, {"teams": True}, {"years": 10**9}, {}]
)
def test_a_game_that_is_no_game_is_not_begun(room, said):
    with pytest.raises(InputError):
        room.lead({"do": "begin", "market": "insurance", "teams": 2, "years": "2", **said})
    assert not room.plays.preparing


BUSY = 600_000
"""Milliseconds: where others compute, a killed server takes minutes to live four years again."""


@pytest.mark.faults
@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system kills otherwise")
def test_four_teams_play_ten_years_in_browsers_and_are_killed_once(serve, visit, tmp_path):
    words = ("tests.app.stub_page:Page", "--lan", "--class", str(tmp_path / "game.sqlite"))
    server = serve(*words)
    quiet = ("Failed to load resource", "ERR_CONNECTION", "ERR_INCOMPLETE", "ERR_EMPTY")
    board = visit(server.lead, allow=quiet).page
    phones = {}
    for team in NAMES[:4]:
        phones[team] = page = visit(f"{server.address}/class?code={server.code}", allow=quiet).page
        page.get_by_label("Your name").fill(team)
        page.keyboard.press("Enter")
        page.get_by_text("You are in.").wait_for()
    board.get_by_text("Game", exact=True).click()
    board.get_by_role("button", name="Begin a game").click()
    for team, page in phones.items():
        page.get_by_role("button", name=team).click(timeout=BUSY)
    for year in range(1, 11):
        for place, page in enumerate(phones.values()):
            page.get_by_role("heading", name=f"year {year} of 10").wait_for(timeout=BUSY)
            slider = page.get_by_role("slider").nth((place + year) % 7)
            slider.press("ArrowLeft" if year % 2 else "ArrowRight")
            page.get_by_role("button", name="Decide").click(timeout=BUSY)
            page.get_by_text(re.compile("has decided.|budget:")).wait_for(timeout=BUSY)
        if year == 5:
            server.interrupt(signal.SIGKILL)
            server = serve(*words, port=server.port)
        board.get_by_role("button", name=f"Live through year {year}").click(timeout=BUSY)
    board.get_by_role("button", name="Tell all").click(timeout=BUSY)
    board.get_by_text("What each would have earned more").wait_for(timeout=BUSY)
    assert board.locator(".told").count() == 4
    rows = board.locator(".told").nth(1).locator("tbody tr")
    assert [rows.nth(place).locator("th").inner_text() for place in range(4)] == list(NAMES[:4])
