"""Where a value came from: a line of a file, or an override."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from relsim.errors import MOST_SHOWN, Fault, ScenarioError
from relsim.scenario.lines import Lines, Path
from relsim.scenario.wording import show

_BARE = re.compile(r"^[A-Za-z0-9_-]+$")


def spelled(path: Path) -> str:
    """Return a place in a document as people write it.

    Examples
    --------
    >>> spelled(("firms", 1, "price")), spelled(("strategies", "a b", "social"))
    ('firms[1].price', 'strategies."a b".social')
    """
    text = ""
    for step in path:
        if isinstance(step, int):
            text += f"[{step}]"
            continue
        word = step if _BARE.match(step) and len(step) <= 60 else show(step)
        text += f".{word}" if text else word
    return text


@dataclass
class Source:
    """A document's origin, and the faults found in it so far.

    Parameters
    ----------
    label : str
        The file as the user wrote it.
    text : str or None
        Its text; None for data that never were a file.
    overridden : mapping
        The override that set a place of the document, by that place.
    """

    label: str
    text: str | None = None
    overridden: Mapping[Path, str] = field(default_factory=dict)
    _found: list[tuple[Path, Fault]] = field(default_factory=list)

    def fault(self, path: Path, what: str, allowed: str = "", instead: str = "") -> None:
        """Note that something is wrong at a place."""
        self._found.append((path, Fault("", what, allowed, instead)))

    @property
    def enough(self) -> bool:
        """Whether more faults are noted than are shown: to look for advice is then in vain."""
        return len(self._found) >= MOST_SHOWN

    def add(self, fault: Fault) -> None:
        """Note a fault whose place is already in words."""
        self._found.append(((), fault))

    def refuse(self) -> None:
        """Raise all faults noted so far as one error; do nothing when there are none."""
        if not self._found:
            return
        lines = Lines(self.text) if self.text is not None else None
        placed: list[tuple[float, Fault]] = []
        for place, (path, fault) in enumerate(self._found):
            line, where = None, fault.where
            if not where:
                # Finding a line takes a millisecond; nobody reads the hundredth fault.
                line = lines.find(path) if lines and place < MOST_SHOWN else None
                where, line = self._where(path, line)
            shown = Fault(where, fault.what, fault.allowed, fault.instead)
            placed.append((line or float("inf"), shown))
        shown_first = sorted(placed[:MOST_SHOWN], key=lambda pair: pair[0])
        raise ScenarioError(fault for _, fault in shown_first + placed[MOST_SHOWN:])

    def _where(self, path: Path, line: int | None) -> tuple[str, int | None]:
        """Put a place into words, and return its line where it has one."""
        for changed, override in self.overridden.items():
            within = path[: len(changed)] == changed
            # An override may have made the table that is wrong; the file then lacks it.
            around = line is None and len(path) > 1 and changed[: len(path)] == path
            if within or (around and isinstance(path[-1], str)):
                rest = spelled(path[len(changed) :])
                return f"override {override}{'.' if rest else ''}{rest}", None
        words = f" {spelled(path)}" if path else ""
        number = f":{line}" if line else ""
        return f"{self.label}{number}{words}", line
