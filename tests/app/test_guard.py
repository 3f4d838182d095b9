"""Who may speak to the server, and what a browser may do with its answers."""

import socket

import pytest
from websockets.exceptions import ConnectionClosed

from relsim.app.server.guard import BODY_BYTES, Hosts
from relsim.app.server.messages import MESSAGE_BYTES, is_sound
from tests.app.talking import HELLO, message, packed, refused, speak


@pytest.fixture(scope="session")
def lan(serve):
    return serve("tests.app.stub_page:Page", "--lan")


# Host and Origin


@pytest.mark.parametrize(
    "host", ["evil.example:{port}", "127.0.0.1", "127.0.0.1:1", "localhost.evil.example:{port}", ""]
)
def test_a_foreign_host_is_refused(stub, host):
    host = host.format(port=stub.port)
    assert stub.ask(headers=[("Host", host)], host=False)[0] == 403


def test_two_hosts_are_refused(stub):
    twice = [("Host", f"127.0.0.1:{stub.port}"), ("Host", "evil.example")]
    assert stub.ask(headers=twice, host=False)[0] in (400, 403)


def test_our_names_are_let_in(stub):
    assert stub.ask(host=f"localhost:{stub.port}")[0] == 200


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "http://127.0.0.1:1", "file://"])
def test_a_foreign_origin_is_refused(stub, origin):
    assert stub.ask(headers={"Origin": origin})[0] == 403


def test_who_posts_must_say_where_from(stub):
    path = "/_solara/api/close/nobodys?session_id=tab"
    cookie = stub.cookie()
    assert stub.ask(path, "POST", {"Cookie": cookie}, b"")[0] == 403
    own = {"Cookie": cookie, "Origin": stub.address}
    assert stub.ask(path, "POST", own, b"")[0] == 404


@pytest.mark.parametrize("origin", ["http://evil.example", "null", None, "http://127.0.0.1:1"])
def test_a_websocket_from_a_foreign_origin_is_refused(stub, origin):
    assert refused(stub, cookie=stub.cookie(), origin=origin)


def test_a_websocket_to_a_foreign_host_is_refused(stub):
    host = f"evil.example:{stub.port}"
    assert refused(stub, cookie=stub.cookie(), host=host, origin=f"http://{host}")


def test_a_websocket_from_our_own_page_is_let_in(stub):
    assert not refused(stub, cookie=stub.cookie())


@pytest.mark.parametrize("cookie", [None, "relsim-{port}=" + "0" * 32 + "." + "0" * 64])
def test_a_websocket_without_a_cookie_of_ours_is_refused(stub, cookie):
    assert refused(stub, cookie=cookie and cookie.format(port=stub.port))


def test_a_session_belongs_to_the_browser_that_opened_it(stub):
    mine = stub.cookie()
    with speak(stub, cookie=mine, session="mine") as websocket:
        websocket.send(HELLO)
        websocket.recv(timeout=60)
        assert refused(stub, cookie=stub.cookie(), session="mine")
        path = "/_solara/api/close/mine?session_id=tab"
        stranger = {"Cookie": stub.cookie(), "Origin": stub.address}
        assert stub.ask(path, "POST", stranger, b"")[0] == 404
        own = {"Cookie": mine, "Origin": stub.address}
        assert stub.ask(path, "POST", own, b"")[0] == 204


@pytest.mark.parametrize("session", ["..%2f..", "a" * 65, "a%20b", "%7B%7D"])
def test_a_session_with_a_strange_name_is_refused(stub, session):
    assert refused(stub, cookie=stub.cookie(), session=session)


def test_addresses_are_names_of_a_server_for_the_class_only():
    assert "192.168.1.5:80" not in Hosts(80)
    assert "192.168.1.5" in Hosts(80, lan=True)
    assert "evil.example" not in Hosts(80, lan=True)
    assert f"{socket.gethostname()}:8765".lower() in Hosts(8765, lan=True)


# What answers carry


@pytest.mark.parametrize(
    ("path", "host"),
    [
        ("/", None),
        ("/relsim/plotly.min.js", None),
        ("/static/ansi.js", None),
        ("/not/here", None),
        ("/", "evil.example"),
    ],
    ids=["page", "plotly", "static", "missing", "refused"],
)
def test_every_answer_tells_the_browser_what_it_may_do(stub, path, host):
    _, headers, _ = stub.ask(path, host=host)
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["cross-origin-opener-policy"] == "same-origin"
    assert headers["cross-origin-resource-policy"] == "same-origin"
    assert headers["cross-origin-embedder-policy"] == "require-corp"
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert "server" not in headers


def directives(headers):
    parts = (part.split(" ", 1) for part in headers["content-security-policy"].split("; "))
    return {part[0]: part[1] for part in parts}


def test_the_policy_of_the_page_lets_in_nothing_but_the_server(stub):
    _, headers, body = stub.ask()
    found = directives(headers)
    nonce = found["script-src"].removeprefix("'self' 'unsafe-eval' 'nonce-").removesuffix("'")
    assert f'<script nonce="{nonce}"'.encode() in body
    assert found == {
        "default-src": "'none'",
        "script-src": f"'self' 'unsafe-eval' 'nonce-{nonce}'",
        "script-src-attr": "'none'",
        "style-src": "'self' 'unsafe-inline'",
        "img-src": "'self' data: blob:",
        "font-src": "'self' data:",
        "connect-src": f"'self' ws://127.0.0.1:{stub.port}",
        "form-action": "'none'",
        "base-uri": "'none'",
        "frame-ancestors": "'none'",
    }


def test_the_word_that_lets_scripts_run_is_never_the_same(stub):
    first, second = (directives(stub.ask()[1])["script-src"] for _ in range(2))
    assert first != second


def test_a_script_from_a_stranger_does_not_run(stub, visit):
    visitor = visit(stub.address, allow=["Content Security Policy", "404"]).sees("clicked 0")
    visitor.page.evaluate(
        """() => {
            document.body.insertAdjacentHTML(
                "beforeend", '<img src="/nowhere" onerror="window.caught = 1">');
            const script = document.createElement("script");
            script.textContent = "window.caught = 2";
            document.body.append(script);
        }"""
    )
    visitor.page.wait_for_timeout(500)
    assert visitor.page.evaluate("() => window.caught") is None


def test_the_cookie_is_for_the_server_alone(stub):
    _, headers, _ = stub.ask()
    name, *flags = headers["set-cookie"].split("; ")
    assert name.startswith(f"relsim-{stub.port}=")
    assert {flag.lower() for flag in flags} == {"httponly", "samesite=lax", "path=/"}


def test_scripts_of_the_page_cannot_read_the_cookie(stub, visit):
    visitor = visit(stub.address).sees("clicked 0")
    assert visitor.page.evaluate("() => document.cookie") == ""
    (cookie,) = visitor.context.cookies()
    assert cookie["httpOnly"] and cookie["sameSite"] == "Lax"


def test_what_only_a_proxy_may_say_is_not_believed(stub):
    lies = {
        "X-Script-Name": "/evil",
        "Script-Name": "/evil",
        "X-Forwarded-Host": "evil.example",
        "X-Forwarded-Proto": "https",
    }
    assert b"evil" not in stub.ask(headers=lies)[2]
    assert b"evil" not in stub.ask()[2]


# Sizes


def test_a_large_body_is_refused(stub):
    own = {"Origin": stub.address}
    assert stub.ask("/relsim/enter", "POST", own, b"x" * (BODY_BYTES + 1))[0] == 413


def test_a_body_that_does_not_say_how_large_it_is_is_cut(lan):
    chunk = f"{BODY_BYTES:x}\r\n".encode() + b"x" * BODY_BYTES + b"\r\n"
    with socket.create_connection(("127.0.0.1", lan.port), timeout=60) as stream:
        head = (
            f"POST /relsim/enter HTTP/1.1\r\nHost: 127.0.0.1:{lan.port}\r\n"
            f"Origin: {lan.address}\r\nTransfer-Encoding: chunked\r\n\r\n"
        )
        stream.sendall(head.encode() + 2 * chunk)
        answer = stream.recv(100)
    assert not answer.startswith(b"HTTP/1.1 2")


@pytest.mark.parametrize("method", ["PUT", "DELETE", "OPTIONS", "TRACE"])
def test_other_methods_are_refused(stub, method):
    assert stub.ask("/", method)[0] == 405


# What may be said through the websocket


@pytest.mark.parametrize(
    "said",
    [
        "",
        "no JSON",
        "[]",
        "{}",
        "[" * 100_000,
        b"",
        b"\xff\xff\xff\xff",
        b"\x00\x00\x00\x01\x00\x00\x00\x08\xff\xfe",
        message("execute_request", code="1"),
        message("comm_open", target_name="jupyter.widget"),
        message("comm_open"),
        message(channel="control"),
        message(data="x" * MESSAGE_BYTES),
    ],
    ids=range(13),
)
def test_what_no_page_of_ours_says_is_unsound(said):
    assert not is_sound(said)


@pytest.mark.parametrize(
    "said",
    [
        message(),
        message("kernel_info_request"),
        message("comm_open", target_name="solara.control"),
        packed(message(), b"buffer"),
    ],
    ids=["update", "info", "control", "buffers"],
)
def test_what_our_page_says_is_sound(said):
    assert is_sound(said)


@pytest.mark.parametrize(
    "said",
    ["no JSON", message("comm_open", target_name="jupyter.widget"), "x" * (MESSAGE_BYTES + 1)],
    ids=["nonsense", "new widget", "too large"],
)
def test_unsound_messages_end_the_connection_and_harm_nobody(stub, said):
    with speak(stub, cookie=stub.cookie()) as websocket:
        websocket.send(said)
        with pytest.raises(ConnectionClosed):
            websocket.recv(timeout=60)
    with speak(stub, cookie=stub.cookie()) as websocket:
        websocket.send(HELLO)
        assert websocket.recv(timeout=60)


# The class code


def test_without_lan_nobody_is_asked_for_a_code(stub):
    assert b"Class code" not in stub.ask()[2]


def test_the_page_for_the_class_asks_for_the_code_first(lan):
    status, headers, body = lan.ask()
    assert status == 200
    assert b"Class code" in body and b"solara" not in body
    assert "set-cookie" not in headers
    assert refused(lan)


def test_who_knows_the_code_comes_in(lan, visit):
    visitor = visit(lan.address)
    visitor.page.get_by_label("Class code").fill(lan.code.lower())
    visitor.clicks("Enter").sees("clicked 0").clicks("clicked 0").sees("clicked 1")


def test_the_class_is_told_addresses_that_are_let_in(lan):
    for address in lan.more[:-2]:
        assert lan.ask(host=address.removeprefix("http://"))[0] == 200
    assert lan.ask(host=f"192.168.1.5:{lan.port}")[0] == 200
    assert lan.ask(host=f"evil.example:{lan.port}")[0] == 403


def test_a_wrong_code_gives_no_cookie(lan):
    own = {"Origin": lan.address, "Content-Type": "application/x-www-form-urlencoded"}
    status, headers, body = lan.ask("/relsim/enter", "POST", own, b"code=WRONG")
    assert status == 403
    assert "set-cookie" not in headers
    assert b"not the code" in body


def test_strange_answers_are_wrong_ones_and_the_right_one_is_taken_after_them(serve):
    server = serve("tests.app.stub_page:Page", "--lan")
    own = {"Origin": server.address}
    strange = [b"", b"code", b"\xff\xfe", b"a=1&" * 900, b"code=1&code=2"]
    answers = [server.ask("/relsim/enter", "POST", own, body)[0] for body in 2 * strange]
    assert answers == 10 * [403]
    right = f"code={server.code}".encode()
    assert server.ask("/relsim/enter", "POST", own, right)[0] == 303


def test_a_link_survives_the_class_code(lan, visit):
    link = "/?scenario=insurance&set=firms.Alba.price%3D%22%3E%3Cb%3E"
    visitor = visit(lan.address + link, allow=["403"])
    for code in ("wrong", lan.code):
        visitor.page.get_by_label("Class code").fill(code)
        visitor.clicks("Enter").page.wait_for_load_state()
    visitor.sees("clicked 0")
    assert visitor.page.url == lan.address + link
    assert visitor.page.locator("b").count() == 0


def test_the_class_code_leads_nowhere_else(lan):
    own = {"Origin": lan.address}
    for query in ("?//evil.example", "?next=http://evil.example", "?%0d%0aX: y"):
        place = f"/relsim/enter{query.replace(' ', '%20')}"
        status, headers, _ = lan.ask(place, "POST", own, f"code={lan.code}".encode())
        assert status == 303
        assert headers["location"].startswith("/?")
        assert "x" not in headers
