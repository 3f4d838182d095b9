"""What a user sees when something goes wrong: words and an exit code, never a traceback."""

from __future__ import annotations

import os
import platform
import shlex
import sys
import tempfile
import traceback
from collections.abc import Sequence

from relsim.cli.encoding import speak_plainly
from relsim.cli.leaving import INTERRUPTED
from relsim.cli.output import message
from relsim.errors import RelsimError
from relsim.version import __version__

OUR_FAULT = 1


def exit_code_of(arguments: Sequence[str] | None) -> int:
    """Run a command and return what to leave with."""
    from relsim.cli.application import application

    speak_plainly()
    given = list(sys.argv[1:] if arguments is None else arguments)
    try:
        application(args=given, prog_name="relsim")
    except SystemExit as leaving:
        code = leaving.code if isinstance(leaving.code, int) else int(leaving.code is not None)
    except RelsimError as error:
        code = error.exit_code
        _tell(error, given)
    except Exception as error:
        code = OUR_FAULT
        _tell(error, given)
    else:
        code = 0
    if code == INTERRUPTED:
        message("Interrupted.")
    return _flushed(code)


def _tell(error: Exception, arguments: Sequence[str]) -> None:
    """Say what is wrong with the input, or own up to a fault."""
    if isinstance(error, RelsimError) and error.exit_code != OUR_FAULT:
        from relsim.scenario.wording import visible

        # A path or a name may hold what steers a terminal.
        message("\n".join(visible(line) for line in str(error).split("\n")))
        return
    what = str(error) if isinstance(error, RelsimError) else f"{type(error).__name__}: {error}"
    place = _write_down(error, arguments)
    message(
        f"This is a fault of relsim, not of yours: {what}\n"
        f"What happened is written in {place}. It holds the command and where relsim failed, and "
        "none of your data beyond that; please send it with your report. Nothing of yours was "
        "changed."
    )


def _write_down(error: Exception, arguments: Sequence[str]) -> str:
    """Write a file to send and return its path."""
    text = "".join(
        [
            f"relsim {__version__}, Python {platform.python_version()}, {platform.platform()}\n",
            f"relsim {shlex.join(arguments)}\n\n",
            *traceback.format_exception(error),
        ]
    )
    try:
        handle, path = tempfile.mkstemp(prefix="relsim-fault-", suffix=".txt", text=True)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
    except OSError:
        return "no file, for the temporary folder cannot be written"
    return path


def _flushed(code: int) -> int:
    """Send what is left to standard output; a reader that has gone is no fault."""
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        # Otherwise the interpreter would try once more on its way out, and complain.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return code
