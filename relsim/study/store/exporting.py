"""The runs of a store as a table for other programs, and beside it what they are."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from functools import partial
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import numpy as np

from relsim.errors import InputError, StorageError
from relsim.result.exports import as_csv
from relsim.result.figures import FIGURES
from relsim.result.result import json_text
from relsim.result.saving import check_writable, write_whole, written_aside
from relsim.study.store.opening import open_store
from relsim.study.store.store import Failure, Kept, Key, Store

if TYPE_CHECKING:
    import pandas as pd

ENDINGS = (".csv", ".parquet")
_CHUNK = 10_000
_FAILURE = ("error", "command", "traceback")


def export(store: str | Path, target: str | Path) -> dict[str, Any]:
    """Write the runs of a store as a table, in the order of keys, and beside it what they are.

    Parameters
    ----------
    store : str or pathlib.Path
        The store; it may be one that is being written.
    target : str or pathlib.Path
        A name that ends in ``.csv`` or ``.parquet``. ``NAME.json`` beside it holds a checksum, the
        meaning of the columns, all that decided the runs, and the sessions that they came of.

    Returns
    -------
    dict
        What stands beside it.

    Raises
    ------
    InputError
        For a name that ends otherwise, or Parquet where pyarrow is not installed.
    StorageError
        For a store that is damaged, or a disk that cannot be written.

    Examples
    --------
    >>> import tempfile
    >>> folder = Path(tempfile.mkdtemp())
    >>> with open_store(folder / "runs.sqlite", {"seed": 1, "key": ["replication"]}) as one:
    ...     one.put((0,), {"npv": 5.0})
    >>> export(folder / "runs.sqlite", folder / "runs.csv")["rows"]
    1
    >>> print((folder / "runs.csv").read_text())
    replication,npv,error,command,traceback
    0,5.0,,,
    """
    place = check_writable(target)
    if place.suffix not in ENDINGS:
        raise InputError(f"{place}: write a name that ends in .csv or .parquet.")
    writer = _write_csv if place.suffix == ".csv" else _parquet_writer()
    with open_store(store) as kept:
        table = _Table(kept)
        try:
            with written_aside(place) as file:
                writer(file, table)
        except OSError as error:
            raise StorageError(
                f"{place}: could not be written ({error.strerror}). Make room or name another file."
            ) from error
        about = table.about(place)
    write_whole(beside(place), json_text(about) + "\n")
    return about


def beside(target: str | Path) -> Path:
    """Return the file that says what an export is.

    Examples
    --------
    >>> beside("out/runs.csv").name
    'runs.csv.json'
    """
    path = Path(target)
    return path.with_name(f"{path.name}.json")


class _Table:
    """The runs of a store, chunk by chunk: memory does not grow with their number."""

    def __init__(self, store: Store) -> None:
        self._store, self._purpose = store, store.purpose
        self._keys: list[str] = list(self._purpose.get("key", []))
        self._points: list[dict[str, Any]] = self._purpose.get("points", [])
        self._paths = list(self._points[0]) if self._points else []
        self._budgets = {
            key[1:]: kept for key, kept in store if key[0] == "budget" and isinstance(kept, Mapping)
        }
        self.figures = [name for name in store.names() if name not in _FAILURE]
        if self._budgets:
            self.figures = [name for name in self.figures if name not in ("factor", "reached")]
        self.rows = self.failed = 0

    def chunks(self) -> Iterator[pd.DataFrame]:
        """Yield frames, at least one, with the same columns and types."""
        import pandas as pd

        runs = ((key, kept) for key, kept in self._store if key[0] != "budget")
        empty = True
        while rows := list(islice(runs, _CHUNK)):
            yield self._typed(pd.DataFrame([self._row(*one) for one in rows]))
            empty = False
        if empty:
            yield pd.DataFrame(columns=[*self._keys, *self._paths, *self.figures, *_FAILURE])

    def about(self, target: Path) -> dict[str, Any]:
        """Return what stands beside the table."""
        digest = hashlib.sha256()
        with target.open("rb") as file:
            for block in iter(partial(file.read, 1 << 20), b""):
                digest.update(block)
        return {
            "file": target.name,
            "sha256": digest.hexdigest(),
            "rows": self.rows,
            "failed": self.failed,
            "columns": {name: _meaning(name) for name in self.figures},
            "made_for": self._purpose,
            "made_by": [
                {**asdict(session), "runs": runs}
                for session, runs in self._store.sessions().items()
            ],
        }

    def _row(self, key: Key, kept: Kept) -> dict[str, Any]:
        self.rows += 1
        names = self._keys or [f"key_{place}" for place in range(1, len(key) + 1)]
        row: dict[str, Any] = dict(zip(names, key, strict=True))
        if self._points:
            point = int(row.pop("point"))
            row = {"point": point, **self._points[point], **row}
        if "arms" in self._purpose and "strategy" in row:
            arm = int(row["strategy"])
            row["strategy"] = self._purpose["arms"][arm]
            if self._purpose.get("equal_budget") is not None:
                found = self._budgets.get(key[:2], {"factor": None, "reached": None})
                row |= {f"budget_{name}": held for name, held in found.items()}
        failure = kept if isinstance(kept, Failure) else None
        figures: Mapping[str, Any] = {} if isinstance(kept, Failure) else kept
        self.failed += failure is not None
        row |= {name: _cell(figures.get(name)) for name in self.figures}
        return row | {name: getattr(failure, name, "") for name in _FAILURE}

    def _typed(self, frame: pd.DataFrame) -> pd.DataFrame:
        """Give columns the types that all chunks have."""
        import pandas as pd

        for name in self.figures:
            if not any(isinstance(one, str) for one in frame[name]):
                frame[name] = pd.to_numeric(frame[name]).astype("float64")
        for path in self._paths:
            kind = pd.Series([point[path] for point in self._points]).dtype
            frame[path] = frame[path].astype(str if kind == np.dtype(object) else kind)
        return frame


def _cell(value: object) -> object:
    return json.dumps(value) if isinstance(value, list | dict | str) else value


def _meaning(name: str) -> dict[str, str]:
    figure = FIGURES.get(name)
    return {} if figure is None else {"title": figure.title, "unit": figure.unit, "per": figure.per}


def _write_csv(file: BinaryIO, table: _Table) -> None:
    for place, frame in enumerate(table.chunks()):
        text = as_csv(frame)
        file.write((text if place == 0 else text.split("\n", 1)[1]).encode("utf-8"))


def _parquet_writer() -> Any:
    try:
        import pyarrow
        from pyarrow import parquet
    except ImportError:
        raise InputError(
            "Parquet needs the package pyarrow: pip install 'relsim[parquet]'. Or write CSV."
        ) from None

    def write(file: BinaryIO, table: _Table) -> None:
        chunks = table.chunks()
        first = pyarrow.Table.from_pandas(next(chunks), preserve_index=False)
        with parquet.ParquetWriter(file, first.schema) as writer:
            writer.write_table(first)
            for frame in chunks:
                writer.write_table(
                    pyarrow.Table.from_pandas(frame, schema=first.schema, preserve_index=False)
                )

    return write
