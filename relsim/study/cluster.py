"""Worlds lived through by workers of dask.distributed: on this computer, or on many.

Nothing here schedules, starts again or moves anything: dask does. A run is sent as it stands in
this process, once for all of its tasks, and comes back as what it would have been here.
"""

from __future__ import annotations

import hashlib
import pickle
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, TypeVar

from relsim.errors import InputError, RunError
from relsim.study.parallel import Batch, Failed, Progress, Stop, attempt, cores
from relsim.study.presses import Presses

if TYPE_CHECKING:
    from distributed import Client

Task = TypeVar("Task")
Result = TypeVar("Result")

LOCAL, AUTO, NONE = "local", "auto", "none"
"""A cluster that is started here and ends with the question; that where it is worth it; none."""

MANY_RUNS = 1_000
"""With more a sweep on disk is worth processes of its own."""

_WAIT = 10
"""Seconds until a cluster must have answered."""

_WAKE = 0.2
_PIECE_SECONDS = 1.0
"""Work that is sent at once: less waits for the network, more is long in acknowledging."""
_LARGEST_PIECE = 64
_DEATHS = 3
"""Workers that a run may cost before it counts as crashed."""


def check_place(where: str) -> str:
    """Return where a cluster is, or refuse what names none.

    Examples
    --------
    >>> check_place("tcp://10.0.0.7:8786")
    'tcp://10.0.0.7:8786'
    """
    if where not in (LOCAL, NONE) and "://" not in where:
        raise InputError(f'--cluster: found "{where}"; write local, none or tcp://HOST:PORT.')
    return where


def worth(where: str | Cluster | None, runs: int, *, on_disk: bool) -> str | Cluster | None:
    """Return where runs are lived through, if that was left open: small sweeps in this process."""
    if where != AUTO:
        return where
    there = find_spec("distributed") is not None
    return LOCAL if there and on_disk and runs > MANY_RUNS else None


@contextmanager
def cluster_at(where: str | Cluster | None, workers: int | None = None) -> Iterator[Cluster | None]:
    """Connect to the cluster of an address, or start one here; None where none is asked for.

    Raises
    ------
    InputError
        Where dask.distributed is not installed, or nobody answers.
    """
    if where is None or isinstance(where, Cluster):
        yield where
        return
    if check_place(where) == NONE:
        yield None
        return
    try:
        import dask
        from distributed import Client, LocalCluster
    except ImportError:
        raise InputError(
            "A cluster needs the package distributed: pip install 'relsim[cluster]'."
        ) from None
    if where != LOCAL:
        with _connected(Client, where) as client:
            yield Cluster(client)
        return
    ours = {
        "distributed.scheduler.allowed-failures": _DEATHS - 1,
        # A worker has no more than it works on, so that its death blames nothing else.
        "distributed.scheduler.worker-saturation": 1.0,
        "distributed.worker.memory.terminate": False,
        # Watching itself takes a tenth of a core, and ever more memory; nobody looks at it.
        "distributed.worker.profile.enabled": False,
        "distributed.admin.tick.interval": "1s",
        "distributed.admin.system-monitor.interval": "10s",
        "distributed.admin.system-monitor.log-length": 10,
        "distributed.admin.log-length": 100,
        "distributed.admin.low-level-log-length": 100,
    }
    with (
        dask.config.set(ours),
        LocalCluster(
            n_workers=workers or cores(),
            threads_per_worker=1,
            dashboard_address=None,
            memory_limit=0,
            silence_logs="CRITICAL",
        ) as here,
        _connected(Client, here) as client,
    ):
        client.register_plugin(_deaf(), name="relsim")
        yield Cluster(client)


class Cluster:
    """Workers that live through worlds, as threads of this process would.

    Parameters
    ----------
    client : distributed.Client
        A connection to them.
    """

    def __init__(self, client: Client) -> None:
        self.client = client

    def each(
        self,
        tasks: Sequence[Task],
        run: Callable[[Task, Stop], Result],
        *,
        progress: Progress | None = None,
        keep: Callable[[Task, Result | Failed], None] | None = None,
    ) -> Batch[Task, Result]:
        """Do every task; see :func:`relsim.study.parallel.run_all`."""
        results: list[Result | Failed | None] = [None] * len(tasks)
        batch = _Pieces(self.client, tasks, run)
        done, interrupted = 0, False

        def take(found: Iterator[tuple[int, Result | Failed]]) -> None:
            nonlocal done
            for place, result in found:
                done += 1
                if keep is not None:
                    keep(tasks[place], result)
                else:
                    results[place] = result
                if progress is not None:
                    progress(done, len(tasks))

        with self.client.as_current(), Presses() as presses:
            try:
                while batch.send():
                    presses.require_none()
                    take(batch.arrived())
            except KeyboardInterrupt:
                interrupted = True
                said = min(presses.count, 1)
                with suppress(KeyboardInterrupt):
                    take(batch.arrived(0))
                    while keep is not None and batch.under_way and presses.count <= said:
                        take(batch.arrived())
            finally:
                batch.leave()
        return Batch(tuple(tasks), tuple(results), interrupted or presses.count > 0)


class _Pieces:
    """Tasks on their way to workers, a second's work at once, and back."""

    def __init__(self, client: Client, tasks: Sequence[Any], run: Callable[..., Any]) -> None:
        import cloudpickle

        self._client, self._tasks, self._pickle = client, tasks, cloudpickle.dumps
        data = cloudpickle.dumps(run)
        self._name = hashlib.sha256(data).hexdigest()[:16]
        # As a task, which is done again where the worker that holds it dies.
        self._data = client.submit(_same, data, key=f"relsim-{self._name}-{time.time_ns()}")
        self._next, self._size = 0, 1
        self._alone: list[int] = []
        self.under_way: dict[Any, list[int]] = {}

    def send(self) -> bool:
        """Send what workers have room for; tell whether anything is still to come."""
        workers = max(1, sum(self._client.nthreads().values()))
        while len(self.under_way) < 2 * workers and (piece := self._piece(workers)):
            work = self._pickle([self._tasks[place] for place in piece])
            future = self._client.submit(
                _work, self._name, self._data, work, _engine(), pure=False, priority=-piece[0]
            )
            self.under_way[future] = piece
        return bool(self.under_way)

    def _piece(self, workers: int) -> list[int]:
        if self._alone:
            return [self._alone.pop()]
        left = len(self._tasks) - self._next
        size = min(self._size, max(1, left // (2 * workers)))
        self._next += min(size, left)
        return list(range(self._next - min(size, left), self._next))

    def arrived(self, seconds: float = _WAKE) -> Iterator[tuple[int, Any]]:
        """Yield what has come back, each with the place of its task."""
        from distributed import wait

        try:
            done = wait([*self.under_way], timeout=seconds, return_when="FIRST_COMPLETED").done
        except TimeoutError:
            return
        for future in sorted(done, key=lambda one: self.under_way[one]):
            piece = self.under_way.pop(future)
            yield from self._opened(future, piece)

    def _opened(self, future: Any, piece: list[int]) -> Iterator[tuple[int, Any]]:
        from distributed import KilledWorker

        if future.status == "cancelled":
            raise RunError("The cluster is gone. What was acknowledged is kept; start it again.")
        try:
            seconds, found = future.result()
        except KilledWorker:
            if len(piece) > 1:  # one of them kills; which one, they tell alone
                self._alone += reversed(piece)
            else:
                what = f"crashed: {_DEATHS} workers died of it"
                yield piece[0], Failed(what, what + "\n", RunError(what))
            return
        self._size = max(1, min(_LARGEST_PIECE, int(_PIECE_SECONDS * len(piece) / seconds)))
        yield from zip(piece, found, strict=True)

    def leave(self) -> None:
        """Take back what nobody waits for any longer."""
        with suppress(Exception):  # a cluster that is gone has nothing to take back
            self._client.cancel([*self.under_way], force=True)


_runs: dict[str, Callable[..., Any]] = {}
"""On a worker: the latest run, as it was sent."""


def _same(data: bytes) -> bytes:
    return data


def _work(name: str, data: bytes, work: bytes, engine: str) -> tuple[float, list[Any]]:
    """Do tasks on a worker, whose code must be that of whoever asks."""
    if _engine() != engine:
        raise InputError(
            "cluster: a worker has another version of relsim, Numba, NumPy or Python. Install the "
            "same everywhere, and start the workers again."
        )
    try:
        if name not in _runs:
            _runs.clear()
            _runs[name] = pickle.loads(data)
        tasks = pickle.loads(work)
    except ImportError as error:
        raise InputError(
            f"cluster: a worker cannot load what it is to run ({error}). Put that module where "
            "workers find it, too."
        ) from error
    begun = time.perf_counter()
    stop = Stop()
    found = [_portable(attempt(_runs[name], stop, task)) for task in tasks]
    return max(time.perf_counter() - begun, 1e-6), found


def _portable(found: Any) -> Any:
    """Return what came of a run, whose error may be of a kind that cannot travel."""
    if not isinstance(found, Failed):
        return found
    return Failed(found.message, found.details, RunError(found.message))


def _engine() -> str:
    from relsim.study.store.purpose import engine_print

    return engine_print()


@contextmanager
def _connected(client: type[Client], where: Any) -> Iterator[Client]:
    try:
        made = client(where, timeout=_WAIT, set_as_default=False)
    except (OSError, ValueError) as error:
        raise InputError(
            f"--cluster {where}: nobody answers ({error}). Start one there (dask scheduler, dask "
            "worker ADDRESS), or leave it out."
        ) from None
    with made:
        yield made


def _deaf() -> Any:
    """Return what makes workers of this terminal leave Ctrl-C to whoever asked them."""
    from distributed import WorkerPlugin

    class Deaf(WorkerPlugin):  # type: ignore[misc, unused-ignore]
        def setup(self, worker: Any) -> None:
            import signal

            signal.signal(signal.SIGINT, signal.SIG_IGN)

    return Deaf()
