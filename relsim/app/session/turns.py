"""Has something computed in turns with everybody else, and shows what it brings."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from relsim.app.server import scheduler
from relsim.app.session.faults import in_words

if TYPE_CHECKING:
    from relsim.app.server.jobs import Job, Turn
    from relsim.app.session.state import Screen
    from relsim.study.compare.comparing import Comparing

logger = logging.getLogger(__name__)

Following = Callable[[], None]
"""What is computed next, once the page shows what there is."""

Deliver = Callable[["Job"], Following | None]


class InTurns:
    """Shows what was computed only while what it was computed for is still selected."""

    def __init__(self, session: str, screen: Screen) -> None:
        self._session, self._screen = session, screen
        self._comparing: Comparing | None = None

    def _end(self, trouble: str) -> None:
        """Say why there is no result."""
        self._screen.set(trouble=trouble, computing=False, stale=False, note="", comparison=None)

    def _submit(
        self, function: Callable[[Turn], Any], deliver: Deliver, after: float = 0.0
    ) -> None:
        """Have something computed; what it brings counts only while it is still selected."""
        comparing = self._comparing

        def arrive(job: Job) -> None:
            with self._screen.lock:
                if self._comparing is not comparing:
                    return
                try:
                    following = deliver(job)
                except Exception as error:  # in a thread of its own, where nobody would hear of it
                    logger.exception("the page could not show what was computed")
                    following = None
                    self._end(in_words(error))
            # First what there is to see; what is computed next would take the cores from it.
            self._screen.draw()
            with self._screen.lock:
                # Somebody who selected something else meanwhile has ended this job.
                if following is not None and job.wanted:
                    following()

        scheduler.shared.submit(self._session, function, arrive, after)
