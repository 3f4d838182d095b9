"""The six things that are added to a copy of relsim, read from the files beside this one."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
KINDS = ("lever", "mechanism", "figure", "chart", "claim", "command")


@dataclass(frozen=True, slots=True)
class Place:
    """A place that is touched: a new file, or lines that stand above or below others.

    Nothing that stands already is changed or taken away.

    Parameters
    ----------
    file : str
        Its path in the repository.
    text : str
        What is written there.
    above, below : str
        Lines, which must stand in the file once; both empty for a new file.
    """

    file: str
    text: str
    above: str = ""
    below: str = ""

    def write(self, root: Path) -> None:
        """Write it into a copy of the repository."""
        path = root / self.file
        anchor = self.above or self.below
        if not anchor:
            assert not path.exists(), f"{self.file} is there already"
            path.write_text(self.text, encoding="utf-8")
            return
        before = path.read_text(encoding="utf-8")
        assert before.count(anchor) == 1, f"{self.file} has not once: {anchor}"
        whole = self.text + anchor if self.above else anchor + self.text
        path.write_text(before.replace(anchor, whole), encoding="utf-8")


@dataclass(frozen=True, slots=True)
class Addition:
    """One thing that is added.

    Parameters
    ----------
    kind : str
        One of ``KINDS``.
    places : tuple of Place
        What somebody writes who adds it.
    imports : tuple of Place
        Lines that only import what the places name.
    asked_by_tests : tuple of Place
        What a test wants that holds it against numbers worked out by hand.
    """

    kind: str
    places: tuple[Place, ...]
    imports: tuple[Place, ...] = ()
    asked_by_tests: tuple[Place, ...] = ()

    def write(self, root: Path) -> None:
        """Write all of it into a copy of the repository."""
        for place in (*self.places, *self.imports, *self.asked_by_tests):
            place.write(root)


def read(kind: str) -> Addition:
    """Return an addition from its file."""
    with (HERE / f"{kind}.toml").open("rb") as file:
        found = tomllib.load(file)
    return Addition(
        kind, **{name: tuple(Place(**one) for one in all_) for name, all_ in found.items()}
    )
