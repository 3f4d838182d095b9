"""The language of an answer: what the address asks for, or what whoever asks likes best."""

from __future__ import annotations

from collections.abc import Callable

from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from relsim.words.language import LANGUAGES, speaking

ASKED = "language"
"""What an address may name; a phone has no other place to keep a choice in."""


class Spoken:
    """Puts a language in force for every plain answer; a session of the page has its own."""

    def __init__(self, application: ASGIApp, fitting: Callable[[str], str]) -> None:
        self._application, self._fitting = application, fitting

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer in a language."""
        if scope["type"] != "http":
            await self._application(scope, receive, send)
            return
        request = Request(scope)
        asked = request.query_params.get(ASKED, "")
        liked = self._fitting(request.headers.get("accept-language", ""))
        with speaking(asked if asked in LANGUAGES else liked):
            await self._application(scope, receive, send)
