"""What the server answers: an application of our own around the parts of Solara that it needs.

Solara's own application answers more than a page needs: it fetches files from abroad, shows its
state, gives cookies to anybody. Only what stands here is served.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Collection, Iterable
from contextlib import asynccontextmanager
from threading import Thread
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

from solara.server import kernel_context, server
from solara.server import starlette as solara_starlette
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import HTTPConnection, Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route, WebSocketRoute
from starlette.types import Message, Scope
from starlette.websockets import WebSocket

from relsim.app.server import files, markup
from relsim.app.server.connections import PATIENCE
from relsim.app.server.guard import Guard, Hosts
from relsim.app.server.messages import is_sound
from relsim.app.server.sessions import Sessions
from relsim.app.server.spoken import Spoken
from relsim.words.catalogue import translate
from relsim.words.language import fitting

if TYPE_CHECKING:
    from relsim.app.server.class_code import ClassCode

_UNWELCOME = 1008
_SECONDS_TO_CLOSE = 0.3


def open_sessions() -> Collection[str]:
    """Return the sessions there are."""
    return list(kernel_context.contexts)


def end_session(session: str) -> None:
    """End a session, in a thread: closing waits for whatever it is doing."""
    context = kernel_context.contexts.get(session)
    if context is not None:
        Thread(target=context.close, args=("superseded",), daemon=True).start()


class Routes:
    """Answers requests."""

    def __init__(self, port: int, sessions: Sessions, code: ClassCode | None) -> None:
        self._sessions, self._code, self.port = sessions, code, port
        # Browsers do not keep cookies of two servers on one computer apart.
        self._cookie = f"relsim-{port}"

    def root(self, request: Request) -> Response:
        """Answer with the page; before it, ask for the code; or say that it is full."""
        browser = self.browser(request)
        if browser is None and self._code is not None:
            return markup.code_page(request.url.query)
        found = browser or self._sessions.new()
        refusal = self._sessions.why_full(found, address_of(request))
        if refusal is not None:
            return markup.refusal_page(refusal.reason, refusal.status)
        html = server.read_root("/", "")
        if html is None:
            raise HTTPException(404)
        answer = markup.page(html, request.headers["host"])
        if browser is None:
            self.give_cookie(answer, found)
        return answer

    async def enter(self, request: Request) -> Response:
        """Compare the class code."""
        # What was asked for before the code was: the class, or market and levers of a link.
        query, door = request.url.query, request.url.path
        wanted = door.removesuffix("/enter").replace("/relsim", "/")
        wanted = f"{wanted}?{query}" if query else wanted
        try:
            async with asyncio.timeout(PATIENCE):
                form = parse_qs((await request.body()).decode("ascii", "replace"))
        except TimeoutError:
            return markup.code_page(
                query, translate("That took too long. Please try again."), 408, door
            )
        return await self.admit(form.get("code", [""])[0], wanted, door)

    async def admit(self, answer: str, wanted: str, door: str) -> Response:
        """Let somebody in who knows the class code, to what they wanted."""
        if self._code is not None:
            await asyncio.sleep(self._code.wait())
            if not self._code.accepts(answer):
                query = wanted.partition("?")[2]
                remark = translate("That is not the code. Please look again.")
                return markup.code_page(query, remark, 403, door)
        leading = RedirectResponse(wanted, 303)
        self.give_cookie(leading, self._sessions.new())
        return leading

    async def socket(self, websocket: WebSocket) -> None:
        """Connect a session to its widgets."""
        browser, session = self.browser(websocket), str(websocket.path_params["session"])
        if browser is None or not websocket.query_params.get("session_id"):
            await websocket.close(_UNWELCOME)
            return
        refusal = self._sessions.connect(browser, session, address_of(websocket))
        if refusal is not None:
            await websocket.close(_UNWELCOME, refusal.reason)
            return
        try:
            watched = _Watched(_as_solara(websocket.scope, browser), websocket)
            await solara_starlette.kernel_connection(watched)
        finally:
            self._sessions.disconnect(session)

    async def close(self, request: Request) -> Response:
        """Forget a session whose page was closed."""
        session = str(request.path_params["kernel_id"])
        browser = self.browser(request)
        context = kernel_context.contexts.get(session)
        page = request.query_params.get("session_id", "")
        if browser is None or context is None or context.session_id != browser:
            return Response(status_code=404)
        if page in context.page_status:
            # In a thread: closing waits for whatever the session is doing.
            await run_in_threadpool(context.page_close, page)
        return Response(status_code=204)

    @property
    def code_shown(self) -> str:
        """The class code as it stands on the board; empty where none is asked for."""
        return self._code.shown if self._code is not None else ""

    def new_browser(self) -> str:
        """Return a name for somebody new."""
        return self._sessions.new()

    def browser(self, connection: HTTPConnection) -> str | None:
        """Return who asks, by their cookie."""
        return self._sessions.read(connection.cookies.get(self._cookie))

    def give_cookie(self, answer: Response, browser: str) -> None:
        """Let a browser be known from now on."""
        # Lax: with strict, who follows a link in a mail would be somebody new each time. What other
        # sites ask for besides links, the guard refuses.
        answer.set_cookie(self._cookie, self._sessions.sign(browser), httponly=True, samesite="lax")


class _Watched(WebSocket):
    """A websocket that closes when a browser says what no page of ours says."""

    def __init__(self, scope: Scope, real: WebSocket) -> None:
        super().__init__(scope, real._receive, real._send)

    async def receive(self) -> Message:
        """Return the next message, if it is sound."""
        message = await super().receive()
        said = message.get("text") if message.get("text") is not None else message.get("bytes")
        if message["type"] == "websocket.receive" and not is_sound(said or ""):
            await self.close(_UNWELCOME)
            return {"type": "websocket.disconnect", "code": _UNWELCOME}
        return message


def address_of(connection: HTTPConnection) -> str:
    """Return where a request comes from."""
    return connection.client.host if connection.client else ""


def _as_solara(scope: Scope, browser: str) -> Scope:
    """Return a connection as Solara expects it: with its own cookie, and no other."""
    kept = [(name, value) for name, value in scope["headers"] if name != b"cookie"]
    cookie = f"{server.COOKIE_KEY_SESSION_ID}={browser}".encode()
    path = {**scope["path_params"], "kernel_id": scope["path_params"]["session"]}
    return {**scope, "headers": [*kept, (b"cookie", cookie)], "path_params": path}


def application(
    hosts: Hosts,
    routes: Routes,
    more: Iterable[BaseRoute] = (),
    language: Callable[[str], str] = fitting,
) -> Guard:
    """Return the whole application, guarded, with what other rooms answer.

    `language` says which one somebody is spoken to in, from what their browser accepts.
    """
    static = solara_starlette.StaticFilesOptionalAuth(directory=server.solara_static)
    answers = Starlette(
        routes=[
            Route("/", routes.root),
            Route("/relsim/enter", routes.enter, methods=["POST"]),
            *more,
            Route(files.PLOTLY_PATH, files.plotly_js),
            Route(files.CHARTS_PATH, files.charts_js),
            Route(files.LESSON_PATH, files.lesson_js),
            WebSocketRoute("/jupyter/api/kernels/{session}/channels", routes.socket),
            Route("/_solara/api/close/{kernel_id}", routes.close, methods=["POST"]),
            Mount("/_solara/cdn", files.LocalAssets()),
            Mount("/static/assets", solara_starlette.StaticAssets()),
            Mount("/jupyter/nbextensions", solara_starlette.StaticNbFiles()),
            Mount("/static", static),
        ],
        lifespan=_life,
    )
    return Guard(Spoken(answers, language), hosts)


@asynccontextmanager
async def _life(application: Starlette) -> AsyncIterator[None]:
    """Start and end Solara with the server."""
    solara_starlette.on_startup()
    yield
    # Closing waits for whatever a session is doing; the end of the server does not.
    closing = Thread(target=solara_starlette.on_shutdown, daemon=True)
    closing.start()
    await run_in_threadpool(closing.join, _SECONDS_TO_CLOSE)
