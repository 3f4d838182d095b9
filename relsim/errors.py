"""Every error a user can meet.

Each says what is wrong, where, why, and what to write instead, in plain words. The
command line prints ``str(error)`` and leaves with ``error.exit_code``; nothing else of an
error is shown, so the text alone must be enough.

This file imports nothing of relsim, and every room may import it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

MOST_SHOWN = 20


class RelsimError(Exception):
    """Base of every error that relsim raises on purpose.

    Attributes
    ----------
    exit_code : int
        What the command line leaves with: 1 for a fault of relsim's own, 2 for bad
        input, 3 for a result with failed runs, 4 for trouble with storage.

    Examples
    --------
    >>> InputError("periods must be a whole number").exit_code
    2
    """

    exit_code = 1


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong in a scenario.

    Parameters
    ----------
    where : str
        File, line and key: ``insurance.toml:14 firms[1].price``.
    what : str
        What was found there.
    allowed : str
        What may stand there, with its range and unit.
    instead : str
        What to write: a value, the nearest valid key, or a step to take.

    Examples
    --------
    >>> print(Fault("a.toml:3 market.freedom", "found 5", "allowed is a share from 0 to 1",
    ...             "write 0.05 for 5 %"))
    a.toml:3 market.freedom: found 5; allowed is a share from 0 to 1. Write 0.05 for 5 %.
    """

    where: str
    what: str
    allowed: str = ""
    instead: str = ""

    def __str__(self) -> str:
        """Return the fault as one paragraph."""
        text = f"{self.where}: {self.what}"
        if self.allowed:
            text += f"; {self.allowed}"
        if not text.endswith((".", "?")):
            text += "."
        if self.instead:
            text += f" {self.instead[0].upper()}{self.instead[1:]}"
            if not text.endswith((".", "?")):
                text += "."
        return text


class ScenarioError(RelsimError):
    """A scenario that cannot be used, with everything that is wrong in it.

    Parameters
    ----------
    faults : iterable of Fault
        At least one; all of them are reported at once.

    Examples
    --------
    >>> error = ScenarioError([Fault("a.toml", "the scenario has no firm")])
    >>> print(error)
    a.toml: the scenario has no firm.
    >>> error.exit_code
    2
    """

    exit_code = 2

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__(self.faults)

    def __str__(self) -> str:
        """Return one paragraph for each fault, the first twenty in full."""
        paragraphs = [str(fault) for fault in self.faults[:MOST_SHOWN]]
        rest = len(self.faults) - MOST_SHOWN
        if rest > 0:
            paragraphs.append(f"… and {rest} more. Mend these first, then check again.")
        return "\n\n".join(paragraphs)


class InputError(RelsimError):
    """Bad input other than a scenario: a CSV file, a command-line value, an argument.

    Examples
    --------
    >>> print(InputError('--replications: found "ten"; allowed is a whole number from 1.'))
    --replications: found "ten"; allowed is a whole number from 1.
    """

    exit_code = 2


class IdentityError(RelsimError):
    """The books of a market do not balance: a fault of relsim's own, never of the input.

    Examples
    --------
    >>> IdentityError("opened + won - lost is not closed, in period 3").exit_code
    1
    """

    exit_code = 1


class RunError(RelsimError):
    """A run that failed and could not be finished.

    Examples
    --------
    >>> RunError("replication 7 failed").exit_code
    1
    """

    exit_code = 1


class SomeRunsFailed(RelsimError):
    """A study that is done although some of its runs failed.

    Examples
    --------
    >>> SomeRunsFailed("3 of 200 runs failed").exit_code
    3
    """

    exit_code = 3


class StorageError(RelsimError):
    """Trouble with a disk, a store or an export; what was acknowledged is kept.

    Examples
    --------
    >>> StorageError("the disk is full; free some space and run the command again").exit_code
    4
    """

    exit_code = 4
