"""What ``mesa.batch_run`` needs of a market: luck of its own an iteration, and what to collect."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import mesa

from relsim.market.firm_books import OfFirm
from relsim.result.figures import FIGURES

if TYPE_CHECKING:
    from relsim.market.books import Books


def iteration() -> int:
    """Return the iteration of ``mesa.batch_run`` in which this is called; 0 outside of one.

    Mesa makes the models of all iterations with the same arguments and tells them nothing, so it
    is read from the function that makes them.
    """
    frame = sys._getframe(1)
    while frame.f_back is not None:
        frame = frame.f_back
        if frame.f_globals.get("__name__") == "mesa.batchrunner" and "iteration" in frame.f_locals:
            return int(frame.f_locals["iteration"])
    return 0


class Collected(mesa.DataCollector):  # type: ignore[misc]
    """The focal firm's figures by the end of every period lived, computed when looked at."""

    def __init__(self, books: Books, firm: int, lived: Callable[[], int]) -> None:
        super().__init__()
        self.model_vars = {key: Course(key, books, firm, lived) for key in FIGURES}
        self.model_reporters = self.model_vars  # Mesa shows what has one

    def collect(self, model: Any) -> None:
        """Do nothing: the books keep everything."""


class Course(Sequence[object]):
    """A figure by the end of every period lived, warm-up first; None where it is undefined."""

    def __init__(self, key: str, books: Books, firm: int, lived: Callable[[], int]) -> None:
        self._key, self._books, self._firm, self._lived = key, books, firm, lived

    def __len__(self) -> int:
        """Return how many periods were lived."""
        return self._lived()

    def __getitem__(self, place: Any) -> Any:
        """Return the figure by the end of a period, counted from the beginning of the warm-up."""
        places = range(len(self))[place]
        if isinstance(places, range):
            return [self[one] for one in places]
        if places < self._books.warm_up:
            return None
        return FIGURES[self._key].value(OfFirm(self._books, self._firm, places + 1))
