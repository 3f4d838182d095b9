"""Opening a store: begun, gone on with or read; one writer, and only for what it was begun for."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import astuple
from pathlib import Path
from typing import TYPE_CHECKING

from relsim.errors import InputError, StorageError
from relsim.result.saving import check_writable
from relsim.study.store.database import damaged, digest, in_words, transaction
from relsim.study.store.journal import journal_for
from relsim.study.store.purpose import Purpose, written
from relsim.study.store.store import Store
from relsim.study.store.writer import Writer, locked

if TYPE_CHECKING:
    from filelock import FileLock

_PROGRAM = int.from_bytes(b"rlsm", "big")
_LAYOUT = 2
_SYNCHRONOUS = "EXTRA"
"""That a rollback journal is gone must be on the disk, too: it would undo what was acknowledged."""

_PATIENCE = 300
"""Seconds that who writes without write-ahead log waits for who reads, and the other way round."""

_TABLES = """
CREATE TABLE purpose (content TEXT NOT NULL, seal BLOB NOT NULL);
CREATE TABLE sessions (session INTEGER PRIMARY KEY, content TEXT NOT NULL UNIQUE);
CREATE TABLE writer (host TEXT NOT NULL, process INTEGER NOT NULL, start TEXT NOT NULL);
CREATE TABLE names (shape INTEGER PRIMARY KEY, content TEXT NOT NULL UNIQUE);
CREATE TABLE tally (runs INTEGER NOT NULL);
CREATE TABLE runs (
    key TEXT PRIMARY KEY, shape INTEGER NOT NULL, session INTEGER NOT NULL, content TEXT NOT NULL,
    seal BLOB NOT NULL
) WITHOUT ROWID;
INSERT INTO tally VALUES (0);
"""


def open_store(
    path: str | Path | None, purpose: Purpose | None = None, *, take_over: bool = False
) -> Store:
    """Open a store: to go on writing with a purpose, to read without one.

    Parameters
    ----------
    path : str, pathlib.Path or None
        The file; it is begun where there is none and a purpose is given. None keeps runs in memory.
    purpose : dict, optional
        What decides its runs: see :func:`purpose_of`.
    take_over : bool
        Whether to write although a process of another computer is noted as writing.

    Returns
    -------
    Store
        A context manager.

    Raises
    ------
    InputError
        For a store of another purpose, or none where one is to be read.
    StorageError
        For a file that is damaged or no store, a disk that cannot be written, or a store that
        somebody else writes.

    Examples
    --------
    >>> import tempfile
    >>> place = Path(tempfile.mkdtemp()) / "runs.sqlite"
    >>> with open_store(place, {"seed": 1}) as store:
    ...     store.put((0, 0), {"npv": 5.0})
    >>> with open_store(place) as store:
    ...     list(store), store.purpose
    ([((0, 0), {'npv': 5.0})], {'seed': 1})
    """
    if path is None:
        return _in_memory(purpose or {})
    place = Path(path)
    if purpose is None:
        return _to_read(place)
    check_writable(place)
    lock = locked(place)
    if lock is None:
        raise StorageError(
            f"{place}: somebody writes it already: {_writer(place)}. Wait for that to end, or name "
            "another store."
        )
    try:
        return _to_write(place, purpose, lock, take_over)
    except BaseException:
        lock.release()
        raise


def _in_memory(purpose: Purpose) -> Store:
    place = Path("memory")
    connection = sqlite3.connect(":memory:", isolation_level=None)
    _begin(place, connection, purpose)
    return Store(place, connection, purpose, writes=True)


def _to_read(place: Path) -> Store:
    if not place.is_file():
        raise InputError(f"{place}: there is no store of that name.")
    with in_words(place):
        try:
            return _reading(place, "mode=rw")
        except sqlite3.OperationalError:  # perhaps a folder that cannot be written: nobody writes
            return _reading(place, "immutable=1")


def _reading(place: Path, how: str) -> Store:
    connection = sqlite3.connect(
        f"{place.resolve().as_uri()}?{how}", uri=True, isolation_level=None, timeout=_PATIENCE
    )
    try:
        connection.execute("PRAGMA query_only = 1")
        store = Store(place, connection, _purpose(place, connection))
        store.check()
    except BaseException:
        connection.close()
        raise
    return store


def _to_write(place: Path, purpose: Purpose, lock: FileLock, take_over: bool) -> Store:
    with in_words(place):
        connection = sqlite3.connect(place, isolation_level=None, timeout=_PATIENCE)
        try:
            _begin(place, connection, purpose)
            found = _purpose(place, connection)
            store = Store(place, connection, found, lock, writes=True)
            store.require(purpose)
            store.check()
            _note_writer(place, connection, take_over)
        except BaseException:
            connection.close()
            raise
    return store


def _begin(place: Path, connection: sqlite3.Connection, purpose: Purpose) -> None:
    """Make the tables where there are none yet."""
    connection.execute(f"PRAGMA synchronous = {_SYNCHRONOUS}")
    number = connection.execute("PRAGMA application_id").fetchone()[0]
    if number == 0 and not connection.execute("SELECT name FROM sqlite_master").fetchone():
        with transaction(connection) as sql:
            for statement in _TABLES.split(";"):
                sql.execute(statement)
            content = written(purpose)
            sql.execute("INSERT INTO purpose VALUES (?, ?)", [content, digest(content)])
            sql.execute(f"PRAGMA user_version = {_LAYOUT}")
            sql.execute(f"PRAGMA application_id = {_PROGRAM}")
    _check_kind(place, connection)
    connection.execute(f"PRAGMA journal_mode = {journal_for(place)}")


def _check_kind(place: Path, connection: sqlite3.Connection) -> None:
    number = connection.execute("PRAGMA application_id").fetchone()[0]
    layout = connection.execute("PRAGMA user_version").fetchone()[0]
    if number != _PROGRAM:
        raise StorageError(f"{place}: this is a database, but no store of relsim. Name another.")
    if layout != _LAYOUT:
        raise StorageError(
            f"{place}: this store is of another version of relsim (layout {layout}, here "
            f"{_LAYOUT}). Read it with that version, or name another."
        )


def _purpose(place: Path, connection: sqlite3.Connection) -> Purpose:
    _check_kind(place, connection)
    content, seal = connection.execute("SELECT content, seal FROM purpose").fetchone()
    if digest(content) != seal:
        raise damaged(place, "what it is for is not what was written")
    found: Purpose = json.loads(content)
    return found


def _note_writer(place: Path, connection: sqlite3.Connection, take_over: bool) -> None:
    """Say who writes from now on; the lock tells that nobody of this computer does."""
    me = Writer.this()
    before = connection.execute("SELECT host, process, start FROM writer").fetchone()
    if before is not None and before[0] != me.host and not take_over:
        raise StorageError(
            f"{place}: somebody writes it already, or died while writing: {Writer(*before)}. "
            "Whether it lives can only be seen there; if it does not, say so: --take-over."
        )
    with transaction(connection) as sql:
        sql.execute("DELETE FROM writer")
        sql.execute("INSERT INTO writer VALUES (?, ?, ?)", astuple(me))


def _writer(place: Path) -> str:
    try:
        connection = sqlite3.connect(f"{place.resolve().as_uri()}?mode=ro", uri=True)
        try:
            return str(Writer(*connection.execute("SELECT * FROM writer").fetchone()))
        finally:
            connection.close()
    except (sqlite3.Error, TypeError):
        return "a process that has just begun"
