"""Where the bundled scenarios and experiments are, and how a user's word finds one."""

from __future__ import annotations

import difflib
import os
import shlex
from pathlib import Path
from typing import Literal

from relsim.errors import Fault, ScenarioError
from relsim.scenario.wording import show

Kind = Literal["scenarios", "experiments"]

_ENDINGS = {"scenarios": ".toml", "experiments": ".py"}
_NEAR = 0.75
"""How alike two names must be for one to be meant by the other: mine is no cinema."""

_NEW = "begin one with relsim new {word}, or see what comes with relsim: relsim show scenarios"


def folder(kind: Kind = "scenarios") -> Path | None:
    """Return the folder that holds what comes with relsim.

    Examples
    --------
    >>> place = folder("scenarios")
    >>> place is None or place.name == "scenarios"
    True
    """
    package = Path(__file__).resolve().parent.parent
    inside = package / kind
    if inside.is_dir():
        return inside
    beside = package.parent / kind
    # Beside an installed package lie other people's folders; a checkout has a project file.
    if beside.is_dir() and (package.parent / "pyproject.toml").is_file():
        return beside
    return None


def bundled(kind: Kind = "scenarios") -> dict[str, Path]:
    """Return what comes with relsim, by name.

    Parameters
    ----------
    kind : {"scenarios", "experiments"}
        Which of the two.

    Returns
    -------
    dict of str to pathlib.Path
        In order of name; the same from any working folder.

    Examples
    --------
    >>> all(path.suffix == ".toml" for path in bundled().values())
    True
    """
    place = folder(kind)
    if place is None:
        return {}
    return {
        path.stem: path
        for path in sorted(place.iterdir())
        if path.suffix == _ENDINGS[kind] and not path.name.startswith(("_", "."))
    }


def find(source: str | os.PathLike[str], kind: Kind = "scenarios") -> Path:
    """Return the path that a user means by a bundled name or a path.

    Examples
    --------
    >>> find("no-such-market")
    Traceback (most recent call last):
        ...
    relsim.errors.ScenarioError: no-such-market: there is no such file and no bundled scenario...
    """
    known = bundled(kind)
    word = os.fspath(source)
    if isinstance(source, str) and word in known:
        return known[word]
    if word.strip() and "\0" not in word and os.path.lexists(word):
        return Path(word)
    raise ScenarioError([_unknown(word, kind, known)])


def _unknown(word: str, kind: Kind, known: dict[str, Path]) -> Fault:
    """Say that nothing has this name, and what has nearly the same."""
    one = kind.removesuffix("s")
    if not word.strip():
        return Fault("scenario", f"the name of the {one} is empty", "", _choice(known))
    path = Path(word.replace("\0", ""))
    near = difflib.get_close_matches(path.stem[:80].lower(), known, n=1, cutoff=_NEAR)
    missing = f"there is no such file and no bundled {one} of that name"
    if near:
        instead = f"did you mean {near[0]}?"
    elif kind == "scenarios" and path.suffix.lower() == _ENDINGS[kind]:
        # Who names a file means a file, and a list of markets is no help.
        missing, instead = "there is no such file", _NEW.format(word=_quoted(word))
    else:
        instead = _choice(known)
    return Fault(show(word).strip('"'), missing, "", instead)


def _quoted(word: str) -> str:
    """Return a word as a command line takes it, or a name of ours where it cannot be typed."""
    return shlex.quote(word) if word.isprintable() and len(word) <= 80 else "mine.toml"


def _choice(known: dict[str, Path]) -> str:
    if not known:
        return "write the path of a scenario file"
    return "write a path, or one of " + ", ".join(known)
