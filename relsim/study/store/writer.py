"""Who writes a store: one at a time, and whoever died is no longer in the way."""

from __future__ import annotations

import os
import socket
import time
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from relsim.errors import StorageError


@dataclass(frozen=True, slots=True)
class Writer:
    """Who writes, as the next one is told."""

    host: str
    process: int
    start: str

    @classmethod
    def this(cls) -> Writer:
        """Return the process that asks."""
        return cls(socket.gethostname(), os.getpid(), time.strftime("%Y-%m-%d %H:%M:%S"))

    def __str__(self) -> str:
        """Return it in words."""
        return f"process {self.process} on {self.host}, since {self.start}"


def locked(path: Path) -> FileLock | None:
    """Return the lock of a store, held; None where somebody else holds it.

    The system lets go of it when its holder dies, however that happens.
    """
    lock = FileLock(path.with_name(f"{path.name}.lock"))
    try:
        lock.acquire(timeout=0)
    except Timeout:
        return None
    except (OSError, NotImplementedError) as error:
        raise StorageError(
            f"{path}: no lock could be made beside it ({error}). Name a store in a folder that "
            "can be written, on a disk that knows locks."
        ) from error
    return lock
