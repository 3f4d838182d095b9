"""The edge list of a market that brings its own network: where it may lie."""

from __future__ import annotations

import os
import stat
from pathlib import Path, PurePosixPath, PureWindowsPath

from relsim.scenario.source import Source
from relsim.scenario.tables import Table
from relsim.scenario.wording import show

_PLACE = ("market", "network_file")
_RULE = "it must lie in the scenario's folder or below it"


def check_network(market: Table | None, folder: Path | None, source: Source) -> None:
    """Refuse an edge list that is missing, or that lies outside the scenario's folder.

    Parameters
    ----------
    market : Table or None
        None when the market is wrong; then nothing is done.
    folder : pathlib.Path or None
        The scenario's folder; None when it was not read from a file.
    source : Source
        Collects the faults.
    """
    if market is None:
        return
    name = str(market.network_file)
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
        _check_file(folder, name, source)


def _leaves(name: str) -> bool:
    """Tell whether a path leads out of the folder it starts from, on any system."""
    windows, posix = PureWindowsPath(name), PurePosixPath(name)
    rooted = posix.is_absolute() or bool(windows.drive) or bool(windows.root)
    return rooted or ".." in windows.parts or ".." in posix.parts or "\0" in name


def _check_file(folder: Path, name: str, source: Source) -> None:
    """Look at the file itself: a link may lead out of the folder, too."""
    try:
        kind = os.stat(folder / name).st_mode
        real = os.path.realpath(folder / name, strict=True)
        home = os.path.realpath(folder)
    except (OSError, ValueError):
        source.fault(_PLACE, f"there is no readable file {show(name)}", _RULE, "check the name")
        return
    if os.path.commonpath([real, home]) != home:
        source.fault(_PLACE, f"{show(name)} is a link that leads elsewhere", _RULE, "copy the file")
    elif not stat.S_ISREG(kind):
        source.fault(_PLACE, f"{show(name)} is not an ordinary file", _RULE, "check the name")
