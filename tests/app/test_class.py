"""A class without a browser: what each may see, what nobody may do, and that it goes on."""

import json
import os
import signal
import sqlite3
import time
from contextlib import ExitStack, suppress
from pathlib import Path
from statistics import median

import pytest

from relsim.app.classroom import seats as seats_of
from relsim.app.classroom.answers import answers_csv
from relsim.app.classroom.journal import HOURS_KEPT, Journal, usual_place
from relsim.app.classroom.room import MOST_CHANGES, Room
from relsim.app.classroom.rounds import STAGES
from relsim.app.classroom.routes import _FILES
from relsim.app.classroom.seats import MOST, Seats, TooFast
from relsim.app.classroom.streams import MOST_STANDING, Streams
from relsim.errors import InputError, StorageError
from tests.app.measure import memory
from tests.app.phones import Phone, Stream, teacher
from tests.app.test_sessions import Clock

CLAIM = "recovery_paradox"
BET = [0.0123, 0.0456, -0.0789, 0.0321]


@pytest.fixture
def place(tmp_path):
    return tmp_path / "class.sqlite"


@pytest.fixture
def room(place):
    found = Room(Journal(place))
    found.seats._now = Clock()
    yield found
    found.close()


def hear(room, browser, **said):
    room.seats._now.now += 10
    room.say(browser, said, address=f"192.168.1.{browser[-1]}")


def answer(room, browser, what):
    hear(room, browser, do="answer", what=what, **now(room))


def now(room):
    return {"stage": room.rounds[-1].stage, "round": len(room.rounds)}


def go(room, stage):
    while room.rounds[-1].stage != stage:
        room.lead({"do": "go", "stage": room.rounds[-1].next(), "round": len(room.rounds)})


@pytest.fixture
def asked(room):
    """Return a class of two who were asked; the first has bet."""
    for browser, name in (("phone 1", "Ann"), ("phone 2", "=Bob()")):
        hear(room, browser, do="join", name=name)
    room.lead({"do": "ask", "claim": CLAIM})
    answer(room, "phone 1", "depends")
    go(room, "bet")
    answer(room, "phone 1", BET)
    return room


def seen(room):
    """Return all that anybody but the first phone is told, as it is sent."""
    shown = [room.for_seat("phone 2"), room.for_board(), room.for_leader()]
    return json.dumps(shown, ensure_ascii=False)


def test_before_the_reveal_nobody_sees_anothers_bet_nor_what_is_true(asked):
    truth = [one["shown"] for one in asked.rounds[-1].asked["truth"]["points"]]
    secrets = [str(one) for one in BET] + truth + ["refuted"]
    assert asked.for_seat("phone 1")["round"]["mine"] == {"before": "depends", "bet": BET}
    assert not [one for one in secrets if one in seen(asked)]
    assert asked.for_board()["round"]["answered"] == 1
    assert answers_csv(asked).count("\n") == 1
    go(asked, "reveal")
    assert all(one in seen(asked) for one in secrets[:-1])
    assert secrets[-1] not in seen(asked)
    go(asked, "end")
    assert secrets[-1] in seen(asked)
    votes = {
        one["title"]: (one["before"], one["after"]) for one in asked.for_board()["round"]["votes"]
    }
    assert votes["It depends"] == (1, 0)


def test_what_was_revealed_cannot_be_bet_on_and_there_is_no_way_back(asked):
    late = {"do": "answer", "what": BET, **now(asked)}
    go(asked, "reveal")
    for said in (late, {**late, "stage": "reveal"}, {**late, "round": 7}):
        with pytest.raises(InputError):
            hear(asked, "phone 2", **said)
    for stage in STAGES:
        if stage != "after":
            asked.lead({"do": "go", "stage": stage, "round": 1})
    assert asked.rounds[-1].stage == "reveal"
    asked.lead({"do": "go", "stage": "after", "round": 0})
    assert asked.rounds[-1].stage == "reveal"


@pytest.mark.parametrize(
    "said",
    [
        *(
            {"do": do, "stage": "reveal", "round": 1}
            for do in ("ask", "go", "free", "forget", "lead")
        ),
        {"do": "answer", "stage": "bet", "round": 1, "what": [0.1]},
        {"do": "answer", "stage": "bet", "round": 1, "what": [0.1, 0.1, 0.1, float("nan")]},
        {"do": "answer", "stage": "bet", "round": 1, "what": [0.1, 0.1, 0.1, True]},
        {"do": "answer", "stage": "bet", "round": 1, "what": "[1,2,3,4]"},
        {"do": "join", "name": "‮drawkcab"},
        {"do": "join", "name": "\u3164"},
        {"do": "join", "name": "x" * 41},
        {"do": "join", "name": ["Ann"]},
        {},
    ],
)
def test_a_phone_can_join_and_answer_and_nothing_else(asked, said):
    before = seen(asked)
    with pytest.raises(InputError):
        hear(asked, "phone 2", **said)
    assert seen(asked) == before


ODD = (None, True, -1, 10**400, float("inf"), "", "x" * 3000, [], [[]], {}, {"a": 1})


@pytest.mark.parametrize("odd", ODD, ids=lambda odd: str(odd)[:12])
def test_whatever_is_said_is_refused_in_words(asked, odd):
    before = seen(asked)
    for said in (
        {"do": odd},
        {"do": "join", "name": odd if not isinstance(odd, str) else ""},
        {"do": "answer", "stage": odd, "round": 1, "what": BET},
        {"do": "answer", "stage": "bet", "round": odd, "what": BET},
        {"do": "answer", "stage": "bet", "round": 1, "what": odd},
        {"do": "team", "team": odd},
        {"do": "plan", "year": odd, "levers": odd},
    ):
        if said.get("round") is not True:  # which Python takes for 1
            with pytest.raises(InputError):
                hear(asked, "phone 2", **said)
    go(asked, "after")
    with pytest.raises(InputError):
        hear(asked, "phone 2", do="answer", stage="after", round=1, what=odd)
    for do in (odd, "ask", "begin", "year", "debrief"):
        with pytest.raises(InputError):
            asked.lead({"do": do, "claim": odd, "market": odd, "teams": odd, "years": odd})
    assert before.count("Ann") == seen(asked).count("Ann")


def test_bets_lie_in_an_order_that_does_not_tell_who_bet_when(asked):
    answer(asked, "phone 2", [-0.05, 0.0, 0.0, 0.0])
    go(asked, "reveal")
    assert asked.for_board()["round"]["bets"] == [[-0.05, 0.0, 0.0, 0.0], BET]


def test_a_bet_beyond_the_scale_is_taken_to_its_end(asked):
    answer(asked, "phone 2", [1e300, -5, 0, 0])
    ends = [asked.rounds[-1].asked[end] for end in ("high", "low")]
    assert asked.for_seat("phone 2")["round"]["mine"]["bet"] == [*ends, 0, 0]


def test_who_leads_asks_for_claims_and_opens_no_file(room):
    for name in ("../../etc/passwd", "/etc/passwd", "no such claim", None):
        with pytest.raises(InputError):
            room.lead({"do": "ask", "claim": name})


def test_a_class_is_full_and_one_with_many_cookies_keeps_nobody_out(room):
    def join(number, address):
        room.seats._now.now += 1
        room.say(f"browser {number}", {"do": "join", "name": "X"}, address)

    for number in range(MOST):
        join(number, "10.0.0.1" if number % 2 else f"10.0.1.{number}")
    join(MOST, "10.0.2.1")
    assert len(room.seats) == MOST and f"browser {MOST - 1}" not in room.seats
    with pytest.raises(InputError, match=str(MOST)):
        join(MOST + 1, "10.0.0.1")
    room.lead({"do": "door", "open": False})
    with pytest.raises(InputError, match="closed"):
        join(MOST + 2, "10.0.3.1")


def test_two_behind_one_router_who_came_in_time_keep_their_seats():
    seats = Seats()
    for number in range(MOST):
        seats.place(f"browser {number}", "X")
        seats.seen(f"browser {number}", "10.0.0.1" if number < 2 else f"10.0.1.{number}")
    seats.seen("late", "10.0.1.7")
    with pytest.raises(InputError, match="taken"):
        seats.room_for("late")
    assert seats.room_for("new") == seats["browser 1"]


def test_nobody_is_faster_than_fingers(room):
    room.seats._now.now += 10
    with pytest.raises(TooFast):
        for _ in range(int(seats_of.BURST) + 1):
            room.say("phone 1", {"do": "join", "name": "Ann"})
    room.say("phone 2", {"do": "join", "name": "Bob"})
    hear(room, "phone 1", do="join", name="Ann")


def test_an_address_with_many_cookies_is_slower_than_its_cookies_together(room):
    room.seats._now.now += 10
    with pytest.raises(TooFast):
        for number in range(int(seats_of.BURST * seats_of.A_CLASS) + 1):
            room.seats.check_pace(f"browser {number}", "10.0.0.1")
    room.say("phone 1", {"do": "join", "name": "Ann"}, "10.0.0.2")


def test_many_cookies_make_nobodys_pace_forgotten(room):
    for number in range(20 * MOST):
        with suppress(TooFast):
            room.seats.check_pace(f"browser {number}", "10.0.0.1")
    with pytest.raises(TooFast):
        room.seats.check_pace("one more", "10.0.0.1")
    room.seats._now.now += 10
    room.seats.check_pace("one more", "10.0.0.1")
    assert len(room.seats._said) < 20


def test_who_was_too_fast_may_go_on_at_the_pace_of_fingers(room):
    def said():
        try:
            room.seats.check_pace("phone 1", "10.0.0.1")
        except TooFast:
            return 0
        return 1

    many = int(seats_of.BURST) + 5
    assert sum(said() for _ in range(many)) == seats_of.BURST
    room.seats._now.now += 1
    assert sum(said() for _ in range(many)) == seats_of.A_SECOND


def test_a_seat_changes_its_mind_so_often_within_a_stage_and_no_more(asked):
    for _ in range(MOST_CHANGES - 1):
        asked.apply({"do": "answer", "browser": "phone 1", "what": BET})
    with pytest.raises(InputError, match="too often"):
        answer(asked, "phone 1", [0.0] * 4)
    assert asked.for_seat("phone 1")["round"]["mine"]["bet"] == BET
    with pytest.raises(InputError, match="too often"):
        hear(asked, "phone 1", do="join", name="Another name")
    answer(asked, "phone 2", BET)
    go(asked, "after")
    answer(asked, "phone 1", "holds")


def test_no_two_seats_have_one_number_though_one_was_freed(asked):
    asked.lead({"do": "free", "seat": 1})
    hear(asked, "phone 3", do="join", name="Cleo")
    assert [one["seat"] for one in asked.for_leader()["people"]] == [2, 3]


def test_the_key_of_one_class_does_not_lead_another(room, tmp_path):
    other = Room(Journal(tmp_path / "other.sqlite"))
    assert other.leads(other.key) and not other.leads(room.key)
    assert not other.leads(other.key[:-1]) and not other.leads(None)
    other.close()


def test_who_stands_keeps_nobody_from_being_told():
    streams = Streams()
    for number in range(3 * MOST_STANDING):
        assert streams.open(f"cookie {number}", "10.0.0.1", seated=False)
    first = streams.open("somebody new", "10.0.0.2", seated=False)
    streams.open("one cookie more", "10.0.0.1", seated=False)
    assert first and not first.ended
    assert streams.open("seated", "10.0.0.1", seated=True)
    assert len(streams._open) == MOST_STANDING + 1


def test_a_code_says_whose_bet_was_handed_in_and_changes_with_it(asked):
    answer(asked, "phone 2", BET)
    last = asked.rounds[-1]
    before = last.hand_in("phone 2", asked.secret)
    answer(asked, "phone 2", [0.0, *BET[1:]])
    assert last.hand_in("phone 2", asked.secret) != before
    answer(asked, "phone 2", BET)
    go(asked, "reveal")
    codes = [asked.for_seat(one)["round"]["code"] for one in ("phone 1", "phone 2")]
    assert codes[0] != codes[1] == before
    assert asked.lead({"do": "find", "code": codes[0].lower()})["told"].endswith("seat 1, Ann.")
    assert "No bet" in asked.lead({"do": "find", "code": "AAAA-AAAA"})["told"]
    rows = answers_csv(asked).splitlines()
    assert len(rows) == 9
    assert rows[1].startswith(f"1,{CLAIM},1,Ann,It depends,,recovery expected,0.3,1.23,")
    assert "'=Bob()" in rows[5] and rows[5].endswith(codes[1])
    point, scale = last.asked["truth"]["points"][0], last.asked["format"]["scale"]
    found = [float(one) for one in rows[1].split(",")[9:12]]
    assert found == [pytest.approx(scale * point[name]) for name in ("mean", "low", "high")]


def test_who_is_freed_is_forgotten_with_what_they_said(asked):
    asked.lead({"do": "free", "seat": 1})
    assert asked.for_seat("phone 1") == {"seat": None, "open": True}
    assert asked.for_board()["round"]["answered"] == 0
    assert [one["name"] for one in asked.for_leader()["people"]] == ["=Bob()"]


def test_a_class_goes_on_from_its_file_and_can_be_forgotten(asked, place):
    before, code, key = seen(asked), asked.code.plain, asked.key
    asked.close()
    again = Room(Journal(place))
    assert (seen(again), again.code.plain, again.key) == (before, code, key)
    with pytest.raises(StorageError, match="another server"):
        Journal(place)
    again.lead({"do": "forget"})
    again.close()
    assert b"Ann" not in place.read_bytes()
    empty = Room(Journal(place))
    assert empty.for_board()["seats"] == 0 and empty.code.plain == code
    empty.close()


def test_a_file_of_something_else_is_left_alone(place):
    with sqlite3.connect(place) as other:
        other.execute("CREATE TABLE notes (text)")
    with pytest.raises(InputError, match="something else"):
        Journal(place)
    place.write_text("no database")
    with pytest.raises((InputError, StorageError)):
        Journal(place)


def test_a_class_without_a_file_of_its_own_is_forgotten_after_some_hours(tmp_path, monkeypatch):
    monkeypatch.setattr("platformdirs.user_data_dir", lambda name: str(tmp_path))
    place = usual_place(1234)
    place.write_text("")
    assert usual_place(1234).is_file()
    old = place.stat().st_mtime - 3600 * HOURS_KEPT - 60
    os.utime(place, (old, old))
    assert not usual_place(1234).exists()


# Over the wire.


PHONE_LOADS = ("/class", *(f"/class/{name}" for name in _FILES))


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    return tmp_path_factory.mktemp("class") / "class.sqlite"


@pytest.fixture(scope="module")
def served(serve, kept):
    return serve("tests.app.stub_page:Page", "--lan", "--class", str(kept))


def test_thirty_phones_bet_and_the_board_knows_within_a_second(served):
    thirty_bet(served)


@pytest.mark.statistics
def test_thirty_phones_bet_while_a_market_is_compared_on_the_real_page(serve, visit, tmp_path):
    server = serve("relsim.app.page.page:Page", "--lan", "--class", str(tmp_path / "class.sqlite"))
    way_in = f"{server.address}/class?code={server.code}"
    page = visit(way_in).page
    page.goto(f"{server.address}/?scenario=insurance")
    page.locator("svg.main-svg").first.wait_for(timeout=120_000)
    thirty_bet(server)


def thirty_bet(served):
    before = memory(served.process)
    lead, phones, waits = teacher(served), [Phone(served) for _ in range(30)], []
    for number, one in enumerate(phones):
        for path in PHONE_LOADS:
            assert served.ask(path, headers={"Cookie": one.cookie})[0] == 200
        assert one.say(do="join", name=f"Student {number}")[0] == 200
    lead.led(do="ask", claim=CLAIM)
    lead.led(do="go", stage="bet", round=1)
    with Stream(served, "lead", lead.cookie) as board, ExitStack() as streams:
        for one in phones:
            streams.enter_context(Stream(served, "phone", one.cookie))
        for number, one in enumerate(phones):
            since = time.monotonic()
            assert one.say(do="answer", stage="bet", round=1, what=[0.01 * number] * 4)[0] == 200
            board.wait(lambda seen, so_far=number: seen["round"]["answered"] > so_far)
            waits.append(time.monotonic() - since)
    print(f"median {1000 * median(waits):.0f} ms, longest {1000 * max(waits):.0f} ms")
    assert median(waits) < 1
    print(f"memory {before} MB before, {memory(served.process)} with thirty phones")
    assert (memory(served.process) or 0) < 1000


def test_only_who_has_the_key_leads(served):
    phone = Phone(served)
    key = served.lead.partition("key=")[2]
    for cookie in (phone.cookie, "", f"{phone.cookie}; relsim-lead-{served.port}={'0' * 32}"):
        own = {"Cookie": cookie, "Origin": served.address}
        body = b'{"do": "go", "stage": "reveal", "round": 1}'
        assert served.ask("/class/led", "POST", own, body)[0] == 403
        for path in (
            "/class/lead",
            "/class/lead?key=wrong",
            "/class/answers.csv",
            "/class/told/lead",
        ):
            status, _, shown = served.ask(path, headers={"Cookie": cookie})
            assert status == 403 and key.encode() not in shown
    for path in ("/class", "/class/board", "/class/class.js"):
        assert key.encode() not in served.ask(path, headers={"Cookie": phone.cookie})[2]
    assert key not in json.dumps(phone.told())
    assert served.ask("/class")[2].count(b'name="code"') == 1
    for path in ("/class/told/phone", "/class/told/board"):
        assert served.ask(path)[0] == 403
    assert served.ask("/class/say", "POST", {"Origin": served.address}, b"{}")[0] == 403


def test_other_pages_long_messages_and_many_streams_are_refused(served):
    phone = Phone(served)
    foreign = {"Cookie": phone.cookie, "Origin": "http://evil.example"}
    assert served.ask("/class/say", "POST", foreign, b'{"do": "join", "name": "X"}')[0] == 403
    assert phone.say(do="join", name="x" * 5000)[0] == 413
    assert phone.say(do="answer")[0] == 400
    assert phone.post("/class/say", b"[" * 4000)[0] == 400
    with ExitStack() as streams:
        for _ in range(4):
            streams.enter_context(Stream(served, "phone", phone.cookie)).wait()
        assert served.ask("/class/told/phone", headers={"Cookie": phone.cookie})[0] == 503
    policy = served.ask("/class", headers={"Cookie": phone.cookie})[1]["content-security-policy"]
    assert "script-src 'self';" in policy and "unsafe" not in policy


def test_forged_cookies_other_sites_and_ways_out_of_the_class_lead_nowhere(served, kept):
    phone, lead = Phone(served), teacher(served)
    name, _, value = phone.cookie.partition("=")
    forged = value[:-1] + ("A" if value[-1] != "A" else "B")
    for cookie in (f"{name}={forged}", f"{name}=", f"{name}={value[::-1]}", f"other={value}"):
        own = {"Cookie": cookie, "Origin": served.address}
        assert served.ask("/class/say", "POST", own, b'{"do": "join", "name": "X"}')[0] == 403
        assert served.ask("/class/told/phone", headers={"Cookie": cookie})[0] == 403
        assert b'name="code"' in served.ask("/class", headers={"Cookie": cookie})[2]
    body = b'{"do": "forget"}'
    for origin in ({}, {"Origin": "http://evil.example"}, {"Origin": "null"}):
        own = {"Cookie": lead.cookie, **origin}
        assert served.ask("/class/led", "POST", own, body)[0] == 403
    elsewhere = {"Origin": served.address, "Sec-Fetch-Site": "cross-site", "Cookie": lead.cookie}
    assert served.ask("/class/led", "POST", elsewhere, body)[0] == 403
    outside = ("..", "%2e%2e", "%2e%2e%2f%2e%2e", "told/..", "told/%2e%2e", "page.css/..")
    for way in outside:
        for file in (kept.name, "routes.py", "lead", "answers.csv"):
            status, _, shown = served.ask(f"/class/{way}/{file}", headers={"Cookie": phone.cookie})
            assert status in (303, 400, 403, 404), (way, file)
            assert not any(one in shown for one in (b"SQLite", b"import", b"question,claim"))


def test_a_cookie_on_two_phones_is_one_seat_with_one_bet(served):
    lead, phone, copied = teacher(served), Phone(served), Phone(served)
    copied.cookie = phone.cookie
    assert phone.say(do="join", name="Ann")[0] == copied.say(do="join", name="Ann")[0] == 200
    lead.led(do="ask", claim=CLAIM)
    number = phone.told()["number"]
    lead.led(do="go", stage="bet", round=number)
    with Stream(served, "lead", lead.cookie) as board:
        before = board.wait()["seats"]
        for one, bet in ((phone, 0.0123), (copied, 0.0456)):
            said = {"do": "answer", "stage": "bet", "round": number, "what": [bet] * 4}
            assert one.say(**said)[0] == 200
        now = board.wait(lambda seen: seen["round"]["answered"])
    assert (now["seats"], now["round"]["answered"]) == (before, 1)
    assert phone.told()["round"]["mine"]["bet"] == [0.0456] * 4


def test_one_student_with_many_cookies_fills_no_class(served):
    """All from one address, as behind a router: seats end, and who leads goes on."""
    lead, answers = teacher(served), []
    with Stream(served, "lead", lead.cookie) as board:
        for number in range(MOST + 6):
            answers.append(Phone(served).say(do="join", name=f"Nobody {number}")[0])
        assert set(answers) == {200, 400}
        board.wait(lambda seen: seen["seats"] == MOST)
        lead.led(do="door", open=False)
        for one in board.wait(lambda seen: not seen["open"])["people"]:
            if one["name"].startswith("Nobody"):
                lead.led(do="free", seat=one["seat"])
        assert Phone(served).say(do="join", name="Nobody again")[0] == 400
        lead.led(do="door", open=True)
    assert Phone(served).say(do="join", name="Ann")[0] == 200


def test_a_short_game_is_played_over_the_wire(served):
    lead, phone = teacher(served), Phone(served)
    assert phone.say(do="join", name="Ann")[0] == 200
    with Stream(served, "lead", lead.cookie) as board:
        lead.led(do="begin", market="insurance", teams=2, years=1)
        board.wait(lambda seen: seen["play"] and not seen["preparing"])
        assert phone.say(do="team", team="Red")[0] == 200
        assert phone.say(do="plan", year=1, levers={"social": 0.5})[0] == 200
        assert phone.post("/class/led", b'{"do": "year", "year": 1}')[0] == 403
        lead.led(do="year", year=1)
        board.wait(lambda seen: seen["step"] == "debrief")
        lead.led(do="debrief")
        told = board.wait(lambda seen: seen["play"]["debrief"])["play"]["debrief"]
    assert "won with" in told["said"][0]
    assert phone.told()["play"]["reports"][0]["year"] == 1


PHONE = {"width": 390, "height": 844}


def test_one_leads_and_two_phones_follow_in_browsers(served, visit):
    screen, phone = {"width": 1366, "height": 768}, PHONE
    board = visit(served.lead, viewport=screen).page
    assert board.url == f"{served.address}/class/lead"
    ann, bob = (
        visit(f"{served.address}/class", viewport=phone, locale=spoken) for spoken in ("en", "zh")
    )
    for name, one in (("Ann", ann), ("<b>Bob", bob)):
        one.page.get_by_role("textbox").fill(served.code)
        one.page.keyboard.press("Enter")
        one.page.locator("#name").fill(name)
        one.page.keyboard.press("Enter")
        one.sees(f"· {name}")
    board.get_by_label("A claim to ask").select_option("lifetime_value")
    board.get_by_role("button", name="Ask this").click()
    ann.clicks("It holds").sees("Noted.")
    board.get_by_text("1 of ").wait_for()
    board.get_by_role("button", name="Bets, please").press("Enter")
    for one, presses in ((ann, 4), (bob, 9)):
        slider = one.page.get_by_role("slider").first
        for _ in range(presses):
            slider.press("ArrowRight")
        one.page.locator("button.go").press("Enter")
    ann.sees("Your bet stands.")
    bob.sees("下注已记下。")
    board.get_by_text("2 of ").wait_for()
    assert board.locator("main .bets, main .heap, main .truth").count() == 0
    board.get_by_role("button", name="Reveal").press("Enter")
    board.locator("main .truth").wait_for()
    assert board.locator("main .bets, main .heap").count()
    lowest, bar = (
        board.locator(one).bounding_box() for one in ("main .picture svg", ".tools-of-lead")
    )
    assert lowest["y"] + lowest["height"] <= bar["y"], "the chart is on a laptop's first screen"
    codes = [one.page.locator(".code").inner_text() for one in (ann, bob)]
    board.get_by_text("People").last.click()
    board.get_by_label("Whose code is this?").fill(codes[1])
    board.get_by_role("button", name="Look").click()
    board.get_by_text(", <b>Bob.").wait_for()
    board.get_by_role("button", name="Ask once more").click()
    bob.clicks("视情况而定").sees("已记下。")
    board.get_by_role("button", name="Before and after").click()
    board.get_by_text("Verdict:").wait_for()
    bob.sees("你之前的看法：")
    assert bob.page.evaluate("document.documentElement.lang") == "zh-Hans"
    _one_plays_against_minds(board, ann, bob)
    weak_letters = Path(__file__).with_name("contrast.js").read_text(encoding="utf-8")
    for page in (board, ann.page, bob.page):
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            assert page.evaluate(weak_letters) == [], scheme
        assert page.evaluate("localStorage.length") == 0
    assert [one["name"] for one in ann.context.cookies()] == [f"relsim-{served.port}"]


def test_a_board_waits_in_words_and_shows_bets_on_one_number_as_heaps(serve, visit, tmp_path):
    served = serve("tests.app.stub_page:Page", "--lan", "--class", str(tmp_path / "one.sqlite"))
    board = visit(served.lead, viewport={"width": 1366, "height": 768}).page
    board.get_by_text("With a phone:").wait_for()
    page = visit(f"{served.address}/class?code={served.code}", viewport=PHONE).page
    page.locator("#name").fill("Cleo")
    page.keyboard.press("Enter")
    board.get_by_label("A claim to ask").select_option("bonding_levels")
    board.get_by_role("button", name="Ask this").click()
    board.get_by_role("button", name="Bets, please").click()
    page.get_by_role("slider").press("PageUp")
    ends = [
        one.replace("\N{NO-BREAK SPACE}", " ")
        for one in page.locator(".ends span").all_inner_texts()
    ]
    assert ends == ["−20.0 pt", "0.0 pt", "+20.0 pt"]
    page.locator("button.go").click()
    board.get_by_text("1 of ").wait_for()
    board.get_by_role("button", name="Reveal").click()
    heap, truth = (board.locator(f"main .{one}").bounding_box() for one in ("heap", "truth"))
    assert heap["height"] > 100 and heap["x"] + heap["width"] < truth["x"]


def _one_plays_against_minds(board, ann, bob):
    board.on("dialog", lambda dialog: dialog.accept())
    board.get_by_text("Game", exact=True).click()
    board.get_by_label("Teams").fill("1")
    board.get_by_label("Years").fill("1")
    board.get_by_role("button", name="Begin a game").click()
    ann.page.get_by_role("button", name="Red").click(timeout=120_000)
    word = ann.sees("The word that lets others").page.locator("p strong").first.inner_text()
    bob.page.get_by_role("button", name="Red").click()
    bob.page.locator("#word").fill(word.lower())
    bob.page.keyboard.press("Enter")
    bob.page.get_by_role("slider").first.wait_for()
    points = ann.page.locator(".row", has_text="Points")
    points.get_by_role("slider").press("ArrowRight")
    assert points.locator("output").inner_text().replace("\xa0", " ") == "0.5 %"
    ann.clicks("Decide").sees("Your team has decided.")
    board.get_by_role("button", name="Live through year 1").click(timeout=60_000)
    board.get_by_role("button", name="Tell all").click(timeout=60_000)
    board.get_by_text("had Red kept its first levers").first.wait_for(timeout=120_000)
    assert board.locator(".lanes .firm").count() >= 4
    assert board.get_by_text("Who left whom, for whom").count() == 1


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system kills otherwise")
def test_a_killed_server_goes_on_with_the_same_seats_codes_and_bets(serve, served, kept):
    phone, lead = Phone(served), teacher(served)
    assert phone.say(do="join", name="Zoe")[0] == 200
    lead.led(do="ask", claim="two_keys")
    number = phone.told()["number"]
    lead.led(do="go", stage="bet", round=number)
    assert phone.say(do="answer", stage="bet", round=number, what=[0.0] * phone.points())[0] == 200
    before = phone.told()
    served.interrupt(signal.SIGKILL)
    again = serve("tests.app.stub_page:Page", "--lan", "--class", str(kept), port=served.port)
    assert (again.code, again.lead) == (served.code, served.lead)
    assert phone.told() == before
    lead.led(do="go", stage="reveal", round=number)
    assert phone.told()["round"]["code"]
