"""The command line: one small file a command."""

from __future__ import annotations

import sys
from collections.abc import Sequence

__all__ = ["main"]


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and leave with its exit code.

    Notes
    -----
    0: done. 1: a fault of relsim's. 2: bad input. 3: done, some runs failed. 4: trouble with
    storage. 130: interrupted.
    """
    from relsim.cli.faults import exit_code_of

    sys.exit(exit_code_of(arguments))
