"""Phases and firms of a user's own, as a result names them: which code, and how to write it."""

from __future__ import annotations

import hashlib
import inspect
import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, is_dataclass
from typing import Any, Literal

from relsim.behaviour.declaration import Value

# Up to Python 3.12 two threads that parse at once can fail (a depth is counted for both together).
_PARSING = threading.Lock()


@dataclass(frozen=True, slots=True)
class Own:
    """A piece of code that decides a result and stands in no scenario.

    Parameters
    ----------
    kind : {"phase", "mind", "market"}
        What it is to the market.
    name : str
        That of the phase, or of the firm whose mind it is.
    code : str
        Module and class.
    source : str
        A hash of the class's source; empty where nobody can read it. What it calls elsewhere is
        not in it.
    parameters : mapping of str to value
        A phase's, as it was handed over.
    expression : str
        Python that makes it again; empty where there is none.
    """

    kind: Literal["phase", "mind", "market"]
    name: str
    code: str
    source: str
    parameters: Mapping[str, Value]
    expression: str

    @property
    def module(self) -> str:
        """What has to be imported."""
        return self.code.partition(":")[0]

    @property
    def plain(self) -> dict[str, object]:
        """What stands in files."""
        found: dict[str, object] = {"code": self.code, "source": self.source}
        return {**found, "parameters": dict(self.parameters)} if self.parameters else found


def own_code(
    phases: Iterable[Any] = (), firms: Mapping[str, type[Any]] | None = None
) -> tuple[Own, ...]:
    """Return what a market is handed beside its scenario.

    Examples
    --------
    >>> own_code((), {})
    ()
    """
    minds = [_of_class("mind", name, mind) for name, mind in (firms or {}).items()]
    return (*(_of_phase(phase) for phase in phases), *minds)


def own_market(kind: type[Any]) -> tuple[Own, ...]:
    """Return what a kind of market of a user's own does to a result: nobody knows."""
    if kind.__module__.partition(".")[0] == "relsim":
        return ()
    return (Own("market", kind.__name__, _code(kind), _source(kind), {}, ""),)


def _of_phase(phase: Any) -> Own:
    kind = type(phase)
    parameters: dict[str, Any] = {}
    if is_dataclass(phase):
        parameters = {one.name: getattr(phase, one.name) for one in fields(phase) if one.init}
    known = all(isinstance(value, bool | int | float | str) for value in parameters.values())
    whole = known and (is_dataclass(phase) or not getattr(phase, "__dict__", {}))
    words = ", ".join(f"{name}={value!r}" for name, value in parameters.items())
    expression = f"{_dotted(kind)}({words})" if whole and _dotted(kind) else ""
    shown = {name: value if known else str(value) for name, value in parameters.items()}
    name = str(getattr(phase, "name", kind.__name__))
    return Own("phase", name, _code(kind), _source(kind), shown, expression)


def _of_class(kind: Literal["mind"], name: str, one: type[Any]) -> Own:
    return Own(kind, name, _code(one), _source(one), {}, _dotted(one))


def _code(kind: type[Any]) -> str:
    return f"{kind.__module__}:{kind.__qualname__}"


def _dotted(kind: type[Any]) -> str:
    """Return what the class is called once its module is imported; nothing where it cannot be."""
    lost = kind.__module__ == "__main__" or "<locals>" in kind.__qualname__
    return "" if lost else f"{kind.__module__}.{kind.__qualname__}"


def _source(kind: type[Any]) -> str:
    try:
        with _PARSING:
            return hashlib.sha256(inspect.getsource(kind).encode("utf-8")).hexdigest()
    except (OSError, TypeError):
        return ""
