"""Types of the records that passes read, written from the declarations.

``python -m tests.documentation`` writes them into ``relsim/market/typed.pyi``, so that a field
that nobody declares is found by the type checker before anything runs.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from relsim.market.laws import LAW
from relsim.market.records import (
    FIRM,
    MESSAGE,
    SPELL,
    TALLY,
    THEORY,
    WORLD,
    customer_type,
)

STUB = Path(__file__).parents[1] / "relsim" / "market" / "typed.pyi"
MOST_FIRMS = 16
HEAD = '''"""Types of tables and records, written by python -m tests.documentation."""

from typing import Any, Protocol, TypeAlias, TypeVar, overload

import numpy as np
import numpy.typing as npt

Floats: TypeAlias = npt.NDArray[np.float64]
Ints: TypeAlias = npt.NDArray[np.signedinteger[Any]]
Counters: TypeAlias = npt.NDArray[np.int8]
Keys: TypeAlias = npt.NDArray[np.uint64]
Number: TypeAlias = np.uint64
Stream: TypeAlias = np.uint64
Record = TypeVar("Record", covariant=True)

class Table(Protocol[Record]):
    @property
    def shape(self) -> tuple[int, ...]: ...
    @overload
    def __getitem__(self, place: int, /) -> Record: ...
    @overload
    def __getitem__(self, place: slice, /) -> Table[Record]: ...

class Whole:
    """A field of whole numbers, read as int and set with the type of its column."""

    def __get__(self, record: object, kind: object = None) -> int: ...
    def __set__(self, record: object, value: int | np.integer[Any]) -> None: ...

class Short:
    """A field of short floating-point numbers, likewise."""

    def __get__(self, record: object, kind: object = None) -> float: ...
    def __set__(self, record: object, value: np.float32) -> None: ...
'''


def stub() -> str:
    """Return the text of the stub."""
    records = {
        "CustomerRecord": customer_type(MOST_FIRMS),
        "SideRecord": FIRM,
        "TheoryRecord": THEORY,
        "WorldRecord": WORLD,
        "TallyRecord": TALLY,
        "SpellRecord": SPELL,
        "MessageRecord": MESSAGE,
        "LawRecord": LAW,
    }
    return HEAD + "".join(_class(name, kind) for name, kind in records.items())


def _class(name: str, kind: np.dtype[np.void]) -> str:
    """Return one record with its fields; those by name can be set by name, too."""
    lines = [f"\nclass {name}:"]
    for field, (base, *_) in (kind.fields or {}).items():
        if field != "padding":
            lines.append(f"    {field}: {_type(base)}")
    if "belief" in (kind.names or ()):
        lines.append("    def __getitem__(self, name: str) -> Any: ...")
        lines.append("    def __setitem__(self, name: str, value: Any) -> None: ...")
    return "\n".join(lines) + "\n"


def _type(base: np.dtype[np.generic]) -> str:
    if base.subdtype:
        return "Floats"
    if np.issubdtype(base, np.integer):
        return "Whole"
    return "float" if base == np.float64 else "Short"
