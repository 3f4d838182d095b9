"""How much memory there is to fill: this machine's, or less where something bounds it."""

from __future__ import annotations

import os
import re
from functools import cache
from pathlib import Path

from relsim.errors import InputError
from relsim.scenario.wording import show

VARIABLE = "RELSIM_MEMORY"
"""Environment variable that says otherwise: bytes, or a number with kB, MB, GB or TB."""

WITHOUT_ANSWER = 4_000_000_000
"""Bytes assumed where the system does not say (Windows): what a small laptop has."""

_UNITS = {"": 1, "b": 1, "kb": 1_000, "mb": 1_000_000, "gb": 1_000_000_000, "tb": 10**12}
_AMOUNT = re.compile(r"^([0-9]+(?:\.[0-9]+)?)\s*([A-Za-z]*)$")
_GROUPS = Path("/sys/fs/cgroup")


def memory() -> int:
    """Return the bytes that relsim may fill.

    ``RELSIM_MEMORY`` says how many. Without it, it is the machine's memory, or the limit of the
    control group (of a container, of a batch system) or of the process where that is lower.

    Examples
    --------
    >>> memory() > 0
    True
    """
    chosen = os.environ.get(VARIABLE, "").strip()
    if chosen:
        return amount(chosen)
    return _found()


@cache
def _found() -> int:
    """Return what the system says, asked once: every market that is made wants to know."""
    return min((_machine(), *_groups(), *_process()))


def amount(text: str) -> int:
    """Return an amount of memory in bytes.

    Examples
    --------
    >>> amount("2 GB"), amount("1.5kB"), amount("4096")
    (2000000000, 1500, 4096)
    """
    found = _AMOUNT.match(text) if len(text) < 40 else None
    unit = _UNITS.get(found[2].lower()) if found else None
    size = int(float(found[1]) * unit) if found and unit else 0
    if size < 1:
        raise InputError(
            f"{VARIABLE}: found {show(text)}; allowed is an amount of memory. Write bytes, or a "
            'number with its unit, such as "2 GB".'
        )
    return size


def in_words(size: float) -> str:
    """Return bytes as people say them.

    Examples
    --------
    >>> in_words(950), in_words(2_500_000), in_words(3.2e10)
    ('950 bytes', '2.5 MB', '32 GB')
    """
    for unit in ("bytes", "kB", "MB", "GB", "TB", "PB"):
        if size < 999.5:
            digits = 1 if size < 9.95 and unit != "bytes" else 0
            return f"{size:.{digits}f} {unit}"
        size /= 1000
    return f"{size:.3g} EB"


def _machine() -> int:
    """Return the memory that is built in."""
    try:
        return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") or WITHOUT_ANSWER
    except (AttributeError, OSError, ValueError):
        return WITHOUT_ANSWER


def _process() -> list[int]:
    """Return the limit set for this process, where there is one."""
    try:
        import resource
    except ImportError:  # not on Windows
        return []
    soft = resource.getrlimit(resource.RLIMIT_AS)[0]
    return [] if soft == resource.RLIM_INFINITY else [soft]


def _groups() -> list[int]:
    """Return the limits of the control groups that this process is in, from Linux."""
    found = []
    for path in _limit_files():
        try:
            words = path.read_text(encoding="ascii").strip()
        except (OSError, ValueError):
            continue
        if words.isdecimal():
            found.append(int(words))
    return [limit for limit in found if limit > 0]


def _limit_files() -> list[Path]:
    """Return where limits may stand: of the group, and of all that it lies in."""
    files = [_GROUPS / "memory.max", _GROUPS / "memory" / "memory.limit_in_bytes"]
    try:
        lines = Path("/proc/self/cgroup").read_text(encoding="utf-8").splitlines()
    except (OSError, ValueError):
        return files
    for line in lines:
        _, _, rest = line.partition(":")
        controllers, _, place = rest.partition(":")
        root, name = _GROUPS, "memory.max"
        if controllers:
            root, name = _GROUPS / "memory", "memory.limit_in_bytes"
        if not controllers or "memory" in controllers.split(","):
            group = root / place.lstrip("/")
            files += [folder / name for folder in (group, *group.parents) if root in folder.parents]
    return files
