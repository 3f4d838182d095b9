"""How widely a claim holds: in which share of the plausible settings of its market."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal

Word = Literal["robust", "contested", "refuted", "undecided"]

WHOLE = "the whole claim"
"""All parts that count together."""

MOST, SURELY = 0.9, 0.8
"""Robust is what holds in as many settings, and surely in as many; refuted is its mirror."""

LEAST = 12
"""Settings: of fewer nothing could be robust, were there no exception at all."""

MEANT = "as thought"
"""The settings that were meant; the others are named by how wide their intervals are."""


@dataclass(frozen=True, slots=True)
class Share:
    """In how many settings something holds.

    Parameters
    ----------
    n, holds : int
        Settings, and those in which it rather holds than not.
    mean, low, high : float
        The share of all settings, with its 95 % interval.
    """

    n: int
    holds: int
    mean: float
    low: float
    high: float

    @property
    def is_robust(self) -> bool:
        """Whether it holds nearly everywhere."""
        return self.mean >= MOST and self.low >= SURELY

    @property
    def is_refuted(self) -> bool:
        """Whether it holds nearly nowhere."""
        return self.mean <= 1 - MOST and self.high <= 1 - SURELY

    @property
    def is_open(self) -> bool:
        """Whether it may as well hold nearly everywhere as nearly nowhere."""
        return self.low <= 1 - SURELY and self.high >= SURELY


@dataclass(frozen=True, slots=True)
class Breadth:
    """In how many plausible settings a claim holds, and each of its parts.

    Parameters
    ----------
    shares : mapping
        By width of what is thought beforehand, the meant one first; then by name of a part, the
        whole claim as :data:`WHOLE`.
    effects : tuple of float
        The effect that pictures show, setting by setting, as its worlds showed it.
    settings : int
        How many of each width were asked for.
    kind : str
        Whether patterns chose among them: ``"calibrated"`` or ``"prior"``.
    numbers : int
        How many numbers differ from one to the next.
    command : str
        The command line that makes it again.
    interrupted : bool
        Whether Ctrl-C ended it early.
    """

    shares: Mapping[str, Mapping[str, Share]]
    effects: tuple[float, ...]
    settings: int
    kind: str
    numbers: int
    command: str
    interrupted: bool = False

    @property
    def whole(self) -> Share:
        """The share of the settings that were meant in which all parts hold."""
        return self.shares[MEANT][WHOLE]

    @property
    def word(self) -> Word:
        """What it comes to, at all widths together."""
        found = [shares[WHOLE] for shares in self.shares.values()]
        if all(one.is_robust for one in found):
            return "robust"
        if all(one.is_refuted for one in found):
            return "refuted"
        return "undecided" if self.whole.is_open else "contested"

    @property
    def exceptions(self) -> int:
        """Settings of all widths in which the claim rather fails than holds."""
        return sum(shares[WHOLE].n - shares[WHOLE].holds for shares in self.shares.values())

    @property
    def has_no_exception(self) -> bool:
        """Whether it holds in each of the settings that were meant."""
        return self.whole.holds == self.whole.n

    @property
    def weakest(self) -> str:
        """The part that fails in most settings."""
        parts = {name: one for name, one in self.shares[MEANT].items() if name != WHOLE}
        return min(parts, key=lambda name: parts[name].mean)

    def to_json(self) -> dict[str, Any]:
        """Return it as plain values."""
        return {"word": self.word, "exceptions": self.exceptions, **asdict(self)}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Breadth:
        """Return one as :meth:`to_json` gave it."""
        shares = {
            way: {name: Share(**one) for name, one in parts.items()}
            for way, parts in data["shares"].items()
        }
        told = {
            name: data[name] for name in ("settings", "kind", "numbers", "command", "interrupted")
        }
        return cls(shares=shares, effects=tuple(data["effects"]), **told)
