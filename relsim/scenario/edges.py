"""The edge list of a market that brings its own network: where it may lie, what it may hold."""

from __future__ import annotations

import os
import re
import stat
from array import array
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import TYPE_CHECKING, NamedTuple

from relsim.errors import MOST_SHOWN, Fault, ScenarioError
from relsim.scenario.names import hidden
from relsim.scenario.reading import read_text
from relsim.scenario.source import Source
from relsim.scenario.tables import MarketTable
from relsim.scenario.wording import excerpt, show

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_PLACE = ("market", "network_file")
_RULE = "it must lie in the scenario's folder or below it"
_TIE = "allowed are two rows of customers, whole numbers from 0"
_SEPARATOR = re.compile(r"\s*[,;]\s*|\s+")
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
        _check_file(folder, name, Numbering(market.customers, market.network_first), source)


def _leaves(name: str) -> bool:
    """Tell whether a path leads out of the folder it starts from, on any system."""
    windows, posix = PureWindowsPath(name), PurePosixPath(name)
    rooted = posix.is_absolute() or bool(windows.drive) or bool(windows.root)
    return rooted or ".." in windows.parts or ".." in posix.parts or "\0" in name


def _check_file(folder: Path, name: str, numbering: Numbering, source: Source) -> None:
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
        for fault in _faults(path, name, numbering, found.st_size, found.st_mtime_ns):
            source.add(fault)


# Overrides build a scenario anew, hundreds of times in a search: one file is read once.
@lru_cache(maxsize=8)
def _faults(path: Path, name: str, numbering: Numbering, *_: int) -> tuple[Fault, ...]:
    """Return what is wrong in an edge list, twenty lines at most."""
    try:
        read_ties(path, excerpt(name), numbering)
    except ScenarioError as error:
        return error.faults
    return ()


class Numbering(NamedTuple):
    """How many customers there are, and the number of the first, where the scenario says it."""

    customers: int
    first: int | None

    @property
    def highest(self) -> int:
        """The number of the last customer, where nobody counts from 1 without saying so."""
        return self.customers - 1 + (self.first or 0)


def read_ties(path: Path, label: str, numbering: Numbering) -> NDArray[np.int64]:
    """Return the ties of an edge list as pairs of rows, each tie once, in the file's order.

    Parameters
    ----------
    path : pathlib.Path
        The file: two customers a line, below a header or not. A tie may stand there from both
        sides.
    label : str
        What errors call it.
    numbering : Numbering
        Of the customers.

    Returns
    -------
    ndarray of int, shape (ties, 2)

    Raises
    ------
    ScenarioError
        With what is wrong, twenty lines at most.
    """
    import numpy as np  # heavy, and needed by those alone who bring a network

    faults: list[Fault] = []
    ends, numbers = array("q"), array("q")
    for place, (number, words) in enumerate(_lines_of(read_text(path, label, LARGEST_FILE))):
        # A heading has no number in it; a name where a number belongs has one beside it.
        if place == 0 and not re.search(r"\d", "".join(words)):
            continue
        wrong = list(_faults_of_tie(f"{label}:{number}", words, numbering))
        faults += wrong
        if len(faults) >= MOST_SHOWN or (wrong and len(words) > 2):
            break  # a third column is the whole file's, and told once
        if not wrong:
            ends.extend(map(int, words))
            numbers.append(number)
    pairs = np.array(ends, np.int64).reshape(-1, 2)
    if not faults:
        faults = _faults_of_all(label, pairs, numbers, numbering)
    if faults:
        raise ScenarioError(faults[:MOST_SHOWN])
    _, kept = np.unique(_keys(np.sort(pairs, axis=1)), return_index=True)
    return pairs[np.sort(kept)] - (numbering.first or 0)


def _lines_of(text: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the lines that hold something, cut into columns, without quotation marks."""
    for number, line in enumerate(text.splitlines(), start=1):
        words = _SEPARATOR.split(line.split("#")[0].strip())
        if words != [""]:
            yield number, [word.strip('"') for word in words]


def _keys(pairs: NDArray[np.int64]) -> NDArray[np.int64]:
    return pairs[:, 0] * (1 << 31) + pairs[:, 1]


def _faults_of_tie(where: str, words: list[str], numbering: Numbering) -> Iterator[Fault]:
    """Yield what is wrong with one line, naming the column."""
    if len(words) != 2:
        shown = show(" ".join(words))
        hint = "write a line as: 17 42"
        if len(words) == 3:
            hint = "ties have no weight here, so keep the first two columns alone"
        yield Fault(where, f"found {len(words)} columns, {shown}", _TIE, hint)
        return
    first = numbering.first or 0
    sound = True
    for column, word in enumerate(words, start=1):
        if not (word.isascii() and word.isdecimal()):
            hint = "rows have no decimals" if re.match(r"^\d+[.,]\d+$", word) else ""
            yield Fault(f"{where} column {column}", f"found {show(word)}", _TIE, hint)
        # One more may be the last of a file that counts from 1: the whole of it tells.
        elif len(word) > 9 or not first <= int(word) <= numbering.customers:
            what = f"there is no customer {excerpt(word)}"
            yield Fault(f"{where} column {column}", what, _rows(numbering))
        else:
            continue
        sound = False
    if sound and int(words[0]) == int(words[1]):
        yield Fault(where, f"customer {words[0]} is tied to itself", _TIE, "delete the line")


def _rows(numbering: Numbering) -> str:
    return (
        f"the market has {numbering.customers:,} customers, so rows run from "
        f"{numbering.first or 0} to {numbering.highest}"
    )


def _faults_of_all(
    label: str, pairs: NDArray[np.int64], numbers: Sequence[int], numbering: Numbering
) -> list[Fault]:
    """Return what only a look at all lines tells: none, a count from 1, a tie twice."""
    if not len(pairs):
        instead = 'write two customers a line, or choose network = "none"'
        return [Fault(label, "the file holds no tie", "", instead)]
    last = numbering.customers
    holds_last = bool((pairs == last).any())
    if numbering.first is None and pairs.min() > 0:
        what, instead = "customer 0 never occurs", "write network_first = 1 in [market] if so"
        if holds_last:
            what += f" and customer {last} does: the file seems to count from 1"
        else:
            what += ": the file may count from 1"
            instead += ", and network_first = 0 if it counts from 0"
        return [Fault(label, what, "", instead)]
    if holds_last and numbering.highest < last:
        place = int((pairs == last).any(axis=1).argmax())
        where = f"{label}:{numbers[place]} column {1 + int(pairs[place, 1] == last)}"
        return [Fault(where, f"there is no customer {last}", _rows(numbering))]
    keys = _keys(pairs)
    order = keys.argsort(kind="stable")
    again = (keys[order][1:] == keys[order][:-1]).nonzero()[0][:MOST_SHOWN]
    return [
        Fault(
            f"{label}:{numbers[order[place + 1]]}",
            f"the tie of {pairs[order[place], 0]} and {pairs[order[place], 1]} stands on line "
            f"{numbers[order[place]]} already",
            "",
            "delete one of the lines",
        )
        for place in again
    ]
