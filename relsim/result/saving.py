"""Files that are written whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path

from relsim.errors import InputError, StorageError


def check_writable(path: str | Path) -> Path:
    """Refuse a file that could not be written, before hours of work depend on it."""
    target = Path(path)
    if target.is_dir():
        raise InputError(f"{target}: this is a folder. Name a file in it.")
    if not target.parent.is_dir():
        raise InputError(f"{target}: there is no folder {target.parent}. Make it first.")
    if not os.access(target.parent, os.W_OK):
        raise InputError(f"{target}: nothing may be written in {target.parent.resolve()}.")
    return target


def write_whole(path: str | Path, content: str | bytes) -> None:
    """Write a file aside and move it into place, so that no half of it is ever seen."""
    target = Path(path)
    aside = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        with aside.open("wb") as file:
            file.write(content.encode("utf-8") if isinstance(content, str) else content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(aside, target)
    except OSError as error:
        aside.unlink(missing_ok=True)
        raise StorageError(
            f"{target}: could not be written ({error.strerror}). Make room or name another "
            "file, then run the command again."
        ) from error
