"""Studies of several stages, each made of what the one before found; a store keeps their runs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar

from relsim.study.store.filling import fill
from relsim.study.store.store import Failure, Key

if TYPE_CHECKING:
    from relsim.study.laboratory import Laboratory
    from relsim.study.parallel import Progress, Stop
    from relsim.study.store.store import Kept, Store


class Asking(Protocol):
    """What such a study asks."""

    @property
    def runs(self) -> int:
        """Runs of all stages together."""

    def live(self, laboratory: Laboratory, key: Any, stop: Stop) -> Mapping[str, Any]:
        """Live through a run and return its figures."""

    def command_of(self, key: Any) -> str:
        """Return the command that repeats a run."""


Asked = TypeVar("Asked", bound=Asking)


class Stages(Generic[Asked]):
    """How far a study has come, and the runs that it has seen."""

    def __init__(
        self, question: Asked, store: Store, laboratory: Laboratory, progress: Progress | None
    ) -> None:
        self.question, self.store, self.laboratory = question, store, laboratory
        self.progress, self.begun, self.interrupted = progress, 0, False
        self.runs: dict[Key, Kept] = {}

    def live(self, keys: Sequence[Key]) -> None:
        """Live through a stage's runs, as far as Ctrl-C lets it; progress is that of all stages."""
        question = self.question

        def report(done: int, total: int) -> None:
            if self.progress is not None:
                self.progress(self.begun + done, question.runs)

        run = partial(question.live, self.laboratory)
        self.interrupted = fill(self.store, keys, run, self.laboratory, question.command_of, report)
        self.begun += len(keys)

    @property
    def failures(self) -> tuple[Failure, ...]:
        """The runs that failed."""
        return tuple(one for one in self.runs.values() if isinstance(one, Failure))
