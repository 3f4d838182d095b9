"""One small wrong change to the engine room, as somebody might make it by mistake."""

from __future__ import annotations

from dataclasses import dataclass


class Stale(ValueError):
    """The text that a fault replaces does not stand exactly once in its file any more."""


@dataclass(frozen=True)
class Fault:
    """A row of the table of planted faults.

    Parameters
    ----------
    name : str
        What is wrong, in words.
    mistake : str
        What kind of mistake it is.
    file : str
        Path from the top of the repository.
    text : str
        What stands there; exactly once.
    instead : str
        What stands there when the fault is planted.
    """

    name: str
    mistake: str
    file: str
    text: str
    instead: str

    def planted(self, source: str) -> str:
        """Return the source of the file with the fault in it.

        Raises
        ------
        Stale
            When the text does not stand there exactly once.
        """
        found = source.count(self.text)
        if found != 1:
            raise Stale(
                f"{self.name!r} is stale: its text stands {found} times in {self.file}. Write "
                f"what stands there now into the table in tests/mutants.\n{self.text}"
            )
        return source.replace(self.text, self.instead)
