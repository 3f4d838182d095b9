"""Connections: how many, and how long one may say nothing. Who says nothing keeps nobody out."""

from __future__ import annotations

import asyncio
from collections import Counter
from typing import Any

from uvicorn.protocols.http.auto import AutoHTTPProtocol

PATIENCE = 10.0
"""Seconds within which a connection asks for something, and a request is whole."""

MOST = 512
"""Connections at once, without those that have become websockets."""

FILES = 2048
"""Files and connections that the server may have open, where the system lets it."""

_open: dict[Door, str] = {}
"""Connections and the address of each, the oldest first. Only the loop's thread touches it."""


class Door(AutoHTTPProtocol):  # type: ignore[misc, valid-type]
    """A connection that is closed when nothing comes, or when others need its place."""

    def connection_made(self, transport: asyncio.Transport) -> None:
        """Note a new connection; when there are too many, the busiest address loses its oldest."""
        super().connection_made(transport)
        peer = transport.get_extra_info("peername")
        _open[self] = str(peer[0]) if peer else ""
        self._impatience = asyncio.get_running_loop().call_later(PATIENCE, self._look)
        if len(_open) > MOST:
            (busiest, _), *_ = Counter(_open.values()).most_common(1)
            next(one for one, address in _open.items() if address == busiest).turn_out()

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget a connection."""
        self._forget()
        super().connection_lost(exc)

    def handle_websocket_upgrade(self, *details: Any) -> None:
        """Forget a connection that becomes a websocket: sessions are counted elsewhere."""
        self._forget()
        super().handle_websocket_upgrade(*details)

    def turn_out(self) -> None:
        """End the connection at once."""
        self._forget()
        self.transport.abort()

    def _forget(self) -> None:
        self._impatience.cancel()
        _open.pop(self, None)

    def _look(self) -> None:
        between = self.cycle is not None and self.cycle.response_complete
        # Silence after an answer is uvicorn's to end; half a request has ended that wait.
        if self.cycle is None or (between and self.timeout_keep_alive_task is None):
            self.turn_out()
        else:
            self._impatience = asyncio.get_running_loop().call_later(PATIENCE, self._look)


def allow_many() -> None:
    """Let the server have as many connections open as it counts on."""
    try:
        import resource
    except ImportError:  # Windows, which has no such limit
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = FILES if hard == resource.RLIM_INFINITY else min(FILES, hard)
    if soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
