"""What a user sees when something goes wrong: words and an exit code, never a traceback."""

from __future__ import annotations

import errno
import os
import platform
import shlex
import sys
import tempfile
import traceback
from collections.abc import Sequence

from relsim.cli.encoding import speak_plainly
from relsim.cli.leaving import INTERRUPTED, code_of_end, ended_as_by_ctrl_c
from relsim.cli.loading import loading
from relsim.cli.output import begin_output, end_output, message, standard
from relsim.errors import RelsimError, StorageError
from relsim.version import __version__

OUR_FAULT = 1

_OF_STREAMS = (errno.ENOSPC, errno.EIO, errno.EPIPE, errno.EBADF)
"""What goes wrong with standard output where others write to it: the help, for one."""


def exit_code_of(arguments: Sequence[str] | None) -> int:
    """Run a command and return what to leave with."""
    begin_output()
    speak_plainly()
    given = list(sys.argv[1:] if arguments is None else arguments)
    with ended_as_by_ctrl_c():
        try:
            code = _code_of(given)
        except KeyboardInterrupt:
            code = INTERRUPTED
        trouble = end_output()
        if code == INTERRUPTED:
            code = code_of_end()
            message("Interrupted." if code == INTERRUPTED else "Ended before all was done.")
    if trouble:
        message(f"Standard output could not be written: {trouble}.")
        code = code or StorageError.exit_code
    return code


def _code_of(given: list[str]) -> int:
    with loading():
        from relsim.cli.application import application

        made = application(given)
    try:
        made(args=given, prog_name="relsim")
    except SystemExit as leaving:
        return leaving.code if isinstance(leaving.code, int) else int(leaving.code is not None)
    except RelsimError as error:
        _tell(error, given)
        return error.exit_code
    except Exception as error:
        if isinstance(error, OSError) and error.filename is None and error.errno in _OF_STREAMS:
            standard.trouble = str(error.strerror)
            return 0
        _tell(error, given)
        return OUR_FAULT
    return 0


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
