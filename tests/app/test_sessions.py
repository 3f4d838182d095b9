"""Who is here: how many, for how long, and that nobody sees what is another's."""

import pytest

from relsim.app.server.sessions import MOST, MOST_OF_ONE, MOST_SOCKETS, Sessions
from tests.app.talking import HELLO, speak


class Clock:
    """A clock that a test moves."""

    def __init__(self):
        self.now = 0.0

    def __call__(self):
        return self.now


class House(Sessions):
    """Places of a server that a test plays: who has come, and whose session was ended for them."""

    def __init__(self, most=MOST, most_of_one=MOST_OF_ONE):
        self.clock, self.here, self.ended = Clock(), set(), []
        super().__init__(lambda: self.here, self.ended.append, most, most_of_one, self.clock)

    def arrives(self, browser, session, address="192.168.1.5"):
        """Connect; return why not, if not."""
        self.clock.now += 1
        refusal = self.connect(browser, session, address)
        if refusal is None:
            self.here.add(session)
        return refusal

    def filled(self, address="192.168.1.{}"):
        """Let as many in as there are places, each with one session."""
        for number in range(self._most):
            where = address.format(number)
            assert self.arrives(f"browser {number}", f"session-{number}", where) is None
        return self


@pytest.fixture
def house():
    return House()


def test_a_class_fits_and_the_next_one_is_told_to_wait(house):
    house.filled()
    for refusal in (
        house.why_full("one too many", "192.168.2.1"),
        house.arrives("one too many", "another", "192.168.2.1"),
    ):
        assert refusal.status == 503
        assert str(MOST) in refusal.reason
    assert house.ended == []


def test_asking_for_the_page_takes_no_place(house):
    for number in range(10 * MOST):
        assert house.why_full(f"browser {number}", "192.168.1.5") is None
    house.filled()


def test_when_somebody_goes_there_is_a_place(house):
    house.filled().here.remove("session-0")
    house.disconnect("session-0")
    assert house.arrives("patient", "another") is None
    assert house.ended == []


def test_who_comes_back_needs_no_new_place(house):
    house.filled()
    house.disconnect("session-3")
    assert house.arrives("browser 3", "session-3") is None
    assert house.ended == []


def test_the_place_of_who_dropped_out_is_kept_until_somebody_new_needs_it(house):
    house.filled()
    house.disconnect("session-7")
    house.clock.now += 1
    house.disconnect("session-3")
    assert house.arrives("new", "another") is None
    assert house.arrives("newer", "onemore") is None
    assert house.arrives("newest", "toomany").status == 503
    assert house.ended == ["session-7", "session-3"]


def test_connecting_at_the_same_moment_does_not_make_room():
    sessions = Sessions(set, most=1)
    assert sessions.connect("first", "one", "a") is None  # Solara does not know it yet
    assert sessions.connect("second", "two", "b").status == 503


def test_one_browser_cannot_take_every_place(house):
    for number in range(MOST_OF_ONE):
        assert house.arrives("greedy", f"session-{number}") is None
    assert house.why_full("greedy", "192.168.1.5").status == 503
    assert house.arrives("greedy", "another").status == 503
    assert house.why_full("somebody else", "192.168.1.5") is None
    house.disconnect("session-4")
    assert house.arrives("greedy", "another") is None
    assert house.ended == ["session-4"]


def test_who_has_taken_every_place_from_one_computer_gives_way_to_others(house):
    house.filled("10.0.0.66")  # with a new cookie each
    for number in range(MOST // 2 - 1):
        assert house.arrives(f"student {number}", f"mine-{number}", f"10.0.0.{number}") is None
    assert all(name.startswith("session-") for name in house.ended)


def test_behind_one_router_who_has_many_gives_way_to_who_has_none(house):
    for number in range(MOST):
        assert house.arrives(f"browser {number // 8}", f"session-{number}", "10.0.0.1") is None
    for number in range(MOST - MOST // 8 - 1):
        assert house.arrives(f"student {number}", f"mine-{number}", "10.0.0.1") is None
        assert house.ended[-1].startswith("session-")


def test_an_owner_at_this_computer_always_gets_in(house):
    house.filled()
    assert house.arrives("owner", "mine", "127.0.0.1") is None
    assert len(house.ended) == 1
    for number in range(MOST):
        house.arrives(f"newcomer {number}", f"theirs-{number}", f"10.0.0.{number}")
    assert "mine" not in house.ended


def test_a_session_has_few_connections(house):
    for _ in range(MOST_SOCKETS):
        assert house.arrives("greedy", "session") is None
    assert house.arrives("greedy", "session").status == 403


def test_a_session_of_somebody_else_is_refused(house):
    house.arrives("owner", "session")
    assert house.arrives("stranger", "session").status == 403
    house.disconnect("session")
    assert house.arrives("stranger", "session").status == 403


def test_a_cookie_of_another_server_is_none_of_ours(house):
    other = Sessions(set)
    assert house.read(other.sign(other.new())) is None


@pytest.mark.parametrize("cookie", [None, "", "x", "." * 97, "é" * 97, "0" * 32 + "." + "0" * 64])
def test_a_made_up_cookie_is_none_of_ours(house, cookie):
    assert house.read(cookie) is None


def test_names_of_sessions_are_never_the_same(house):
    assert len({house.new() for _ in range(1000)}) == 1000


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
