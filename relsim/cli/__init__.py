"""The command line: one small file a command."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from relsim.cli.claims import try_claim

__all__ = ["main", "try_claim"]


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and leave with its exit code.

    Parameters
    ----------
    arguments : sequence of str, optional
        What follows ``relsim``; by default what the shell gave.

    Notes
    -----
    0: done. 1: a fault of relsim's. 2: bad input. 3: done, some runs failed. 4: trouble with
    storage. 130: interrupted.
    """
    from relsim.cli.faults import exit_code_of

    sys.exit(exit_code_of(arguments))


def __getattr__(name: str) -> object:
    """Load what a claim's script calls when it is first asked for."""
    if name != "try_claim":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from relsim.cli.claims import try_claim

    return try_claim
