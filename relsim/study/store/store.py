"""A store: one file of runs, with one writer and any number of readers.

SQLite keeps it whole through whatever happens to the program or the machine. It does not notice a
bit that flips on the disk: every row is sealed by a hash of what it says and of what the store is
for, and the number of rows is kept beside them.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, unquote

from relsim.errors import InputError, StorageError
from relsim.result.saving import check_writable
from relsim.study.store.purpose import Purpose, differing, written
from relsim.study.store.writer import Writer, locked

if TYPE_CHECKING:
    from types import TracebackType

    from filelock import FileLock

Key = tuple[int | str, ...]
"""A run's place in its study: numbers from 0 and words, such as point, arm, replication."""

BATCH = 500
"""Runs that are written together, at most: a commit waits for the disk."""

BATCH_SECONDS = 0.5

_PROGRAM = int.from_bytes(b"rlsm", "big")
_LAYOUT = 1
_TABLES = """
CREATE TABLE purpose (content TEXT NOT NULL, seal BLOB NOT NULL);
CREATE TABLE sessions (begun TEXT NOT NULL, with_what TEXT NOT NULL);
CREATE TABLE writer (host TEXT NOT NULL, process INTEGER NOT NULL, start TEXT NOT NULL);
CREATE TABLE names (shape INTEGER PRIMARY KEY, names TEXT NOT NULL UNIQUE);
CREATE TABLE tally (runs INTEGER NOT NULL);
CREATE TABLE runs (
    key TEXT PRIMARY KEY, shape INTEGER NOT NULL, content TEXT NOT NULL, seal BLOB NOT NULL
) WITHOUT ROWID;
INSERT INTO tally VALUES (0);
"""
_FAILURE = ["error", "traceback", "command"]


@dataclass(frozen=True, slots=True)
class Failure:
    """A run that failed.

    Parameters
    ----------
    error : str
        What went wrong, in a line.
    traceback : str
        Where.
    command : str
        What repeats it.
    """

    error: str
    traceback: str
    command: str


Kept = Mapping[str, Any] | Failure


class Store:
    """Runs on disk; made by :func:`open_store`.

    Iterating gives every run with its key, in the order of keys. One thread uses it.

    Parameters
    ----------
    path : pathlib.Path
        The file.
    purpose : dict
        What it is for, as it was begun.
    """

    def __init__(
        self,
        path: Path,
        connection: sqlite3.Connection,
        purpose: Purpose,
        lock: FileLock | None = None,
        *,
        writes: bool = False,
    ) -> None:
        self.path, self.purpose = path, purpose
        self._connection, self._lock, self._writes = connection, lock, writes
        self._base = _digest(written(purpose))
        self._waiting: dict[str, tuple[str, str]] = {}
        self._flushed = 0.0
        self.acknowledged = 0
        """Runs that are safe on the disk."""

    def require(self, purpose: Purpose, path: Path | None = None) -> None:
        """Refuse another purpose than what it was begun for, with what differs."""
        if other := differing(self.purpose, purpose):
            who = f"{path} and {self.path} were" if path else f"{self.path} was"
            raise InputError(
                f"{who} begun for something else: {'; '.join(other)}. Name another file, "
                "delete what is there, or give the command that began it."
            )

    def names(self) -> list[str]:
        """Return the names of all figures that any run has."""
        with _in_words(self.path):
            rows = self._connection.execute("SELECT names FROM names ORDER BY shape").fetchall()
        return [*dict.fromkeys(name for row in rows for name in json.loads(row[0]))]

    def done(self) -> set[Key]:
        """Return the keys of all runs that are kept, failed ones too."""
        self.flush()
        with _in_words(self.path):
            return {_key(row[0]) for row in self._connection.execute("SELECT key FROM runs")}

    def get(self, key: Key) -> Kept | None:
        """Return a run's figures, its failure, or None where it is not kept."""
        self.flush()
        with _in_words(self.path):
            query = f"{_SELECT} WHERE key = ?"
            row = self._connection.execute(query, [_text(key)]).fetchone()
        return None if row is None else self._opened(row)[1]

    def put(self, key: Key, figures: Mapping[str, Any]) -> None:
        """Keep what came of a run; it is safe once :attr:`acknowledged` has counted it."""
        self._add(key, [*figures], [*figures.values()])

    def failed(self, key: Key, failure: Failure) -> None:
        """Keep that a run failed."""
        self._add(key, _FAILURE, [*astuple(failure)])

    def __iter__(self) -> Iterator[tuple[Key, Kept]]:
        """Yield every run with its key, in the order of keys, as it stood when this began."""
        self.flush()
        with _in_words(self.path):
            for row in self._connection.execute(f"{_SELECT} ORDER BY key"):
                yield self._opened(row)

    def __len__(self) -> int:
        """Return how many runs are safe."""
        with _in_words(self.path):
            return int(self._connection.execute("SELECT runs FROM tally").fetchone()[0])

    def flush(self) -> None:
        """Write what waits, and wait for the disk."""
        if not self._waiting:
            return
        with _in_words(self.path), _transaction(self._connection) as sql:
            rows = self._sealed()
            before = sql.total_changes
            sql.executemany("INSERT OR IGNORE INTO runs VALUES (?, ?, ?, ?)", rows)
            added = sql.total_changes - before
            sql.execute("UPDATE tally SET runs = runs + ?", [added])
        # An interruption up to here writes the same again, which changes nothing.
        self._waiting.clear()
        self._flushed = time.monotonic()
        self.acknowledged = len(self)

    def check(self) -> None:
        """Read everything once, so that what is damaged is found before it is believed."""
        with _in_words(self.path), _transaction(self._connection) as sql:
            said = sql.execute("PRAGMA quick_check(1)").fetchone()[0]
            if said != "ok":
                raise _damaged(self.path, said)
            rows = 0
            for row in sql.execute(_SELECT):
                self._opened(row)
                rows += 1
            if rows != len(self):
                raise _damaged(self.path, f"{len(self):,} runs were written, {rows:,} are there")
        self.acknowledged = rows

    def close(self) -> None:
        """Write what waits and let others write."""
        try:
            if self._writes:
                self.flush()
                with _in_words(self.path), _transaction(self._connection) as sql:
                    sql.execute("DELETE FROM writer")
        finally:
            self._connection.close()
            if self._lock is not None:
                self._lock.release()

    def __enter__(self) -> Store:
        """Return itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close it, whatever happened."""
        try:
            self.close()
        except StorageError:
            if not isinstance(error, StorageError):  # the first trouble says enough
                raise

    def _add(self, key: Key, names: list[str], values: list[Any]) -> None:
        assert self._writes, "a store that was opened to read"
        self._waiting[_text(key)] = (written(names), written(values))
        late = self._lock is None or time.monotonic() - self._flushed > BATCH_SECONDS
        if late or len(self._waiting) >= BATCH:
            self.flush()

    def _sealed(self) -> list[tuple[str, int, str, bytes]]:
        return [
            (key, self._shape(names), content, _digest(self._base, key, names, content))
            for key, (names, content) in self._waiting.items()
        ]

    def _shape(self, names: str) -> int:
        """Return the number under which a list of names stands, which thousands of runs share."""
        sql = self._connection
        sql.execute("INSERT OR IGNORE INTO names (names) VALUES (?)", [names])
        return int(sql.execute("SELECT shape FROM names WHERE names = ?", [names]).fetchone()[0])

    def _opened(self, row: tuple[str, str, str, bytes]) -> tuple[Key, Kept]:
        key, names, content, seal = row
        if _digest(self._base, key, names or "", content) != seal:
            raise _damaged(self.path, f"the run {key} is not what was written")
        values = dict(zip(json.loads(names), json.loads(content), strict=True))
        return _key(key), Failure(**values) if [*values] == _FAILURE else values


_SELECT = "SELECT key, names, content, seal FROM runs LEFT JOIN names USING (shape)"


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
    with _in_words(place):
        try:
            return _reading(place, "mode=rw")
        except sqlite3.OperationalError:  # perhaps a folder that cannot be written: nobody writes
            return _reading(place, "immutable=1")


def _reading(place: Path, how: str) -> Store:
    connection = sqlite3.connect(
        f"{place.resolve().as_uri()}?{how}", uri=True, isolation_level=None
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
    with _in_words(place):
        connection = sqlite3.connect(place, isolation_level=None)
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
    number = connection.execute("PRAGMA application_id").fetchone()[0]
    if number == 0 and not connection.execute("SELECT name FROM sqlite_master").fetchone():
        with _transaction(connection) as sql:
            for statement in _TABLES.split(";"):
                sql.execute(statement)
            content = written(purpose)
            sql.execute("INSERT INTO purpose VALUES (?, ?)", [content, _digest(content)])
            sql.execute(f"PRAGMA user_version = {_LAYOUT}")
            sql.execute(f"PRAGMA application_id = {_PROGRAM}")
    _check_kind(place, connection)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")


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
    if _digest(content) != seal:
        raise _damaged(place, "what it is for is not what was written")
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
    with _transaction(connection) as sql:
        sql.execute("DELETE FROM writer")
        sql.execute("INSERT INTO writer VALUES (?, ?, ?)", astuple(me))
        sql.execute("INSERT INTO sessions VALUES (?, ?)", [me.start, _with_what()])


def _with_what() -> str:
    """Return what a session computes with."""
    import platform

    import numpy

    found = f"Python {platform.python_version()}, NumPy {numpy.__version__}, {platform.machine()}"
    return f"{found}, {platform.system()}"


def _writer(place: Path) -> str:
    try:
        connection = sqlite3.connect(f"{place.resolve().as_uri()}?mode=ro", uri=True)
        try:
            return str(Writer(*connection.execute("SELECT * FROM writer").fetchone()))
        finally:
            connection.close()
    except (sqlite3.Error, TypeError):
        return "a process that has just begun"


@contextmanager
def _transaction(connection: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    connection.execute("BEGIN")
    try:
        yield connection
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


@contextmanager
def _in_words(place: Path) -> Iterator[None]:
    """Say what is wrong with a file, not which call of SQLite's saw it."""
    try:
        yield
    except sqlite3.OperationalError as error:
        raise StorageError(
            f"{place}: {error}. What was acknowledged is kept. Make room or make it writable, then "
            "run the same command again; it goes on from there."
        ) from error
    except (sqlite3.DatabaseError, UnicodeDecodeError, ValueError, TypeError) as error:
        raise _damaged(place, str(error)) from error


def _damaged(place: Path, what: str) -> StorageError:
    return StorageError(
        f"{place}: it is damaged, or no store of relsim ({what}), and is not read. Bring back a "
        "copy, or move it away and run the same command again."
    )


def _digest(*texts: str | bytes) -> bytes:
    digest = hashlib.sha256()
    for text in texts:
        data = text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass")
        digest.update(len(data).to_bytes(8, "big"))
        digest.update(data)
    return digest.digest()[:12]


def _text(key: Key) -> str:
    """Return a key as text whose order is that of keys.

    Examples
    --------
    >>> _text((2, "social", 10)), _key(_text((2, "social", 10)))
    ('0000000002/:social/0000000010', (2, 'social', 10))
    """
    return "/".join(
        f":{quote(part, '')}" if isinstance(part, str) else f"{part:010d}" for part in key
    )


def _key(text: str) -> Key:
    return tuple(
        unquote(part[1:]) if part.startswith(":") else int(part) for part in text.split("/")
    )
