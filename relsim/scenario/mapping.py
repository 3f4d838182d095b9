"""A mapping that cannot be changed, and can be pickled and hashed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Generic, TypeVar

Held = TypeVar("Held")


class ReadOnly(Mapping[str, Held], Generic[Held]):
    """A read-only copy of a mapping.

    The standard library's read-only view cannot be sent to a worker process; this can.

    Parameters
    ----------
    values : mapping
        What it holds, in this order.

    Examples
    --------
    >>> levers = ReadOnly({"social": 0.5})
    >>> levers["social"], dict(levers)
    (0.5, {'social': 0.5})
    >>> levers["social"] = 1.0
    Traceback (most recent call last):
        ...
    TypeError: 'ReadOnly' object does not support item assignment
    """

    __slots__ = ("_values",)

    def __init__(self, values: Mapping[str, Held] | None = None) -> None:
        self._values: dict[str, Held] = dict(values or {})

    def __getitem__(self, key: str) -> Held:
        """Return what stands under a key."""
        return self._values[key]

    def __iter__(self) -> Iterator[str]:
        """Go through the keys."""
        return iter(self._values)

    def __len__(self) -> int:
        """Return how many keys there are."""
        return len(self._values)

    def __hash__(self) -> int:
        """Return a hash that does not depend on the order of the keys."""
        return hash(frozenset(self._values.items()))

    def __repr__(self) -> str:
        """Show what it holds."""
        return f"ReadOnly({self._values!r})"

    def __reduce__(self) -> tuple[type, tuple[dict[str, Held]]]:
        """Tell pickle how to build it again."""
        return type(self), (dict(self._values),)
