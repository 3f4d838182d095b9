"""What the server answers a class: pages without a framework, a stream, and what somebody says."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import (
    FileResponse,
    HTMLResponse,
    JSONResponse,
    RedirectResponse,
    Response,
    StreamingResponse,
)
from starlette.routing import BaseRoute, Route

from relsim.app.classroom.answers import answers_csv
from relsim.app.classroom.question import claims_to_ask, votes
from relsim.app.classroom.room import PLACE
from relsim.app.classroom.seats import TooFast
from relsim.app.classroom.streams import Stream, Streams
from relsim.app.page.gallery import cards
from relsim.app.page.qr import qr_code
from relsim.app.server import markup, ports
from relsim.app.server.routes import Routes, address_of
from relsim.errors import InputError
from relsim.words.catalogue import marked, translate
from relsim.words.language import LANGUAGES, TAGS, language
from relsim.words.templates import in_markup, in_program

if TYPE_CHECKING:
    from relsim.app.classroom.room import Room

_HERE = Path(__file__).parent / "served"
_FILES = {
    "class.js": (_HERE / "class.js", "text/javascript"),
    "game.js": (_HERE / "game.js", "text/javascript"),
    "class.css": (_HERE / "class.css", "text/css"),
    "page.css": (_HERE.parents[1] / "page" / "page.css", "text/css"),
}
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "form-action 'none'; base-uri 'none'; frame-ancestors 'none'"
)
_SECONDS_BETWEEN_SIGNS = 15.0
_SECONDS_TO_GATHER = 0.05
"""What happens within this time is told at once: thirty phones speak in one moment."""


def class_routes(routes: Routes, room: Room) -> list[BaseRoute]:
    """Return what a class is answered."""
    found = ClassRoutes(routes, room)
    room.plays.resume()
    return [
        Route(PLACE, found.phone),
        Route(f"{PLACE}/enter", routes.enter, methods=["POST"]),
        Route(f"{PLACE}/board", found.board),
        Route(f"{PLACE}/lead", found.lead),
        Route(f"{PLACE}/told/{{role}}", found.told),
        Route(f"{PLACE}/say", found.say, methods=["POST"]),
        Route(f"{PLACE}/led", found.led, methods=["POST"]),
        Route(f"{PLACE}/answers.csv", found.answers),
        *(Route(f"{PLACE}/{name}", _file(*what)) for name, what in _FILES.items()),
    ]


class ClassRoutes:
    """Answers phones, boards, and who leads."""

    def __init__(self, routes: Routes, room: Room) -> None:
        self._routes, self._room = routes, room
        self._key_cookie = f"relsim-lead-{routes.port}"
        self._streams = Streams()

    async def phone(self, request: Request) -> Response:
        """Answer a phone: it has the code in its address, has entered before, or types it."""
        if self._leads(request):
            return RedirectResponse(f"{PLACE}/lead", 303)
        if self._routes.browser(request) is not None:
            # Without the code, which need not stand in anybody's history.
            if "code" in request.query_params:
                return RedirectResponse(PLACE, 303)
            return _page("phone", {"votes": votes()})
        if "code" in request.query_params:
            return await self._routes.admit(request.query_params["code"], PLACE, PLACE)
        return markup.code_page("", door=f"{PLACE}/enter")

    def board(self, request: Request) -> Response:
        """Answer a second screen, which shows and leads nothing."""
        if self._routes.browser(request) is None:
            return RedirectResponse(PLACE, 303)
        return _page("board", {"votes": votes(), "enter": self._enter()})

    def lead(self, request: Request) -> Response:
        """Answer who leads; the key goes from the address into a cookie, off the projector."""
        key = request.query_params.get("key")
        if key is not None:
            if not self._room.leads(key):
                return markup.refusal_page(translate(_NOT_YOURS), 403)
            answer = RedirectResponse(f"{PLACE}/lead", 303)
            answer.set_cookie(self._key_cookie, key, httponly=True, samesite="lax", path=PLACE)
            if self._routes.browser(request) is None:
                self._routes.give_cookie(answer, self._routes.new_browser())
            return answer
        if not self._leads(request):
            return markup.refusal_page(translate(_NOT_YOURS), 403)
        given = {
            "votes": votes(),
            "enter": self._enter(),
            "claims": list(claims_to_ask()),
            "markets": [[one["name"], one["title"]] for one in cards(language())],
        }
        return _page("lead", given)

    async def told(self, request: Request) -> Response:
        """Answer with a stream of what there is to see."""
        browser, role = self._routes.browser(request), request.path_params["role"]
        if role == "lead" and self._leads(request):
            view: Callable[[], Any] = self._room.for_leader
        elif role == "board" and browser is not None:
            view = self._room.for_board
        elif role == "phone" and browser is not None:
            view = partial(self._room.for_seat, browser)
        else:
            return Response(status_code=403)
        seated = role == "lead" or self._room.has_seat(browser or "")
        stream = self._streams.open(browser or role, address_of(request), seated=seated)
        if stream is None:
            return Response(status_code=503, headers={"Retry-After": "5"})
        return StreamingResponse(
            self._stream(view, stream),
            media_type="text/event-stream",
            headers={"Cache-Control": "no-store"},
        )

    async def _stream(self, view: Callable[[], Any], stream: Stream) -> AsyncIterator[str]:
        loop, happened, last = asyncio.get_running_loop(), stream.happened, None
        stop = self._room.listen(lambda: loop.call_soon_threadsafe(happened.set))
        try:
            yield "retry: 1000\n\n"
            while not stream.ended:
                happened.clear()
                text = json.dumps(view(), ensure_ascii=False, separators=(",", ":"))
                if text != last:
                    yield f"data: {text}\n\n"
                last = text
                try:
                    async with asyncio.timeout(_SECONDS_BETWEEN_SIGNS):
                        await happened.wait()
                    await asyncio.sleep(_SECONDS_TO_GATHER)
                except TimeoutError:
                    yield ": still here\n\n"
        finally:
            stop()
            self._streams.close(stream)

    async def say(self, request: Request) -> Response:
        """Hear a phone."""
        browser = self._routes.browser(request)
        if browser is None:
            return Response(status_code=403)
        address = address_of(request)
        return await _heard(request, lambda said: self._room.say(browser, said, address))

    async def led(self, request: Request) -> Response:
        """Hear who leads, and nobody else."""
        if not self._leads(request):
            return Response(status_code=403)
        return await _heard(request, self._room.lead)

    def answers(self, request: Request) -> Response:
        """Answer who leads with all that was said so far."""
        if not self._leads(request):
            return markup.refusal_page(translate(_NOT_YOURS), 403)
        headers = {"Content-Disposition": 'attachment; filename="class.csv"'}
        return Response(answers_csv(self._room), media_type="text/csv", headers=headers)

    def _leads(self, request: Request) -> bool:
        return self._room.leads(request.cookies.get(self._key_cookie))

    def _enter(self) -> dict[str, Any]:
        """Return how a phone comes in: an address, a code, and both as a square."""
        address = f"{ports.to_share() or f'http://127.0.0.1:{self._routes.port}'}{PLACE}"
        code = self._routes.code_shown
        square = qr_code(f"{address}?code={code.replace('-', '')}")
        return {"address": address.removeprefix("http://"), "code": code, "square": square}


_NOT_YOURS = marked(
    "This page leads the class. Open the address that relsim app has printed in its terminal "
    "behind “Lead the class”."
)


async def _heard(request: Request, hear: Callable[[dict[str, Any]], Any]) -> Response:
    try:
        said = json.loads(await request.body())
        if not isinstance(said, dict):
            raise InputError("This is no message of a class.")
        told = await run_in_threadpool(hear, said)
    except TooFast as error:
        return JSONResponse({"problem": str(error)}, 429)
    except (InputError, ValueError, RecursionError) as error:
        problem = str(error) if isinstance(error, InputError) else "This is no message of a class."
        return JSONResponse({"problem": problem}, 400)
    return JSONResponse(told or {})


def _page(role: str, given: dict[str, Any]) -> HTMLResponse:
    """Return a page: what it is given stands in it as text, never as a script."""
    told = {**given, "language": language()}
    text = json.dumps(told, ensure_ascii=False).replace("<", "\\u003c")
    html = in_markup((_HERE / "class.html").read_text(encoding="utf-8"), translate)
    for place, held in {
        "{role}": role,
        "{tag}": TAGS[language()],
        "{language}": language(),
        "{switch}": " · ".join(
            f'<a href="?language={name}" lang="{TAGS[name]}">{title}</a>'
            for name, title in LANGUAGES.items()
            if name != language()
        ),
        "{given}": text,
    }.items():
        html = html.replace(place, held)
    return HTMLResponse(
        html,
        headers={"Content-Security-Policy": _POLICY, "Cache-Control": "no-store"},
    )


def _file(place: Path, kind: str) -> Callable[[Request], Response]:
    headers = {"Cache-Control": "no-cache"}

    def program(request: Request) -> Response:
        text = in_program(place.read_text(encoding="utf-8"), translate)
        return Response(text, media_type=kind, headers=headers)

    def file(request: Request) -> Response:
        return FileResponse(place, media_type=kind, headers=headers)

    return program if kind == "text/javascript" else file
