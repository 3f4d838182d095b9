"""Files that are written whole or not at all."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from relsim.errors import InputError, StorageError

_LONGEST_NAME = 100


def check_writable(path: str | Path) -> Path:
    """Refuse a file that could not be written, before hours of work depend on it."""
    target = Path(path)
    if target.is_dir():
        raise InputError(f"{target}: this is a folder. Name a file in it.")
    if is_irregular(target):
        place, what = target, f"{target}: this may not be written to."
    else:
        place = _followed(target).parent
        what = f"{target}: nothing may be written in {place.resolve()}."
    if not place.exists():
        raise InputError(f"{target}: there is no folder {place}. Make it first.")
    if not os.access(place, os.W_OK):
        raise InputError(what)
    return target


def write_whole(path: str | Path, content: str | bytes) -> None:
    """Write a file aside and move it into place, so that no half of it is ever seen.

    What it replaces keeps its mode and the links that lead to it; a pipe or a device is written
    to as it is.
    """
    target = Path(path)
    data = content.encode("utf-8") if isinstance(content, str) else content
    try:
        if is_irregular(target):
            target.write_bytes(data)
        else:
            _replace(_followed(target), data)
    except BrokenPipeError:
        pass  # whoever read has seen enough
    except OSError as error:
        raise StorageError(
            f"{target}: could not be written ({error.strerror}). Make room or name another "
            "file, then run the command again."
        ) from error


def is_irregular(target: Path) -> bool:
    """Tell whether something is there that is no file: a pipe, a terminal, a device."""
    return target.exists() and not target.is_file()


def _followed(target: Path) -> Path:
    """Return the file that a symbolic link leads to, which is the one to replace."""
    return Path(os.path.realpath(target)) if target.is_symlink() else target


def _replace(target: Path, data: bytes) -> None:
    with written_aside(target) as file:
        file.write(data)


@contextmanager
def written_aside(target: Path) -> Iterator[BinaryIO]:
    """Yield a file to write that takes its place once all is on the disk, and only then."""
    aside = target.with_name(f".{target.name[:_LONGEST_NAME]}.{os.getpid()}.part")
    try:
        with aside.open("wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileNotFoundError):
            aside.chmod(stat.S_IMODE(target.stat().st_mode))
        os.replace(aside, target)
    except BaseException:  # Ctrl-C, too, leaves nothing behind
        aside.unlink(missing_ok=True)
        raise
    _sync(target.parent)


def _sync(folder: Path) -> None:
    """Let the new name, too, outlive a power cut, where a system can."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def settings_beside(path: str | Path) -> Path:
    """Return the file in which the settings of a CSV file stand.

    Examples
    --------
    >>> settings_beside("out/figures.csv").name
    'figures.settings.csv'
    """
    return Path(path).with_suffix(".settings.csv")
