"""The database below a store: its own words for trouble, whole transactions, seals."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from relsim.errors import StorageError


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    """Let what is written together be there wholly or not at all."""
    connection.execute("BEGIN")
    try:
        yield connection
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


@contextmanager
def in_words(place: Path) -> Iterator[None]:
    """Say what is wrong with a file, not which call of SQLite's saw it."""
    try:
        yield
    except sqlite3.OperationalError as error:
        raise StorageError(
            f"{place}: {error}. What was acknowledged is kept. Make room or make it writable, then "
            "run the same command again; it goes on from there."
        ) from error
    except (sqlite3.DatabaseError, UnicodeDecodeError, ValueError, TypeError) as error:
        raise damaged(place, str(error)) from error


def damaged(place: Path, what: str) -> StorageError:
    """Return what is said of a file that is not what was written."""
    return StorageError(
        f"{place}: it is damaged, or no store of relsim ({what}), and is not read. Bring back a "
        "copy, or move it away and run the same command again."
    )


def digest(*texts: str | bytes) -> bytes:
    """Return a seal over texts, each with its length."""
    digest = hashlib.sha256()
    for text in texts:
        data = text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass")
        digest.update(len(data).to_bytes(8, "big"))
        digest.update(data)
    return digest.digest()[:12]
