"""With what exit code a command that has shown its result ends."""

from __future__ import annotations

from relsim.errors import SomeRunsFailed

INTERRUPTED = 130
"""What a shell takes for Ctrl-C."""


def leave(*, interrupted: bool, failed: bool = False) -> None:
    """End a command that has shown its result, where not all of it went well."""
    if interrupted:
        raise SystemExit(INTERRUPTED)
    if failed:
        raise SystemExit(SomeRunsFailed.exit_code)
