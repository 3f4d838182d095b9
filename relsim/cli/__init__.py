"""The command line: one small file a command."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from contextlib import suppress

__all__ = ["main"]

# Read when NumPy is loaded, which is later. Matrices here are small: threads of their algebra
# would wait for each other, and on a busy machine for four times as long as one takes alone.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
# Read when scenarios are declared: looking through all that is installed for plug-ins of pydantic,
# of which nothing here makes use, takes a tenth of the time in which a file is refused.
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and leave with its exit code.

    Notes
    -----
    0: done. 1: a fault of relsim's. 2: bad input. 3: done, some runs failed. 4: trouble with
    storage, or with standard output. 130: interrupted; 143: ended.
    """
    try:
        from relsim.cli.faults import exit_code_of
        from relsim.cli.leaving import leaves_threads

        code = exit_code_of(arguments)
        if leaves_threads():
            os._exit(code)  # Python would wait for them; all that was done is written and sent
    except KeyboardInterrupt:  # before anything could be said about it in there, or after
        code = 130
        with suppress(OSError):
            print("Interrupted.", file=sys.stderr)
    if arguments is None:
        gc.freeze()  # the program ends, and so does all memory: looking through it took .4 s
    sys.exit(code)
