"""A market copied or pickled whole: what shares memory in it shares memory in the copy.

Tables of a market lie on one another's memory: a block on the customers, plain numbers on the
firms. Copied one by one, as Python would, its clock would move what its books do not see.
"""

from __future__ import annotations

import importlib
import io
import pickle
from types import FunctionType, ModuleType
from typing import Any, TypeVar

import numpy as np
from numba.core.dispatcher import Dispatcher

from relsim.errors import InputError
from relsim.market.engine import source_hash
from relsim.scenario import Scenario

Whole = TypeVar("Whole")

_SHARED = (type, FunctionType, ModuleType, Dispatcher, Scenario, np.dtype)
"""What a copy in the same program has in common with its original."""


def copied(market: Whole) -> Whole:
    """Return a market that goes on from here as the other would, and apart from it."""
    file = io.BytesIO()
    packing = _Packing(file, market, shared=[])
    packing.dump(market)
    file.seek(0)
    return _Unpacking(file, packing.shared).load()  # type: ignore[no-any-return]


def packed(market: object) -> tuple[str, bytes]:
    """Return a market as bytes, with what names the engine that can go on with it."""
    file = io.BytesIO()
    try:
        _Packing(file, market).dump(market)
    except (pickle.PicklingError, AttributeError, TypeError) as error:
        raise InputError(
            f"The market cannot be pickled: {error}. Phases and minds must be classes at the top "
            "of a module, and hold nothing but data; copy.deepcopy takes any."
        ) from error
    return source_hash(), file.getvalue()


def unpacked(engine: str, content: bytes) -> Any:
    """Return a market that was pickled, if this is the engine that it was pickled with."""
    if engine != source_hash():
        raise InputError(
            "The market was pickled by another version of relsim, whose tables differ. Live it "
            "anew from its scenario and seed."
        )
    return pickle.loads(content)


class _Packing(pickle.Pickler):
    """Writes a market; what is shared by a copy only notes its place in a list."""

    def __init__(self, file: io.BytesIO, market: object, shared: list[Any] | None = None) -> None:
        # From protocol 5 on, arrays do not own their memory when they come back.
        super().__init__(file, protocol=4)
        self.shared = shared
        self._market = market
        self._places: dict[int, int] = {}

    def persistent_id(self, thing: Any) -> int | None:
        if self.shared is None or not isinstance(thing, _SHARED):
            return None
        if id(thing) not in self._places:
            self._places[id(thing)] = len(self.shared)
            self.shared.append(thing)
        return self._places[id(thing)]

    def reducer_override(self, thing: Any) -> Any:
        if thing is self._market:
            return object.__reduce_ex__(thing, 4)
        if isinstance(thing, np.ndarray):
            return _as_view(thing)
        if isinstance(thing, Dispatcher):
            return _pass, (thing.py_func.__module__, thing.py_func.__name__, False)
        if isinstance(thing, FunctionType) and isinstance(_named(thing), Dispatcher):
            return _pass, (thing.__module__, thing.__name__, True)
        return NotImplemented


class _Unpacking(pickle.Unpickler):
    """Reads a copy, with what it shares."""

    def __init__(self, file: io.BytesIO, shared: list[Any] | None) -> None:
        super().__init__(file)
        self._shared = shared or []

    def persistent_load(self, place: int) -> Any:
        return self._shared[place]


def _named(function: FunctionType) -> Any:
    return getattr(importlib.import_module(function.__module__), function.__name__, None)


def _pass(module: str, name: str, plain: bool) -> Any:
    """Return a pass by its name, compiled or plain."""
    found = getattr(importlib.import_module(module), name)
    return found.py_func if plain else found


def _as_view(array: np.ndarray) -> Any:
    """Return how a view is made anew on its owner's memory; an owner is copied as usual."""
    owner = array
    while isinstance(owner.base, np.ndarray):
        owner = owner.base
    if owner is array or not array.size:
        return NotImplemented
    begins = array.__array_interface__["data"][0] - owner.__array_interface__["data"][0]
    return _view, (type(array), array.shape, array.dtype, owner, begins, array.strides)


def _view(
    kind: type[np.ndarray],
    shape: tuple[int, ...],
    dtype: np.dtype[Any],
    owner: np.ndarray,
    begins: int,
    strides: tuple[int, ...],
) -> np.ndarray:
    memory = owner.ravel(order="K").view(np.ndarray).view(np.uint8)
    return np.ndarray(shape, dtype, memory, begins, strides).view(kind)
