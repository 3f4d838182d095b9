"""A disk whose power fails: what was not synced is gone, or half there.

SQLite asks its VFS to open, sync and delete files. In this process those three calls are listened
to, and what a disk that does no more than it must would hold is noted before each of them.
"""

import _sqlite3
import ctypes
from contextlib import contextmanager, suppress
from pathlib import Path

INT, AT = ctypes.c_int, ctypes.c_void_p
OPEN = ctypes.CFUNCTYPE(INT, AT, AT, AT, INT, AT)
DELETE = ctypes.CFUNCTYPE(INT, AT, AT, INT)
SYNC = ctypes.CFUNCTYPE(INT, AT, INT)
# Places of pointers within sqlite3_vfs and sqlite3_io_methods, as sqlite3.h has them.
_OPEN, _DELETE, _SYNC, _METHODS = 5, 6, 5, 19


def vfs():
    """Return the pointers of SQLite's VFS; None where this Python hides its SQLite."""
    if ctypes.sizeof(AT) != 8:
        return None
    with suppress(AttributeError, OSError):
        find = ctypes.CDLL(_sqlite3.__file__).sqlite3_vfs_find
        find.restype = AT
        return (AT * 8).from_address(find(None))
    return None


def _path(name):
    return Path(ctypes.string_at(name).decode())


class Disk:
    """What is on the disk for good, and what was at every moment at which the power could fail."""

    def __init__(self):
        self.synced, self.cuts, self.safe = {}, [], 0

    def cut(self, path=None):
        """Note what there is if the power fails now: nothing new, or half of one file's."""
        self.cuts.append((self.safe, dict(self.synced)))
        if path is not None:
            new, old = path.read_bytes(), self.synced.get(path.name, b"")
            half = len(new) // 2
            self.cuts.append((self.safe, {**self.synced, path.name: new[:half] + old[half:]}))


@contextmanager
def power_may_fail():
    """Listen to every sync of this process until the end."""
    disk, slots, kept, names = Disk(), vfs(), [], {}
    opening, deleting = OPEN(slots[_OPEN]), DELETE(slots[_DELETE])

    def opened(system, name, file, flags, out):
        code = opening(system, name, file, flags, out)
        if code == 0 and name is not None:
            pointer = AT.from_address(file)
            methods = (AT * _METHODS).from_buffer_copy(
                ctypes.string_at(pointer.value, 8 * _METHODS)
            )
            syncing = SYNC(methods[_SYNC])

            def synced(file, flags):
                disk.cut(names[file])
                code = syncing(file, flags)
                disk.synced[names[file].name] = names[file].read_bytes()
                return code

            mine = SYNC(synced)
            methods[_SYNC] = ctypes.cast(mine, AT).value
            pointer.value, names[file] = ctypes.addressof(methods), _path(name)
            kept.append((methods, mine))
        return code

    def deleted(system, name, for_good):
        disk.cut()
        code = deleting(system, name, for_good)
        if for_good:
            disk.synced.pop(_path(name).name, None)
        return code

    calls, before = (OPEN(opened), DELETE(deleted)), (slots[_OPEN], slots[_DELETE])
    slots[_OPEN], slots[_DELETE] = (ctypes.cast(call, AT).value for call in calls)
    try:
        yield disk
    finally:
        slots[_OPEN], slots[_DELETE] = before
