"""What a run offers a figure to be computed from: the books of one of its firms."""

from __future__ import annotations

from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]


class FirmBooks(Protocol):
    """One firm's books after the warm-up, as far as the market has lived."""

    @property
    def year(self) -> int:
        """Periods in a year."""

    @property
    def months(self) -> float:
        """Months in a period."""

    @property
    def discount_rate(self) -> float:
        """A year's."""

    @property
    def periods(self) -> int:
        """How many periods are reported."""

    def line(self, name: str) -> Numbers:
        """Return a line of the books, a number a period."""

    def total(self, name: str) -> float:
        """Return the sum of a line."""

    @property
    def cohorts(self) -> NDArray[Any]:
        """Customers at each whole year's start, and those who never left within it."""

    @property
    def held(self) -> Numbers:
        """Years for which contracts have held those who could not choose since, year by year."""

    @property
    def closed(self) -> float:
        """The firm's customers at the end."""

    @property
    def everybody(self) -> float:
        """Customers of all firms at the end."""
