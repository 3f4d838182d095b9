"""Living through the runs that a store does not hold yet."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from relsim.errors import RunError
from relsim.study.parallel import Failed, Progress, Stop
from relsim.study.store.store import Failure, Kept, Key, Store

if TYPE_CHECKING:
    from relsim.study.laboratory import Laboratory

Place = TypeVar("Place", bound=Key)


def fill(
    store: Store,
    keys: Sequence[Place],
    run: Callable[[Place, Stop], Mapping[str, Any]],
    laboratory: Laboratory,
    command_of: Callable[[Place], str],
    progress: Progress | None = None,
) -> bool:
    """Live through every run that a store does not hold yet, and keep each as it comes.

    Parameters
    ----------
    store : Store
        Opened to write.
    keys : sequence of tuple
        The runs that are wanted, in the order in which to begin them.
    run : callable
        Given a key and a :class:`~relsim.study.parallel.Stop`, returns figures.
    laboratory : Laboratory
        Where they live.
    command_of : callable
        Returns the command that repeats a run, for those that fail.
    progress : callable, optional
        Told how many runs are safe on the disk.

    Returns
    -------
    bool
        Whether Ctrl-C ended it early. What had begun by then was finished and is kept; a second
        Ctrl-C did not wait for that.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> from relsim.study.laboratory import Laboratory
    >>> from relsim.study.store import open_store
    >>> with open_store(Path(tempfile.mkdtemp()) / "runs.sqlite", {"seed": 1}) as store:
    ...     square = lambda key, stop: {"square": key[0] ** 2}
    ...     fill(store, [(1,), (2,)], square, Laboratory(), lambda key: "again")
    ...     store.get((2,))
    False
    {'square': 4}
    """
    done = store.done()
    left = [key for key in keys if key not in done]
    begun = len(keys) - len(left)

    def keep(key: Place, found: Kept | Failed) -> None:
        if isinstance(found, Failed):
            found = Failure(found.message, found.details, command_of(key))
        store.put(key, found)
        if progress is not None:
            progress(begun + store.acknowledged - len(done), len(keys))

    batch = laboratory.each(left, run, keep=keep)
    store.flush()
    if progress is not None and not batch.interrupted:
        progress(begun + store.acknowledged - len(done), len(keys))
    return batch.interrupted


def require_some(kept: Collection[Kept]) -> None:
    """Refuse to make a result of runs that all failed."""
    failed = [one for one in kept if isinstance(one, Failure)]
    if failed and len(failed) == len(kept):
        raise RunError(f"Every run failed, the first with {failed[0].error}")


def finished(found: Kept | None) -> Mapping[str, Any]:
    """Return what a run came to; nothing where it failed, or was not reached."""
    return {} if found is None or isinstance(found, Failure) else found
