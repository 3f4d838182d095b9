"""Which language is spoken: English, unless a page, a report or a caller says otherwise."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeVar

from relsim.errors import InputError

Told = TypeVar("Told")

SOURCE = "en"
LANGUAGES = {SOURCE: "English", "zh": "中文"}
"""By what a browser calls them, as their speakers do: the names of a switch."""

TAGS = {SOURCE: "en", "zh": "zh-Hans"}
"""What a page says that its text is: it decides which letters a browser takes."""

# A thread, and a session of the page, keeps its own.
_SPOKEN: ContextVar[str] = ContextVar("language", default=SOURCE)


def language() -> str:
    """Return the language in force."""
    return _SPOKEN.get()


@contextmanager
def speaking(name: str) -> Iterator[None]:
    """Put a language in force for a while.

    Parameters
    ----------
    name : str
        One of :data:`LANGUAGES`.

    Examples
    --------
    >>> from relsim.words.catalogue import translate
    >>> with speaking("zh"):
    ...     translate("Relationship quality")
    '关系质量'
    >>> translate("Relationship quality")
    'Relationship quality'
    """
    before = _SPOKEN.set(name)
    try:
        yield
    finally:
        _SPOKEN.reset(before)


def in_every_language(tell: Callable[[], Told]) -> dict[str, Told]:
    """Return what is told, by language: for words that are kept and shown to several people.

    Examples
    --------
    >>> in_every_language(language)
    {'en': 'en', 'zh': 'zh'}
    """
    found = {}
    for name in LANGUAGES:
        with speaking(name):
            found[name] = tell()
    return found


def speak(name: str) -> None:
    """Put a language in force for the rest of this thread or session."""
    _SPOKEN.set(name)


def known(name: str, where: str = "language") -> str:
    """Return a language that there is; refuse others, naming where it was asked for.

    Examples
    --------
    >>> known("zh")
    'zh'
    """
    if name not in LANGUAGES:
        raise InputError(f"{where}: found {name!r}; allowed is {' or '.join(LANGUAGES)}.")
    return name


def fitting(accepted: str) -> str:
    """Return the language that a browser's Accept-Language likes best, English if it likes none.

    Examples
    --------
    >>> fitting("zh-CN,zh;q=0.9,en;q=0.8"), fitting("de, en;q=0.5"), fitting("en-GB,zh;q=0.2")
    ('zh', 'en', 'en')
    >>> fitting(""), fitting("zh;q=;;,"), fitting("zh;q=0")
    ('en', 'en', 'en')
    """
    liked: list[tuple[float, str]] = []
    for one in accepted[:500].split(","):
        name, _, quality = one.partition(";q=")
        try:
            weight = float(quality or 1)
        except ValueError:
            continue
        known = name.strip().lower().split("-")[0]
        if known in LANGUAGES and weight > 0:
            liked.append((-weight, known))
    # Of equals, the first.
    return min(liked, key=lambda one: one[0])[1] if liked else SOURCE
