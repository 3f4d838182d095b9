"""A store: one file of runs, with one writer and any number of readers.

SQLite keeps it whole through whatever happens to the program or the machine. It does not notice a
bit that flips on the disk: every row is sealed by a hash of what it says and of what the store is
for, and the number of rows is kept beside them.
"""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, unquote

from relsim.errors import InputError, StorageError
from relsim.study.store.database import damaged, digest, in_words, transaction
from relsim.study.store.purpose import Purpose, differing, written
from relsim.study.store.session import Session

if TYPE_CHECKING:
    from types import TracebackType

    from filelock import FileLock

Key = tuple[int | str, ...]
"""A run's place in its study: numbers from 0 and words, such as point, arm, replication."""

BATCH = 500
"""Runs that are written together, at most: a commit waits for the disk."""

BATCH_SECONDS = 0.5

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

    def to_json(self) -> dict[str, object]:
        """Return what a reader needs of it as plain values; the traceback stays in the store."""
        return {"error": self.error, "command": self.command}


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
        self._base = digest(written(purpose))
        self._waiting: dict[str, tuple[str, str, str]] = {}
        self._made_by = written(asdict(Session.this()))
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
        with in_words(self.path):
            rows = self._connection.execute("SELECT content FROM names ORDER BY shape").fetchall()
        return [*dict.fromkeys(name for row in rows for name in json.loads(row[0]))]

    def done(self) -> set[Key]:
        """Return the keys of all runs that are kept, failed ones too."""
        self.flush()
        with in_words(self.path):
            return {_key(row[0]) for row in self._connection.execute("SELECT key FROM runs")}

    def get(self, key: Key) -> Kept | None:
        """Return a run's figures, its failure, or None where it is not kept."""
        self.flush()
        with in_words(self.path):
            query = f"{_SELECT} WHERE key = ?"
            row = self._connection.execute(query, [_text(key)]).fetchone()
        return None if row is None else self._opened(row)[1]

    def put(self, key: Key, kept: Kept, session: Session | None = None) -> None:
        """Keep what came of a run, of this session unless another is named.

        It is safe once :attr:`acknowledged` has counted it.
        """
        assert self._writes, "a store that was opened to read"
        found = asdict(kept) if isinstance(kept, Failure) else kept
        made_by = self._made_by if session is None else written(asdict(session))
        self._waiting[_text(key)] = (written([*found]), written([*found.values()]), made_by)
        late = self._lock is None or time.monotonic() - self._flushed > BATCH_SECONDS
        if late or len(self._waiting) >= BATCH:
            self.flush()

    def __iter__(self) -> Iterator[tuple[Key, Kept]]:
        """Yield every run with its key, in the order of keys, as it stood when this began."""
        for key, kept, _ in self.rows():
            yield key, kept

    def rows(self) -> Iterator[tuple[Key, Kept, Session]]:
        """Yield the same, and the session that each came of."""
        self.flush()
        with in_words(self.path):
            for row in self._connection.execute(f"{_SELECT} ORDER BY key"):
                yield self._opened(row)

    def sessions(self) -> dict[Session, int]:
        """Return the sessions that runs came of, each with their number."""
        self.flush()
        with in_words(self.path):
            rows = self._connection.execute(
                "SELECT sessions.content, COUNT(*) FROM runs JOIN sessions USING (session) "
                "GROUP BY session"
            ).fetchall()
        return {Session(**json.loads(made_by)): runs for made_by, runs in rows}

    def __len__(self) -> int:
        """Return how many runs are safe."""
        with in_words(self.path):
            return int(self._connection.execute("SELECT runs FROM tally").fetchone()[0])

    def flush(self) -> None:
        """Write what waits, and wait for the disk."""
        if not self._waiting:
            return
        with in_words(self.path), transaction(self._connection) as sql:
            rows = self._sealed()
            before = sql.total_changes
            sql.executemany("INSERT OR IGNORE INTO runs VALUES (?, ?, ?, ?, ?)", rows)
            added = sql.total_changes - before
            sql.execute("UPDATE tally SET runs = runs + ?", [added])
        # An interruption up to here writes the same again, which changes nothing.
        self._waiting.clear()
        self._flushed = time.monotonic()
        self.acknowledged = len(self)

    def check(self) -> None:
        """Read everything once, so that what is damaged is found before it is believed."""
        with in_words(self.path), transaction(self._connection) as sql:
            said = sql.execute("PRAGMA quick_check(1)").fetchone()[0]
            if said != "ok":
                raise damaged(self.path, said)
            rows = 0
            for row in sql.execute(_SELECT):
                self._opened(row)
                rows += 1
            if rows != len(self):
                raise damaged(self.path, f"{len(self):,} runs were written, {rows:,} are there")
        self.acknowledged = rows

    def close(self) -> None:
        """Write what waits and let others write."""
        try:
            if self._writes:
                self.flush()
                with in_words(self.path), transaction(self._connection) as sql:
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

    def _sealed(self) -> list[tuple[str, int, int, str, bytes]]:
        return [
            (
                key,
                self._number("names", "shape", names),
                self._number("sessions", "session", made_by),
                content,
                digest(self._base, key, names, content, made_by),
            )
            for key, (names, content, made_by) in self._waiting.items()
        ]

    def _number(self, table: str, number: str, text: str) -> int:
        """Return the number under which a text stands that thousands of runs share."""
        sql = self._connection
        sql.execute(f"INSERT OR IGNORE INTO {table} (content) VALUES (?)", [text])
        query = f"SELECT {number} FROM {table} WHERE content = ?"
        return int(sql.execute(query, [text]).fetchone()[0])

    def _opened(self, row: tuple[str, str, str, str, bytes]) -> tuple[Key, Kept, Session]:
        key, names, made_by, content, seal = row
        if digest(self._base, key, names or "", content, made_by or "") != seal:
            raise damaged(self.path, f"the run {key} is not what was written")
        values = dict(zip(_listed(names), json.loads(content), strict=True))
        kept = Failure(**values) if [*values] == _FAILURE else values
        return _key(key), kept, Session(**json.loads(made_by))


_SELECT = (
    "SELECT key, names.content, sessions.content, runs.content, seal FROM runs "
    "LEFT JOIN names USING (shape) LEFT JOIN sessions USING (session)"
)


@lru_cache(maxsize=64)
def _listed(names: str) -> tuple[str, ...]:
    """Return the names that thousands of runs share, once."""
    return tuple(json.loads(names))


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
