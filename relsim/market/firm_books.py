"""One firm's books, as a figure of a whole run asks for them."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from relsim.market.books import Books


class OfFirm:
    """The books of one firm after the warm-up: what :class:`relsim.result.books.FirmBooks` says."""

    def __init__(self, books: Books, firm: int, lived: int) -> None:
        self._books = books.tallies[books.warm_up : lived, firm]
        self._closed = books.closings[:lived]
        self._firm = firm
        self.cohorts: NDArray[Any] = books.cohorts[:, firm]
        self.held: NDArray[np.float64] = books.held[:, firm]
        self.year = books.year
        self.months = float(books.scenario.months)
        self.discount_rate = float(books.scenario.market.discount_rate)

    @property
    def periods(self) -> int:
        """How many periods are reported."""
        return len(self._books)

    def line(self, name: str) -> NDArray[np.float64]:
        """Return a line of the books, a number a period."""
        return np.asarray(self._books[name])

    def total(self, name: str) -> float:
        """Return the sum of a line."""
        return float(self._books[name].sum())

    @property
    def closed(self) -> float:
        """The firm's customers at the end."""
        return float(self._closed[-1, self._firm])

    @property
    def everybody(self) -> float:
        """Customers of all firms at the end."""
        return float(self._closed[-1].sum())
