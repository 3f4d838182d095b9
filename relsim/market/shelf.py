"""Where compiled passes are kept between runs.

Numba's own cache trusts what it finds: a file cut short ends every later run, two processes that
compile at once can mistake each other's code, and what it loads are pickles, which can do anything.
So each compiled pass is a file of its own, named by what it is for, with its digest before it, and
read only if nobody but its owner may have written it. What cannot be read is compiled anew.
"""

from __future__ import annotations

import hashlib
import math
import os
import pickle
import stat
import time
import uuid
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import numba.core.runtime
import numba.core.serialize
from numba.core.caching import _Cache
from numba.core.compiler import CompileResult

from relsim.market.hands import hands

_RESULT: Any = CompileResult
_SERIALIZE: Any = numba.core.serialize
_RUNTIME: Any = numba.core.runtime.rtsys  # type: ignore[attr-defined]
"""What Numba's own cache is made of; it has no types."""

_DIGEST = hashlib.sha256().digest_size
_OPEN = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
_QUIET = 5.0
"""Seconds without a word after which compiling is worth another one."""


def is_private(status: os.stat_result) -> bool:
    """Tell whether nobody but this user, or the system's, may have written something.

    Windows keeps each user's files apart by other means.
    """
    if not hasattr(os, "getuid"):
        return True
    return status.st_uid in (0, os.getuid()) and not status.st_mode & (stat.S_IWGRP | stat.S_IWOTH)


def private_folder(folder: Path) -> bool:
    """Tell whether a folder, made if need be, is one to keep code in; whatever lies there is."""
    with suppress(OSError):
        folder.parent.mkdir(parents=True, exist_ok=True)
        folder.mkdir(mode=0o700, exist_ok=True)
    try:
        status = folder.lstat()
        usable = os.access(folder, os.W_OK) or any(folder.glob("*.nbc"))
    except OSError:
        return False
    return stat.S_ISDIR(status.st_mode) and is_private(status) and usable


class Bell:
    """Says that compiling begins, for whoever waits; and while it goes on, how far it is."""

    def __init__(self, words: str, ring: Callable[[str], None]) -> None:
        self.words = words
        self.ring = ring
        self._heard = self._said = -math.inf
        self._done = 0

    def begin(self) -> None:
        """Compiling of a pass begins."""
        now = time.monotonic()
        if now - self._heard >= _QUIET:
            self._done, self._said = 0, now
            self.ring(self.words)
        elif now - self._said >= _QUIET:
            self._said = now
            self.ring(f"Still compiling: {self._done} parts are ready …")
        self._heard = now

    def go_on(self) -> None:
        """Compiling of a pass has ended; another one often follows."""
        self._heard = time.monotonic()
        self._done += 1


class Shelf(_Cache):
    """What Numba asks for the compiled code of one pass, and hands it to.

    Parameters
    ----------
    function : callable
        The pass.
    folder : pathlib.Path or None
        Where code is kept; without one nothing is.
    bell : Bell
        Told when there is nothing to be found, and so something to be compiled.
    """

    def __init__(self, function: Callable[..., Any], folder: Path | None, bell: Bell) -> None:
        self._name = f"{function.__module__.rpartition('.')[2]}.{function.__name__}"
        self._code = function.__code__.co_code
        self._folder = folder
        self._bell = bell

    @property
    def cache_path(self) -> str | None:
        """The folder."""
        return None if self._folder is None else str(self._folder)

    def load_overload(self, sig: Any, target_context: Any) -> Any:
        """Return what was compiled for a signature, or None."""
        # All that loaded code needs; a refresh, as for compiling, takes a tenth of a second.
        _RUNTIME.initialize(target_context)
        found = self._found(sig, target_context)
        if found is None:
            place = self.place(sig, target_context)
            if place is not None and hands.wait_for(place):
                self._bell.go_on()
                found = self._found(sig, target_context)
        if found is None:
            self._bell.begin()
        return found

    def _found(self, sig: Any, target_context: Any) -> Any:
        """Return what lies on the shelf for a signature, or None."""
        place = self.place(sig, target_context)
        if place is None:
            return None
        try:
            asked, parts = pickle.loads(_read(place))
            if asked == self._key(sig, target_context.codegen()):
                return _RESULT._rebuild(target_context, *parts)
        except FileNotFoundError:
            pass
        except Exception:  # whatever is wrong with a file: it is compiled again
            with suppress(OSError):
                place.unlink()
        return None

    def save_overload(self, sig: Any, data: Any) -> None:
        """Keep what was compiled, where there is room for it."""
        self._bell.go_on()
        if self._folder is None or data.library.has_dynamic_globals:
            return
        key = self._key(sig, data.codegen)
        content = _SERIALIZE.dumps((key, data._reduce()))
        aside = self._folder / f".{uuid.uuid4().hex}.part"
        try:
            aside.write_bytes(hashlib.sha256(content).digest() + content)
            aside.chmod(0o600)
            aside.replace(self._file(key))
        except OSError:
            with suppress(OSError):
                aside.unlink()

    def enable(self) -> None:
        """Do nothing: it is always on."""

    def disable(self) -> None:
        """Do nothing: it is always on."""

    def flush(self) -> None:
        """Do nothing: what is stale stands under another name."""

    def _key(self, sig: Any, codegen: Any) -> tuple[Any, ...]:
        """Return what code is for: the types it takes, the processor, the pass."""
        return sig, codegen.magic_tuple(), self._code

    def place(self, sig: Any, target_context: Any) -> Path | None:
        """Return the file for a signature; None where nothing is kept."""
        return (
            None if self._folder is None else self._file(self._key(sig, target_context.codegen()))
        )

    def _file(self, key: tuple[Any, ...]) -> Path:
        assert self._folder is not None
        return (
            self._folder / f"{self._name}-{hashlib.sha256(repr(key).encode()).hexdigest()[:20]}.nbc"
        )


def _read(place: Path) -> bytes:
    """Return what a file holds, if it is whole and nobody else may have written it."""
    with os.fdopen(os.open(place, _OPEN), "rb") as file:
        status = os.fstat(file.fileno())
        if not (stat.S_ISREG(status.st_mode) and is_private(status)):
            raise PermissionError(f"{place}: somebody else may have written this.")
        content = file.read()
    if hashlib.sha256(content[_DIGEST:]).digest() != content[:_DIGEST]:
        raise ValueError(f"{place}: damaged.")
    return content[_DIGEST:]
