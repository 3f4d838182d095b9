"""Which mechanisms a claim rests on: what becomes of it without each that can be switched off."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from relsim.claims.claim import Verdict


@dataclass(frozen=True, slots=True)
class Without:
    """What becomes of a claim without one mechanism.

    Parameters
    ----------
    mechanism : str
        Its switch; empty for the whole model, in the same worlds.
    verdict : str or None
        As the market is; None where the claim cannot be asked without it.
    mean, low, high : float or None
        The effect of the part that is shown, with its 95 % interval.
    why : str
        Why it cannot be asked.
    """

    mechanism: str
    verdict: Verdict | None = None
    mean: float | None = None
    low: float | None = None
    high: float | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Structures:
    """What becomes of a claim without each mechanism that its market uses.

    Parameters
    ----------
    whole : Without
        The whole model.
    without : tuple of Without
        One a mechanism.
    worlds, customers, periods : int
        How much was run of each.
    command : str
        The command line that makes it again.
    interrupted : bool
        Whether Ctrl-C ended it early.
    """

    whole: Without
    without: tuple[Without, ...]
    worlds: int
    customers: int
    periods: int
    command: str
    interrupted: bool = False

    @property
    def turns(self) -> list[str]:
        """The mechanisms without which what was shown is shown to be otherwise."""
        sides = {"supported", "refuted"}
        return [one.mechanism for one in self.without if {one.verdict, self.whole.verdict} == sides]

    @property
    def opens(self) -> list[str]:
        """Those without which it is undecided what was shown."""
        shown = self.whole.verdict != "undecided"
        return [one.mechanism for one in self.without if shown and one.verdict == "undecided"]

    @property
    def not_asked(self) -> list[str]:
        """Those without which the claim cannot be asked."""
        return [one.mechanism for one in self.without if one.verdict is None]

    def to_json(self) -> dict[str, Any]:
        """Return it as plain values."""
        return {"turns": self.turns, **asdict(self)}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Structures:
        """Return one as :meth:`to_json` gave it."""
        told = {key: value for key, value in data.items() if key != "turns"}
        without = tuple(Without(**one) for one in data["without"])
        return cls(**{**told, "whole": Without(**data["whole"]), "without": without})
