"""The edge list of a market that brings its own network: where it may lie, what it may hold."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path, PurePosixPath, PureWindowsPath

from relsim.errors import MOST_SHOWN, Fault, ScenarioError
from relsim.scenario.names import hidden
from relsim.scenario.reading import read_text
from relsim.scenario.source import Source
from relsim.scenario.tables import MarketTable
from relsim.scenario.wording import excerpt, show

_PLACE = ("market", "network_file")
_RULE = "it must lie in the scenario's folder or below it"
_TIE = "allowed are two rows of customers, whole numbers from 0"
_SEPARATOR = re.compile(r"\s*,\s*|\s+")
LARGEST_FILE = 512 * 1024 * 1024


def check_network(market: MarketTable | None, folder: Path | None, source: Source) -> None:
    """Refuse an edge list that is missing, or that lies outside the scenario's folder."""
    if market is None:
        return
    name = str(market.network_file)
    if hidden(name):
        return
    wanted = market.network == "file"
    if not name:
        if wanted:
            instead = 'write network_file = "friends.csv", or another network'
            source.fault(("market", "network"), "network_file is missing", "", instead)
        return
    if _leaves(name):
        source.fault(_PLACE, f"found {show(name)}", _RULE, "write a plain file name")
    elif not wanted:
        return
    elif folder is None:
        what = "this scenario was not read from a file, so it has no folder"
        source.fault(_PLACE, what, _RULE, "save it as a file, or name the folder when parsing")
    else:
        _check_file(folder, name, int(market.customers), source)


def _leaves(name: str) -> bool:
    """Tell whether a path leads out of the folder it starts from, on any system."""
    windows, posix = PureWindowsPath(name), PurePosixPath(name)
    rooted = posix.is_absolute() or bool(windows.drive) or bool(windows.root)
    return rooted or ".." in windows.parts or ".." in posix.parts or "\0" in name


def _check_file(folder: Path, name: str, customers: int, source: Source) -> None:
    """Look at the file itself: a link may lead out of the folder, and a line may be no tie."""
    path = folder / name
    try:
        found = os.stat(path)
        real = os.path.realpath(path, strict=True)
        home = os.path.realpath(folder)
    except (OSError, ValueError):
        instead = "write / between folders" if "\\" in name else "check the name"
        source.fault(_PLACE, f"there is no readable file {show(name)}", _RULE, instead)
        return
    if os.path.commonpath([real, home]) != home:
        source.fault(_PLACE, f"{show(name)} is a link that leads elsewhere", _RULE, "copy the file")
    elif not stat.S_ISREG(found.st_mode):
        source.fault(_PLACE, f"{show(name)} is not an ordinary file", _RULE, "check the name")
    else:
        for fault in _faults(path, name, customers, found.st_size, found.st_mtime_ns):
            source.add(fault)


# Overrides build a scenario anew, hundreds of times in a search: one file is read once.
@lru_cache(maxsize=8)
def _faults(path: Path, name: str, customers: int, *_: int) -> tuple[Fault, ...]:
    """Return what is wrong in an edge list, twenty lines at most."""
    label = excerpt(name)
    try:
        text = read_text(path, label, LARGEST_FILE)
    except ScenarioError as error:
        return error.faults
    found: list[Fault] = []
    for number, line in enumerate(text.splitlines(), start=1):
        words = _SEPARATOR.split(line.split("#")[0].strip())
        if words == [""]:
            continue
        found += _faults_of_tie(f"{label}:{number}", words, customers)
        if len(found) >= MOST_SHOWN:
            break
    return tuple(found)


def _faults_of_tie(where: str, words: list[str], customers: int) -> Iterator[Fault]:
    """Yield what is wrong with one line, naming the column."""
    if len(words) != 2:
        shown = show(" ".join(words))
        yield Fault(where, f"found {len(words)} columns, {shown}", _TIE, "write a line as: 17 42")
        return
    sound = True
    for column, word in enumerate(words, start=1):
        if not (word.isascii() and word.isdecimal()):
            hint = "rows have no decimals" if re.match(r"^\d+[.,]\d+$", word) else ""
            yield Fault(f"{where} column {column}", f"found {show(word)}", _TIE, hint)
        elif len(word) > 9 or int(word) >= customers:
            last = f"the market has {customers:,} customers, so rows run from 0 to {customers - 1}"
            yield Fault(f"{where} column {column}", f"there is no customer {excerpt(word)}", last)
        else:
            continue
        sound = False
    if sound and int(words[0]) == int(words[1]):
        yield Fault(where, f"customer {words[0]} is tied to itself", _TIE, "delete the line")
