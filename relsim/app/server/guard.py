"""The door: who may speak to the server, and what a browser may do with its answers.

Another page in the same browser can send requests to any address, this computer included, and a
hostile name server can make a stranger's name lead here. Both are seen by the headers Host, Origin
and Sec-Fetch-Site, which a page cannot forge.
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Iterable

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

BODY_BYTES = 4096
"""Of a request: the class code is all that is ever posted."""

_METHODS = ("GET", "HEAD", "POST")

_FOREIGN = ("cross-site", "same-site")
"""What browsers say of requests by other pages; another port of this computer is the same site."""

_NEVER_PASSED_ON = (b"forwarded", b"script-name", b"x-script-name", b"x-forwarded-")
"""What only a proxy in front may say; there is none, and Solara would believe it."""

POLICY_OF_PLAIN_PAGES = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)

_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    # Not no-referrer: browsers would then hide the Origin of our own form.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "X-Frame-Options": "DENY",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
}


def policy(host: str, nonce: str) -> str:
    """Return the Content-Security-Policy of the page.

    Examples
    --------
    >>> policy("127.0.0.1:8765", "x").split("; ")[1]
    "script-src 'self' 'unsafe-eval' 'nonce-x'"
    """
    return "; ".join(
        [
            "default-src 'none'",
            f"script-src 'self' 'unsafe-eval' 'nonce-{nonce}'",
            "script-src-attr 'none'",
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            f"connect-src 'self' ws://{host}",
            "form-action 'none'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
        ]
    )


class Hosts:
    """The names under which this server may be asked for.

    Where other computers may come, addresses and this computer's own name are right, too: a
    hostile name server can lend a name, never an address.

    Examples
    --------
    >>> "127.0.0.1:8765" in Hosts(8765), "evil.example:8765" in Hosts(8765)
    (True, False)
    >>> "192.168.1.5:8765" in Hosts(8765), "192.168.1.5:8765" in Hosts(8765, lan=True)
    (False, True)
    """

    def __init__(self, port: int, lan: bool = False) -> None:
        self._port, self._lan = port, lan
        own = socket.gethostname().lower() if lan else ""
        self._names = {"127.0.0.1", "localhost"} | ({own, f"{own}.local"} if own else set())

    def __contains__(self, host: str) -> bool:
        """Return whether a Host header is one of ours."""
        name, colon, port = host.lower().rpartition(":")
        if not colon:
            name, port = host.lower(), "80"
        if port != str(self._port):
            return False
        return name in self._names or (self._lan and _is_address(name))


class Guard:
    """Refuses strangers, bounds requests, and tells browsers what they may do."""

    def __init__(self, application: ASGIApp, hosts: Hosts) -> None:
        self._application, self._hosts = application, hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request or a websocket through, or not."""
        if scope["type"] == "lifespan":
            await self._application(scope, receive, send)
            return
        headers = Headers(scope=scope)
        sound = self._sound(headers, scope["type"] == "websocket", scope.get("method", "GET"))
        if scope["type"] == "websocket":
            if not sound:
                await send({"type": "websocket.close", "code": 1008})
                return
            await self._application(_cleaned(scope), receive, send)
            return
        answer = _with_headers(send)
        if scope["method"] not in _METHODS:
            await _refuse(405, "This server knows no such method.")(scope, receive, answer)
        elif not sound:
            await _refuse(403, _STRANGER)(scope, receive, answer)
        elif _announced(headers) > BODY_BYTES:
            await _refuse(413, "This is too much.")(scope, receive, answer)
        else:
            await self._application(_cleaned(scope), _bounded(receive), answer)

    def _sound(self, headers: Headers, websocket: bool, method: str) -> bool:
        """Return whether Host and Origin are ours, and no other page's picture or frame asks."""
        hosts, origins = headers.getlist("host"), headers.getlist("origin")
        if headers.get("sec-fetch-site") in _FOREIGN and not _is_a_link(headers):
            return False
        if len(hosts) != 1 or hosts[0] not in self._hosts or len(origins) > 1:
            return False
        if origins:
            return origins[0].lower() == f"http://{hosts[0].lower()}"
        # A browser always names the origin of these.
        return not websocket and method != "POST"


_STRANGER = (
    "This server does not answer requests that come from other pages or under other names. "
    "Open the address that relsim app has printed."
)


def _is_a_link(headers: Headers) -> bool:
    """Return whether somebody followed a link to a page of its own: in a mail, on another site."""
    return (headers.get("sec-fetch-mode"), headers.get("sec-fetch-dest")) == (
        "navigate",
        "document",
    )


def _refuse(status: int, text: str) -> ASGIApp:
    return PlainTextResponse(text + "\n", status)


def _is_address(name: str) -> bool:
    try:
        ipaddress.IPv4Address(name)
    except ValueError:
        return False
    return True


def _announced(headers: Headers) -> int:
    length = headers.get("content-length", "0")
    return int(length) if length.isdecimal() and len(length) < 10 else BODY_BYTES + 1


def _cleaned(scope: Scope) -> Scope:
    headers: Iterable[tuple[bytes, bytes]] = scope["headers"]
    kept = [one for one in headers if not one[0].lower().startswith(_NEVER_PASSED_ON)]
    return {**scope, "headers": kept}


def _bounded(receive: Receive) -> Receive:
    """Return a `receive` that gives up on a body longer than it may be."""
    taken = 0

    async def receive_some() -> Message:
        nonlocal taken
        message = await receive()
        if message["type"] == "http.request":
            taken += len(message.get("body", b""))
            if taken > BODY_BYTES:
                return {"type": "http.disconnect"}
        return message

    return receive_some


def _with_headers(send: Send) -> Send:
    """Return a `send` that adds what every answer carries."""

    async def send_more(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in _HEADERS.items():
                headers[name] = value
            headers.setdefault("Content-Security-Policy", POLICY_OF_PLAIN_PAGES)
            headers.setdefault("Cache-Control", "no-store")
        await send(message)

    return send_more
