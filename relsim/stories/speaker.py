"""What a market calls its firms and its money."""

from __future__ import annotations

from dataclasses import dataclass

from relsim.result.quantity import Unit
from relsim.words.catalogue import translate


@dataclass(frozen=True, slots=True)
class Speaker:
    """Knows what a market calls its firms and its money.

    Parameters
    ----------
    firms : tuple of str
        Names by place.
    currency : str
        Stands before money.
    """

    firms: tuple[str, ...]
    currency: str

    def firm(self, place: int) -> str:
        """Return a firm's name."""
        return self.firms[place] if place >= 0 else translate("no firm")

    def money(self, value: float) -> str:
        """Return an amount of money."""
        return Unit("money", 2, self.currency).text(value)
