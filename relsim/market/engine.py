"""How the passes are compiled, cached and, for the reference, not compiled.

A mechanism is plain Python. ``register_jitable`` tells Numba that it may be called from
compiled code, so the very same function serves the compiled pass and the uncompiled one.
Numba does not notice when a function called from another file changes, so compiled code
lives in a folder named by a hash of the sources and versions: an edited mechanism is
compiled anew, and later processes find what earlier ones compiled.
"""

from __future__ import annotations

import gc
import hashlib
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, TypeAlias, TypeVar, cast

import numba
import numba.core.itanium_mangler
import numba.core.registry
import numpy as np
import platformdirs
from numba.extending import register_jitable

import relsim.behaviour
from relsim.behaviour.arithmetic import HELPERS
from relsim.market.hands import Task, hands
from relsim.market.ingredients import ForPasses
from relsim.market.shelf import Bell, Shelf, private_folder

Function = TypeVar("Function", bound=Callable[..., Any])
Engine: TypeAlias = Callable[[Any], Callable[..., Any]]
"""From a pass to what is called in its place: compiled, plain, or with somebody listening."""
Readable: TypeAlias = Callable[[np.ndarray], Any]
"""From records to what a pass reads: plain Python needs attributes."""

ROOMS = ("behaviour", "market")


def source_hash() -> str:
    """Return the hash that names the engine: its sources and the versions that compile them."""
    python = sys.implementation.cache_tag
    digest = hashlib.sha256(f"{python} {numba.__version__} {np.__version__}".encode())
    package = Path(relsim.behaviour.__file__).parent.parent
    for room in ROOMS:
        for path in sorted((package / room).glob("*.py")):
            digest.update(path.name.encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def cache_folder() -> Path | None:
    """Return the folder of compiled code for these sources; None where there is none to trust.

    ``RELSIM_CACHE`` moves it. A folder that cannot be written, or that somebody else may
    write, is passed over: code that is loaded can do anything.
    """
    chosen = os.environ.get("RELSIM_CACHE")
    bases = [*([chosen] if chosen else []), platformdirs.user_cache_dir("relsim")]
    folders = (Path(base) / source_hash() for base in bases)
    return next((folder for folder in folders if private_folder(folder)), None)


CACHE = cache_folder()


def on_standard_error(words: str) -> None:
    """Say something to whoever waits."""
    if sys.stderr is not None:
        with suppress(OSError):
            print(words, file=sys.stderr, flush=True)


bell = Bell(
    "Compiling the engine for a market of this kind: up to half a minute, once …"
    if CACHE is not None
    else "Compiling the engine, half a minute at every start: there is no folder to keep compiled "
    "code in that can be written, and by nobody else. RELSIM_CACHE names one.",
    on_standard_error,
)

_NUMBA: Any = numba
"""Numba's own types know only some of what it can be told."""


def named(name: str, types: Sequence[Any], *, abi_tags: Iterable[str] = (), uid: Any = None) -> str:
    """Return the symbol of compiled code, with a digest of its types.

    Numba numbers records in the order in which a process meets them. Code for four and for eight
    beliefs, compiled by two processes, would have one name; and of what is not taken into its
    caller, whoever loads both would run the first for both. A test holds that Numba does so.
    """
    # As str and not repr, which Numba writes anew for every record: that took a thirtieth of all.
    kind = hashlib.sha256("; ".join(map(str, types)).encode()).hexdigest()[:20]
    return str(_MANGLE(name, (), abi_tags=(*abi_tags, kind), uid=uid))


_MANGLE: Any = numba.core.itanium_mangler.mangle
_NUMBA.core.registry.cpu_target.target_context.mangler = named

_CALLED = {"no_cfunc_wrapper": True, "_nrt": False, "pipeline_class": ForPasses}
"""How Numba makes what only passes call: nothing for C to call, no counting of who holds an array,
no machine code.

Without the first two, compiling takes two thirds of the time; without the third, five sixths of
that.
"""


def helper(function: Function) -> Function:
    """Let compiled passes call a plain function of this room, which makes no arrays."""
    marked: Function = register_jitable(forceinline=True, **_CALLED)(function)
    return marked


def written_out(name: str, arguments: str, lines: Iterable[str]) -> Callable[..., None]:
    """Return a helper of one line a field: the same in a loop takes Numba a second to unroll.

    Parameters
    ----------
    name, arguments : str
        As after ``def``.
    lines : iterable of str
        What it does.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> swap = written_out("swap", "one, other", ["one.a = other.b", "one.b = other.a"])
    >>> one = SimpleNamespace(a=1, b=2)
    >>> swap(one, SimpleNamespace(a=3, b=4))
    >>> one.a, one.b
    (4, 3)
    """
    made: dict[str, Callable[..., None]] = {}
    exec("\n    ".join([f"def {name}({arguments}):", *lines]), made)
    return helper(made[name])


def rare(function: Function) -> Function:
    """Let compiled passes call a plain function that is seldom needed, out of the way.

    Inlined, its work would be done for everybody and thrown away for most.
    """
    marked: Function = register_jitable(**_CALLED)(function)
    return marked


def making_room(function: Function) -> Function:
    """Let compiled passes call a plain function that makes an array to work with."""
    marked: Function = register_jitable(forceinline=True, no_cfunc_wrapper=True)(function)
    return marked


for _rule in relsim.behaviour.RULES:
    helper(_rule.function)
for _function in HELPERS:
    helper(_function)


@contextmanager
def keeping_garbage() -> Iterator[None]:
    """Let nobody look for garbage among what compiling makes: a twelfth of its time."""
    looked_for = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if looked_for:
            gc.enable()


def compiled(function: Function) -> Function:
    """Compile a pass: without the interpreter's lock, and kept on disk."""
    # NumPy's error model: no check for zero before every division.
    made = _NUMBA.njit(nogil=True, error_model="numpy", _nrt=True)(function)
    made._compiler.compile = keeping_garbage()(made._compiler.compile)
    made._cache = Shelf(function, CACHE, bell)
    return cast(Function, made)


def compile_meanwhile(calls: Iterable[tuple[Callable[..., Any], tuple[Any, ...]]]) -> None:
    """Have passes that are not at hand compiled by other processes, for what they are called with.

    What this process then needs of them, it waits for.
    """
    if CACHE is None or not os.access(CACHE, os.W_OK):
        return
    tasks = []
    for function, values in calls:
        one: Any = function
        types = tuple(_NUMBA.typeof(value) for value in values)
        place = None if types in one.overloads else one._cache.place(types, one.targetctx)
        if place is not None and not place.exists():
            tasks.append(Task(one.py_func.__module__, one.__name__, types, place))
    if tasks and hands.set_to(tasks):
        bell.begin()
