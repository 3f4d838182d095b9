"""Who is here: how many, for how long, and that nobody sees what is another's."""

import pytest

from relsim.app.server.sessions import MOST, MOST_OF_ONE, RESERVED_SECONDS, Sessions
from tests.app.talking import HELLO, speak


class Clock:
    """A clock that a test moves."""

    def __init__(self):
        self.now = 0.0

    def __call__(self):
        return self.now


@pytest.fixture
def here():
    """Return the sessions there are, for a test to fill."""
    return {}


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def sessions(here, clock):
    return Sessions(lambda: here, now=clock)


def arrive(sessions, here, browser, session):
    """Ask for the page, connect, and be here."""
    refusal = sessions.ask_for_page(browser) or sessions.connect(browser, session)
    if refusal is None:
        here[session] = browser
        sessions.connected(session)
    return refusal


def test_a_class_fits_and_the_next_one_is_told_to_wait(sessions, here):
    for number in range(MOST):
        assert arrive(sessions, here, f"browser {number}", f"session-{number}") is None
    refusal = sessions.ask_for_page("one too many")
    assert refusal.status == 503
    assert str(MOST) in refusal.reason


def test_a_websocket_alone_finds_no_place_either(sessions, here):
    here.update({f"session-{number}": f"browser {number}" for number in range(MOST)})
    assert sessions.connect("one too many", "another").status == 503


def test_when_somebody_goes_there_is_a_place(sessions, here):
    here.update({f"session-{number}": f"browser {number}" for number in range(MOST)})
    del here["session-0"]
    assert arrive(sessions, here, "patient", "another") is None


def test_who_comes_back_needs_no_new_place(sessions, here):
    here.update({f"session-{number}": f"browser {number}" for number in range(MOST)})
    assert sessions.connect("browser 3", "session-3") is None


def test_places_of_those_about_to_connect_are_kept(sessions, here):
    for number in range(MOST):
        assert sessions.ask_for_page(f"browser {number}") is None
    assert sessions.ask_for_page("one too many").status == 503
    assert sessions.connect("browser 0", "session-0") is None


def test_places_that_nobody_took_up_are_given_away(sessions, clock):
    for number in range(MOST):
        sessions.ask_for_page(f"browser {number}")
    clock.now = RESERVED_SECONDS + 1
    assert sessions.ask_for_page("the next class") is None


def test_connecting_at_the_same_moment_does_not_make_room(here):
    sessions = Sessions(lambda: here, most=1)
    assert sessions.connect("first", "one") is None  # Solara does not know it yet
    assert sessions.connect("second", "two").status == 503


def test_one_browser_cannot_take_every_place(sessions, here):
    for number in range(MOST_OF_ONE):
        assert arrive(sessions, here, "greedy", f"session-{number}") is None
    assert sessions.ask_for_page("greedy").status == 503
    assert sessions.connect("greedy", "another").status == 503
    assert sessions.ask_for_page("somebody else") is None


def test_a_session_of_somebody_else_is_refused(sessions, here):
    here["session"] = "owner"
    assert sessions.connect("stranger", "session").status == 403


def test_a_cookie_of_another_server_is_none_of_ours(sessions):
    other = Sessions(dict)
    assert sessions.read(other.sign(other.new())) is None


@pytest.mark.parametrize("cookie", [None, "", "x", "." * 97, "é" * 97, "0" * 32 + "." + "0" * 64])
def test_a_made_up_cookie_is_none_of_ours(sessions, cookie):
    assert sessions.read(cookie) is None


def test_names_of_sessions_are_never_the_same(sessions):
    assert len({sessions.new() for _ in range(1000)}) == 1000


# With a server and browsers


def scenario(*names):
    firms = "".join(f'[[firms]]\nname = "{name}"\n' for name in names)
    return firms.encode()


def test_two_sessions_share_nothing(stub, visit):
    mine, yours = visit(stub.address), visit(stub.address)
    mine.sees("clicked 0").uploads("mine.toml", scenario("Mineralia", "Montevia"))
    yours.sees("clicked 0").uploads("yours.toml", scenario("Yggdrasil", "Ypsilon"))
    mine.sees("Mineralia").clicks("clicked 0").clicks("clicked 1").sees("clicked 2")
    yours.sees("Yggdrasil").clicks("clicked 0").sees("clicked 1")
    for visitor, own, foreign in ((mine, "Montevia", "Yps"), (yours, "Ypsilon", "Mont")):
        told = "".join(visitor.frames) + visitor.page.content()
        assert own in told
        assert foreign not in told


def test_two_tabs_of_one_browser_share_nothing(stub, visit):
    visitor = visit(stub.address).sees("clicked 0").clicks("clicked 0").sees("clicked 1")
    second = visitor.context.new_page()
    second.goto(stub.address)
    second.get_by_text("clicked 0").wait_for()
    assert visitor.page.get_by_text("clicked 1").is_visible()


NASTY = [
    "<img src=x onerror=alert(1)>",
    "{{constructor.constructor('return 1')()}}",
    "<script>alert(1)</script>",
]


def test_names_are_text(stub, visit):
    visitor = visit(stub.address).sees("clicked 0").uploads("nasty.toml", scenario(*NASTY))
    visitor.sees("read")
    assert visitor.page.locator(".firm").all_inner_texts() == NASTY


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b'[[firms]]\nname = "Alba"\nprice = -1', "firms[0].price"),
        (b"\xff\xfe", "is no text in UTF-8"),
        (b"#" * (256 * 1024 + 1), "a scenario file may have 256 kB"),
        (b'[[firms]]\nname = "A"\n[market]\nnetwork = "file"\nnetwork_file = "x.csv"', "folder"),
    ],
    ids=["bad", "binary", "large", "with a file of the server's"],
)
def test_an_upload_goes_through_the_same_validator(stub, visit, content, told):
    visitor = visit(stub.address).sees("clicked 0").uploads("mine.toml", content)
    visitor.page.locator(".words", has_text=told).wait_for(timeout=60_000)


def test_the_one_too_many_is_told_politely_and_let_in_later(serve, visit):
    server = serve("tests.app.stub_page:Page", MOST=2)
    first, second = visit(server.address), visit(server.address)
    first.sees("clicked 0")
    second.sees("clicked 0")
    third = visit(server.address, allow=["503"]).sees("All 2 places on this page are taken")
    first.leave()
    for _ in range(100):
        third.page.goto(server.address)
        if third.page.title() == "relsim" and third.page.locator("#app").count():
            break
        third.page.wait_for_timeout(200)
    third.sees("clicked 0")


@pytest.fixture(scope="module")
def forgetful(serve):
    """Return a server that keeps sessions of vanished browsers for a moment only."""
    return serve(MINUTES_KEPT=0.02)


def test_sessions_are_forgotten_and_their_memory_comes_back(forgetful, visit):
    watcher = visit(forgetful.address).sees("clicked 0")
    for _ in range(10):
        visitor = visit(forgetful.address).sees("clicked 0").clicks("compute").sees("computing")
        visitor.leave()
    watched(watcher, "1 sessions, 0 jobs, 1 burdens")


def test_a_session_whose_browser_vanished_is_forgotten_soon(forgetful, visit):
    watcher = visit(forgetful.address).sees("clicked 0")
    with speak(forgetful, cookie=forgetful.cookie()) as lost:
        lost.send(HELLO)
        assert lost.recv(timeout=60)
        watched(watcher, "2 sessions")
    watched(watcher, "1 sessions")


def watched(watcher, expected):
    """Count until it is as expected; not for ever."""
    for _ in range(100):
        watcher.page.locator("button", has_text="count").click()
        watcher.page.wait_for_timeout(200)
        found = watcher.page.locator(".counted").inner_text()
        if found.startswith(expected):
            return
    assert found == expected
