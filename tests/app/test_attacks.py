"""Who means harm from outside: another site in the same browser, a student on the network."""

import http.server
import socket
import threading
import time
from contextlib import ExitStack

import pytest

from relsim.app.server.connections import MOST as MOST_CONNECTIONS
from relsim.app.server.connections import PATIENCE, allow_many
from relsim.app.server.ports import lan_addresses
from tests.app.talking import HELLO, refused, speak

STUB = "tests.app.stub_page:Page"


@pytest.fixture(scope="module")
def stranger():
    """Return a site of somebody else: an address that answers with whatever was put there."""

    class Site(http.server.BaseHTTPRequestHandler):
        page = b""

        def do_GET(self):
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(Site.page)

        def log_message(self, *_):
            pass

    site = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Site)
    threading.Thread(target=site.serve_forever, daemon=True).start()

    def put(markup):
        Site.page = markup.encode()
        return f"http://localhost:{site.server_port}/"

    yield put
    site.shutdown()
    site.server_close()


@pytest.fixture(scope="module")
def small(serve):
    """Return a server with two places; who has closed their browser keeps none."""
    return serve(STUB, MOST=2)


@pytest.fixture(scope="module")
def lan(serve):
    return serve(STUB, "--lan")


@pytest.fixture
def browser_of(chromium_browser):
    """Return a function that opens a foreign page in a browser of its own, unwatched."""
    contexts = []

    def open_it(address):
        contexts.append(chromium_browser.new_context())
        contexts[-1].set_default_timeout(180_000)
        page = contexts[-1].new_page()
        page.goto(address)
        return page

    yield open_it
    for context in contexts:
        context.close()


@pytest.mark.parametrize(
    "call",
    [
        '<img src="{server}/?n={number}">',
        '<iframe src="{server}/?n={number}"></iframe>',
        '<script src="{server}/?n={number}"></script>',
        '<link rel="stylesheet" href="{server}/?n={number}">',
        "<script>fetch('{server}/?n={number}', {{mode: 'no-cors'}})</script>",
        "<script>new WebSocket('{socket}/jupyter/api/kernels/n{number}/channels?session_id=t')"
        "</script>",
    ],
    ids=["img", "iframe", "script", "style", "fetch", "websocket"],
)
def test_a_foreign_page_takes_no_place(small, stranger, browser_of, visit, call):
    places = {"server": small.address, "socket": small.address.replace("http", "ws")}
    calls = "".join(call.format(number=number, **places) for number in range(80))
    page = browser_of("about:blank")
    seen = []
    page.on("response", lambda one: seen.append((one.url, one.status)))
    page.goto(stranger(calls))
    page.wait_for_load_state()
    page.wait_for_timeout(500)
    visit(small.address).sees("clicked 0")  # the owner, while the foreign page is open
    told = [status for url, status in seen if url.startswith(small.address)]
    assert set(told) <= {403}


def test_a_link_on_a_foreign_page_still_leads_to_the_page(stub, stranger, browser_of):
    page = browser_of(stranger(f'<a href="{stub.address}/?n=1">here</a>'))
    page.get_by_text("here").click()
    page.get_by_text("clicked 0").first.wait_for(timeout=60_000)


def test_a_foreign_page_cannot_answer_for_the_class_code(lan, stranger, browser_of):
    form = f'<form method="post" action="{lan.address}/relsim/enter"><input name="code">'
    page = browser_of(stranger(form + "<button>go</button></form>"))
    with page.expect_navigation() as waiting:
        page.get_by_text("go").click()
    assert waiting.value.status == 403


def test_dropped_sockets_free_their_places_within_seconds(small, visit):
    for _ in range(4):
        with speak(small, cookie=small.cookie()) as websocket:
            websocket.send(HELLO)
            websocket.recv(timeout=60)
    since = time.monotonic()
    visit(small.address).sees("clicked 0")
    visit(small.address).sees("clicked 0")
    assert time.monotonic() - since < 30  # and not ten minutes


def test_one_student_who_takes_every_place_keeps_nobody_out(serve, visit):
    """With many cookies and all their tabs; from this network address, and the owner from here."""
    addresses = lan_addresses()
    if not addresses:
        pytest.skip("this computer is in no network")
    server = serve(STUB, "--lan", MOST=4)
    host = f"{addresses[0]}:{server.port}"
    with ExitStack() as held:
        for _ in range(4):
            websocket = held.enter_context(speak(server, entered(server, host), where=addresses[0]))
            websocket.send(HELLO)
            websocket.recv(timeout=60)
        owner = visit(server.address)
        owner.page.get_by_label("Class code").fill(server.code)
        owner.clicks("Enter").sees("clicked 0")


def entered(server, host):
    """Return the cookie of who knows the code."""
    own = {"Origin": f"http://{host}"}
    body = f"code={server.code}".encode()
    status, headers, _ = server.ask("/relsim/enter", "POST", own, body, host=host)
    assert status == 303
    return headers["set-cookie"].split(";")[0]


def test_wrong_codes_slow_down_who_guesses_and_lock_nobody_out(lan, visit):
    own = {"Origin": lan.address}
    since = time.monotonic()
    answers = [lan.ask("/relsim/enter", "POST", own, b"code=WRONG")[0] for _ in range(30)]
    assert answers == 30 * [403]
    assert time.monotonic() - since > 30 * 29 / 2 * 0.02
    classmate = visit(lan.address)  # of the same address
    classmate.page.get_by_label("Class code").fill(lan.code)
    classmate.clicks("Enter").sees("clicked 0")


@pytest.mark.parametrize("said", [b"", b"GET / HTTP/1.1\r\nHost: "], ids=["nothing", "half"])
def test_idle_connections_keep_nobody_out_and_are_ended(serve, visit, said):
    allow_many()  # to this process, too
    server = serve(STUB)
    idle = []
    try:
        for _ in range(MOST_CONNECTIONS + 200):
            idle.append(socket.create_connection(("127.0.0.1", server.port)))
            idle[-1].sendall(said)
        visit(server.address).sees("clicked 0")
        time.sleep(PATIENCE + 2)
        idle[-1].settimeout(5)
        with pytest.raises(ConnectionResetError):
            if not idle[-1].recv(1):
                raise ConnectionResetError
    finally:
        for one in idle:
            one.close()


def test_a_socket_without_a_cookie_or_from_elsewhere_takes_no_place(small, visit):
    for _ in range(20):
        assert refused(small)
        assert refused(small, cookie=small.cookie(), origin="http://evil.example")
    visit(small.address).sees("clicked 0")
