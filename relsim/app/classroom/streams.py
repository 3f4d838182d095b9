"""Who is told what happens, as it happens: how many at once, and who makes room."""

from __future__ import annotations

import asyncio
from collections import Counter
from dataclasses import dataclass, field

MOST_OF_ONE = 4
"""Streams of one browser: the page in a few tabs."""

MOST_STANDING = 64
"""Streams of browsers without a seat."""


@dataclass(eq=False)
class Stream:
    """One page that is told."""

    browser: str
    address: str
    seated: bool
    happened: asyncio.Event = field(default_factory=asyncio.Event)
    ended: bool = False

    def end(self) -> None:
        """Tell nothing more."""
        self.ended = True
        self.happened.set()


class Streams:
    """The streams there are. Who leads or has a seat is told whoever else wants to be.

    Examples
    --------
    >>> streams = Streams()
    >>> [streams.open("a browser", "192.168.1.5", seated=True) is not None for _ in range(5)]
    [True, True, True, True, False]
    """

    def __init__(self) -> None:
        self._open: list[Stream] = []

    def open(self, browser: str, address: str, *, seated: bool) -> Stream | None:
        """Return a new stream; None where the browser has enough.

        When too many stand without a seat, the address with most of them loses its oldest.
        """
        if sum(one.browser == browser for one in self._open) >= MOST_OF_ONE:
            return None
        standing = [one for one in self._open if not one.seated]
        if not seated and len(standing) >= MOST_STANDING:
            held = Counter(one.address for one in standing)
            oldest_of_most = max(standing, key=lambda one: held[one.address])
            self.close(oldest_of_most)
        found = Stream(browser, address, seated)
        self._open.append(found)
        return found

    def close(self, stream: Stream) -> None:
        """Forget a stream."""
        stream.end()
        if stream in self._open:
            self._open.remove(stream)
