"""Output to a terminal that cannot show every sign: its nearest plain one in place of it."""

from __future__ import annotations

import codecs
import sys

PLAIN = {
    "−": "-",
    "–": "-",
    "\u00a0": " ",
    "±": "+/-",
    "×": "x",
    "≥": ">=",
    "≤": "<=",
    "…": "...",
    "→": "->",
    "“": '"',
    "”": '"',
    "’": "'",
    "€": "EUR ",
    "─": "-",
}
"""What stands for a sign that an encoding lacks: a minus above all must not get lost."""


def speak_plainly() -> None:
    """Let no unusual sign or name break the output, or be lost where a plain one says the same."""
    codecs.register_error("relsim.plain", _plain)
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="relsim.plain")


def _plain(error: UnicodeError) -> tuple[str, int]:
    assert isinstance(error, UnicodeEncodeError)
    lost = error.object[error.start : error.end]
    return "".join(PLAIN.get(sign, "?") for sign in lost), error.end
