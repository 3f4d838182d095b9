"""A copy of the repository, in which something may be changed."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).parents[1]


def copied(folder: Path, names: Iterable[str]) -> Path:
    """Copy files and folders of the repository to another folder, and return that."""
    ignored = shutil.ignore_patterns("__pycache__", ".hypothesis")
    for name in names:
        source, target = ROOT / name, folder / name
        if source.is_dir():
            shutil.copytree(source, target, ignore=ignored)
        else:
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(source, target)
    return folder
