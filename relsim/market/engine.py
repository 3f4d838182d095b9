"""How the passes are compiled, cached and, for the reference, not compiled.

A mechanism is plain Python. ``register_jitable`` tells Numba that it may be called from
compiled code, so the very same function serves the compiled pass and the uncompiled one.
Numba's own cache does not notice when a function called from another file changes, so
the cache lives in a folder named by a hash of the sources and versions: an edited
mechanism is compiled anew, and later processes find what earlier ones compiled.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias, TypeVar, cast

import numba
import numpy as np
import platformdirs
from numba.extending import register_jitable

import relsim.behaviour
from relsim.behaviour.arithmetic import HELPERS

Function = TypeVar("Function", bound=Callable[..., Any])
Engine: TypeAlias = Callable[[Any], Callable[..., Any]]
"""From a pass to what is called in its place: compiled, plain, or with somebody listening."""
Readable: TypeAlias = Callable[[np.ndarray], Any]
"""From records to what a pass reads: plain Python needs attributes."""

ROOMS = ("behaviour", "market")


def source_hash() -> str:
    """Return the hash that names the engine: its sources and the versions that compile them."""
    digest = hashlib.sha256(f"{numba.__version__} {np.__version__}".encode())
    package = Path(relsim.behaviour.__file__).parent.parent
    for room in ROOMS:
        for path in sorted((package / room).glob("*.py")):
            digest.update(path.name.encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def cache_folder() -> Path:
    """Return the folder of compiled code for these sources.

    ``RELSIM_CACHE`` moves it. Where nothing may be written, a temporary folder serves.
    """
    chosen = os.environ.get("RELSIM_CACHE")
    base = Path(chosen) if chosen else Path(platformdirs.user_cache_dir("relsim"))
    folder = base / source_hash()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe = folder / f".writable-{os.getpid()}"
        probe.touch()
        probe.unlink()
    except OSError:
        return Path(tempfile.mkdtemp(prefix="relsim-"))
    return folder


CACHE = cache_folder()
numba.config.CACHE_DIR = str(CACHE)  # type: ignore[attr-defined]

for _rule in relsim.behaviour.RULES:
    register_jitable(forceinline=True)(_rule.function)
for _function in HELPERS:
    register_jitable(forceinline=True)(_function)


def helper(function: Function) -> Function:
    """Let compiled passes call a plain function of this room."""
    marked: Function = register_jitable(forceinline=True)(function)
    return marked


def rare(function: Function) -> Function:
    """Let compiled passes call a plain function that is seldom needed, out of the way.

    Inlined, its work would be done for everybody and thrown away for most.
    """
    marked: Function = register_jitable(function)
    return marked


def compiled(function: Function) -> Function:
    """Compile a pass: without the interpreter's lock, and kept on disk."""
    # NumPy's error model: no check for zero before every division.
    compiler: Any = numba.njit(nogil=True, cache=True, error_model="numpy")
    return cast(Function, compiler(function))


def needs_compiling() -> bool:
    """Tell whether a first run will have to compile (half a minute)."""
    return not any(CACHE.rglob("*.nbc"))
