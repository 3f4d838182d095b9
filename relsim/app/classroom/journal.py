"""What happened in a class, written down as it happens, so that it goes on after any end."""

from __future__ import annotations

import json
import secrets
import sqlite3
import time
from pathlib import Path
from typing import Any

import platformdirs

from relsim.app.server.class_code import ClassCode
from relsim.errors import InputError, StorageError
from relsim.result.saving import check_writable
from relsim.study.store.database import damaged, in_words, transaction
from relsim.study.store.writer import locked

HOURS_KEPT = 12
"""A class that nobody named a file for goes on after an end within a day of lessons, no longer."""

Event = dict[str, Any]

_PROGRAM = int.from_bytes(b"rlsc", "big")
_TABLES = (
    "CREATE TABLE class (begun REAL NOT NULL, secret BLOB NOT NULL, code TEXT NOT NULL)",
    "CREATE TABLE happened (number INTEGER PRIMARY KEY, what TEXT NOT NULL)",
    f"PRAGMA application_id = {_PROGRAM}",
)


def usual_place(port: int) -> Path:
    """Return where a class is kept that nobody named a file for; an old one is forgotten."""
    place = Path(platformdirs.user_data_dir("relsim")) / f"class-{port}.sqlite"
    place.parent.mkdir(parents=True, exist_ok=True)
    if place.is_file() and time.time() - place.stat().st_mtime > 3600 * HOURS_KEPT:
        for ending in ("", "-wal", "-shm"):
            place.with_name(place.name + ending).unlink(missing_ok=True)
    return place


class Journal:
    """A file of a class: its secret, its code, and all that happened, in order.

    Examples
    --------
    >>> import tempfile
    >>> place = Path(tempfile.mkdtemp()) / "class.sqlite"
    >>> journal = Journal(place)
    >>> journal.write({"do": "join", "name": "Ann"})
    >>> code = journal.code
    >>> journal.close()
    >>> again = Journal(place)
    >>> again.code == code, list(again.events())
    (True, [{'do': 'join', 'name': 'Ann'}])
    >>> again.close()
    """

    def __init__(self, place: Path) -> None:
        self.place = place
        check_writable(place)
        self._lock = locked(place)
        if self._lock is None:
            raise StorageError(
                f"{place}: another server keeps its class there. Name another file with --class."
            )
        try:
            with in_words(place):
                self._sql = sqlite3.connect(place, isolation_level=None, check_same_thread=False)
                self._begin()
                self.secret, self.code = self._sql.execute(
                    "SELECT secret, code FROM class"
                ).fetchone()
        except BaseException:
            self._lock.release()
            raise

    def events(self) -> list[Event]:
        """Return all that happened."""
        with in_words(self.place):
            rows = self._sql.execute("SELECT what FROM happened ORDER BY number").fetchall()
            found = [json.loads(what) for (what,) in rows]
        if not all(isinstance(one, dict) and "do" in one for one in found):
            raise damaged(self.place, "an entry says nothing")
        return found

    def write(self, event: Event) -> None:
        """Write down what happened; when this returns it is kept."""
        with in_words(self.place):
            what = json.dumps(event, ensure_ascii=False, allow_nan=False)
            self._sql.execute("INSERT INTO happened (what) VALUES (?)", [what])

    def clear(self) -> None:
        """Forget everybody and everything; the code and who leads stay."""
        with in_words(self.place):
            # Names are to be gone from the file, not only from its index.
            self._sql.execute("PRAGMA secure_delete = ON")
            self._sql.execute("DELETE FROM happened")
            self._sql.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        """Let another server have the file."""
        self._sql.close()
        if self._lock is not None:
            self._lock.release()

    def _begin(self) -> None:
        number = self._sql.execute("PRAGMA application_id").fetchone()[0]
        known = self._sql.execute("SELECT name FROM sqlite_master").fetchone()
        if number == 0 and not known:
            with transaction(self._sql) as sql:
                for statement in _TABLES:
                    sql.execute(statement)
                begun = [time.time(), secrets.token_bytes(32), ClassCode().plain]
                sql.execute("INSERT INTO class VALUES (?, ?, ?)", begun)
        elif number != _PROGRAM:
            raise InputError(
                f"{self.place}: this is a file of something else, not of a class. Name another "
                "with --class."
            )
        self._sql.execute("PRAGMA journal_mode = WAL")
        self._sql.execute("PRAGMA synchronous = FULL")
