"""How a store writes ahead: the quick way needs memory that all its readers share.

SQLite's write-ahead log lets others read while one writes, but only processes of one computer. On
a disk that several computers see, a reader of another one would read nonsense and could spoil what
it reads. The older journal is right everywhere; with it who reads and who writes wait for each
other.
"""

from __future__ import annotations

import re
from pathlib import Path

AHEAD, BACK = "WAL", "DELETE"

_MOUNTS = Path("/proc/self/mountinfo")
_OWN_DISKS = {
    "btrfs",
    "exfat",
    "ext2",
    "ext3",
    "ext4",
    "f2fs",
    "ntfs3",
    "overlay",
    "tmpfs",
    "xfs",
    "zfs",
}


def journal_for(place: Path) -> str:
    """Return the quick journal where the disk is known to be this computer's alone."""
    return AHEAD if _kind_of_disk(place) in _OWN_DISKS else BACK


def _kind_of_disk(place: Path) -> str:
    """Return what Linux calls the file system of a place; nothing where nobody says."""
    try:
        lines = _MOUNTS.read_text(encoding="utf-8", errors="surrogateescape").splitlines()
    except OSError:
        return ""
    where, found, kind = place.resolve(), "", ""
    for line in lines:
        before, _, after = line.partition(" - ")
        mount = re.sub(r"\\(\d{3})", lambda octal: chr(int(octal[1], 8)), before.split()[4])
        if where.is_relative_to(mount) and len(mount) >= len(found):  # the last one lies on top
            found, kind = mount, after.split()[0]
    return kind
