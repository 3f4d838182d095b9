"""Parts of one study, lived through in different places, put together."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from relsim.errors import InputError
from relsim.study.store.opening import open_store
from relsim.study.store.purpose import written
from relsim.study.store.store import Failure, Store


def merge(target: str | Path, sources: Sequence[str | Path]) -> int:
    """Put the runs of some stores into another one, which is begun where there is none.

    Parameters
    ----------
    target : str or pathlib.Path
        The store to write.
    sources : sequence of str or pathlib.Path
        Stores of the same purpose, such as the shards of a sweep.

    Returns
    -------
    int
        How many runs the store holds now.

    Raises
    ------
    InputError
        For stores of different purposes, or two that say different things of one run.
    StorageError
        For a store that is damaged, or cannot be written.

    Examples
    --------
    >>> import tempfile
    >>> folder = Path(tempfile.mkdtemp())
    >>> for part in (0, 1):
    ...     with open_store(folder / f"{part}.sqlite", {"seed": 1}) as store:
    ...         store.put((part,), {"npv": 1.0})
    >>> merge(folder / "whole.sqlite", [folder / "0.sqlite", folder / "1.sqlite"])
    2
    """
    if not sources:
        raise InputError("merge: name at least one store to read.")
    if Path(target).resolve() in {Path(one).resolve() for one in sources}:
        raise InputError(f"merge: {target} is to be read and to be written. Name another target.")
    with open_store(sources[0]) as first:
        purpose = first.purpose
    with open_store(target, purpose) as whole:
        for path in sources:
            with open_store(path) as part:
                _take(whole, part)
        whole.flush()
        return len(whole)


def _take(whole: Store, part: Store) -> None:
    whole.require(part.purpose, part.path)
    there = whole.done()
    for key, kept, session in part.rows():
        if key in there:
            if written(_plain(whole.get(key))) != written(_plain(kept)):
                raise InputError(
                    f"{part.path}: of the run {key} it says something else than {whole.path}. One "
                    "of them was computed otherwise: make it again."
                )
        else:
            whole.put(key, kept, session)


def _plain(kept: object) -> object:
    """Return what two machines must agree on: not where their code lies."""
    return kept.error if isinstance(kept, Failure) else kept
