"""What makes a claim's script a program of its own."""

from __future__ import annotations

import runpy
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from relsim.claims.claim import Claim


def try_claim(claim: Claim) -> None:
    """Let a claim's script try its claim, with the options of ``relsim claims``.

    Parameters
    ----------
    claim : Claim
        That of the script that was started.

    Notes
    -----
    Leaves with the exit code of the command line: this is the last line of a script.
    """
    del claim  # the script is read again, exactly as the command reads it
    sys.argv[:1] = ["relsim", "claims", sys.argv[0]]
    runpy.run_module("relsim", run_name="__main__")
