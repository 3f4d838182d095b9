"""From a path to a TOML document, whatever is found there.

A scenario may come from a stranger. Everything that is not a small regular text file is
refused before it is opened or while it is read, with a sentence that says why.
"""

from __future__ import annotations

import errno
import os
import re
import stat
import sys
import tomllib
from pathlib import Path

from relsim.errors import Fault, ScenarioError
from relsim.scenario.numerals import odd_blank_outside_quotes, slip_in
from relsim.scenario.wording import excerpt

LARGEST_FILE = 256 * 1024
DEEPEST = 12
_MOST_DOTS = 500

_LONG_NUMBER = re.compile(r"[0-9][0-9_]{4000,}")
_TWICE = re.compile(r"cannot declare \((.*)\) twice")
_BACKSLASH = "write / between folders, \\\\ for a backslash, or the text in single quotes"
_REMEDIES = {
    "overwrite a value": "write every key of a table once",
    "stands there twice": "write it once; only [[segments]], [[firms]] and [[events]] repeat",
    "immutable namespace": "write every table once, in one way",
    "after a key": "write KEY = VALUE",
    "invalid statement": "write KEY = VALUE, or a table in brackets",
    "key part": "write KEY = VALUE, with quotes around a key that is no plain word",
    "invalid value": "write a number, text in quotes, true or false",
    "date": "write a number, text in quotes, true or false",
    "declaration": "close the brackets on the same line",
    "inline table": "write { … } on one line, with commas between",
    "array": "close the list with ], and put commas between",
    "after a statement": "write one KEY = VALUE a line, and # before a remark",
    "escape": _BACKSLASH,
    "hex value": _BACKSLASH,
    "character '\\n'": "close the quotes on the same line",
    "string": "close the quotes on the same line",
    "character '\\r'": "save the file with the line ends of Windows or Unix",
    "character": "delete this character",
}
"""What to do, by words of the parser's complaint."""

_TYPOGRAPHIC = tuple("\u201c\u201d\u201e\u2018\u2019\u00ab\u00bb")
_PLACE = re.compile(r"\s*\(at (?:line (\d+), column (\d+)|end of document)\)$")


def read_text(path: Path, label: str, largest: int = LARGEST_FILE) -> str:
    """Return the text of a small regular file."""
    return decoded(read_bytes(path, label, largest), label)


def read_standard_input() -> str:
    """Return what another program, or a file, puts there."""
    label = "standard input"
    if sys.stdin is None:
        raise ScenarioError([Fault(label, "it is closed", "", "write the path of a file")])
    content = sys.stdin.buffer.read(LARGEST_FILE + 1)
    return decoded(_within(content, label, LARGEST_FILE), label)


def read_bytes(path: Path, label: str, largest: int) -> bytes:
    """Return what a small regular file holds."""
    return _within(_content(path, label, largest), label, largest)


def _within(content: bytes, label: str, largest: int) -> bytes:
    if len(content) > largest:
        what = f"the file is larger than {largest // 1024} kB"
        instead = "check that this is the right file"
        raise ScenarioError([Fault(label, what, "", instead)])
    return content


def _content(path: Path, label: str, largest: int) -> bytes:
    """Read a little more than allowed, so that the caller can tell."""
    try:
        # Without O_NONBLOCK, opening a pipe that nobody writes to would wait for ever.
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
        with os.fdopen(handle, "rb") as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                raise ScenarioError([_irregular(label)])
            return file.read(largest + 1)
    except (OSError, ValueError) as error:
        raise ScenarioError([_unopened(path, label, error)]) from None


def _irregular(label: str) -> Fault:
    return Fault(
        label,
        "this is not an ordinary file but a device, a pipe or the like",
        "",
        "write the path of a text file",
    )


def _unopened(path: Path, label: str, error: OSError | ValueError) -> Fault:
    """Say in plain words why a file could not be opened or read."""
    number = error.errno if isinstance(error, OSError) else None
    if number == errno.EISDIR or _is_folder(path):
        return Fault(label, "this is a folder", "", "write the path of a file in it")
    reasons = {
        errno.ENOENT: ("there is no such file", "check the path"),
        errno.ENOTDIR: ("there is no such file", "check the path"),
        errno.EACCES: ("you may not read this file", "change its permissions or copy it"),
        errno.EPERM: ("you may not read this file", "change its permissions or copy it"),
        errno.ELOOP: ("this symbolic link leads back to itself", "write the path of the file"),
        errno.ENAMETOOLONG: ("this path is too long", "write a shorter one"),
        errno.ENXIO: ("this is not an ordinary file", "write the path of a text file"),
    }
    what, instead = reasons.get(
        number or 0, ("this file cannot be read", "check the path and the disk")
    )
    return Fault(label, what, "", instead)


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except (OSError, ValueError):
        return False


def decoded(content: bytes, label: str) -> str:
    """Return UTF-8 as text, or say on which line it is none."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        what = f"this is not UTF-8 text (byte 0x{content[error.start]:02x})"
        raise ScenarioError(
            [Fault(f"{label}:{line}", what, "", "save the file as UTF-8 in your editor")]
        ) from None


def parse_toml(text: str, label: str) -> dict[str, object]:
    r"""Return the document that a TOML text holds.

    Examples
    --------
    >>> parse_toml("[market]\nperiods = 12", "a.toml")
    {'market': {'periods': 12}}
    >>> parse_toml("[market]\nperiods = 12 13", "a.toml")
    Traceback (most recent call last):
        ...
    relsim.errors.ScenarioError: a.toml:2 column 14: this is not TOML: expected newline...
    """
    if has_endless_key(text):
        raise ScenarioError([too_deep(label)])
    try:
        document = tomllib.loads(text.removeprefix("\ufeff"))
    except tomllib.TOMLDecodeError as error:
        raise ScenarioError([_not_toml(text, label, str(error))]) from None
    except RecursionError:
        raise ScenarioError([too_deep(label)]) from None
    except ValueError:
        # Python refuses to read whole numbers of more than 4 300 digits.
        raise ScenarioError([_too_long(text, label)]) from None
    if deeper_than(document, DEEPEST):
        raise ScenarioError([too_deep(label)])
    return document


def has_endless_key(text: str) -> bool:
    """Tell whether a key has hundreds of parts: the parser's time grows with their square.

    Examples
    --------
    >>> has_endless_key("x = 1"), has_endless_key("x" + ".x" * 1000 + " = 1")
    (False, True)
    """
    return any(
        part.count(".") > _MOST_DOTS
        for line in text.split("\n")
        if line.count(".") > _MOST_DOTS
        for part in line.split("=")
    )


def _not_toml(text: str, label: str, message: str) -> Fault:
    """Translate the parser's complaint, and guess the usual slips."""
    lines = text.replace("\r\n", "\n").split("\n")
    place = _PLACE.search(message)
    complaint = message[: place.start()] if place else message
    if place and place[1]:
        number, column = int(place[1]), int(place[2])
        where = f"{label}:{number} column {column}"
    else:
        number, where = len(lines), f"{label}:{len(lines)}"
    complaint = _TWICE.sub(_stands_twice, complaint[:1].lower() + complaint[1:])
    line = lines[number - 1] if 0 < number <= len(lines) else ""
    found = f"; the line reads `{excerpt(line.strip())}`" if line.strip() else ""
    what = f"this is not TOML: {excerpt(complaint)}{found}"
    return Fault(where, what, "", _slip(line) or _remedy(complaint))


def _stands_twice(found: re.Match[str]) -> str:
    """Name a table as people write it."""
    parts = re.findall(r"'([^']*)'", found[1])
    return f"[{'.'.join(parts)}] stands there twice"


def _remedy(complaint: str) -> str:
    """Say what to do about the parser's complaint."""
    found = (remedy for words, remedy in _REMEDIES.items() if words in complaint)
    return next(found, "compare with what relsim new writes")


def _slip(line: str) -> str:
    """Say what somebody probably meant by a line that does not parse."""
    value = line.partition("=")[2].strip()
    if number := slip_in(line):
        return f"write a decimal point: {number}" if "." in number else f"write {number}"
    if percent := re.match(r"^([\d.]+)\s*%", value):
        return f"write {_share(percent[1])} for {percent[1]} %"
    if value[:1] in _TYPOGRAPHIC:
        return 'use straight quotes: "'
    if re.match(r"^\.\d", value):
        return f"write 0{value}"
    if blank := odd_blank_outside_quotes(line):
        return f"write a plain blank where {blank} stands"
    if re.match(r"^[^\W\d]", value) and value.split("#")[0].strip() not in {"true", "false"}:
        return "put quotes around text; yes and no are written true and false"
    return ""


def _share(percent: str) -> str:
    try:
        return f"{float(percent) / 100:.12g}"
    except ValueError:
        return "a share"


def too_deep(label: str) -> Fault:
    """Say that tables or lists are nested too deeply."""
    return Fault(
        label,
        "tables or lists are nested too deeply",
        f"a scenario needs no more than {DEEPEST} levels",
        "check the brackets and the dotted keys",
    )


def _too_long(text: str, label: str) -> Fault:
    found = _LONG_NUMBER.search(text)
    where = f"{label}:{text.count(chr(10), 0, found.start()) + 1}" if found else label
    what = f"found a number of {len(found[0]):,} digits" if found else "found a number or a date"
    return Fault(where, f"{what} that is too long or does not exist", "", "write a shorter one")


def deeper_than(document: object, levels: int) -> bool:
    """Tell whether data nest deeper than so many levels, without recursion."""
    layer: list[object] = [document]
    for _ in range(levels):
        inner: list[object] = []
        for value in layer:
            if isinstance(value, dict):
                inner.extend(value.values())
            elif isinstance(value, (list, tuple)):
                inner.extend(value)
        layer = inner
        if not layer:
            return False
    return any(isinstance(value, (dict, list, tuple)) for value in layer)
