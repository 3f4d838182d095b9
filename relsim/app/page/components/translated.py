"""Parts of the page in the language in force: a template, its texts replaced."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from functools import cache, wraps
from pathlib import Path
from typing import Any

import solara

from relsim.words.catalogue import translate
from relsim.words.language import SOURCE, language, speaking
from relsim.words.templates import in_language


def component(name: str) -> Callable[[Callable[..., None]], Callable[..., Any]]:
    """Make a function a part of the page: a template beside this file, in the language in force."""

    def decorate(function: Callable[..., None]) -> Callable[..., Any]:
        @cache
        def spoken(_: str) -> Callable[..., Any]:
            return solara.component_vue(str(_file(name)))(function)

        @wraps(function)
        def element(**given: Any) -> Any:
            return spoken(language())(**given)

        with speaking(SOURCE):
            spoken(SOURCE)
        return element

    return decorate


def _file(name: str) -> Path:
    """Return the file of a template in the language in force."""
    path = Path(__file__).parent / name
    if language() == SOURCE:
        return path
    folder = Path(_made().name) / language()
    folder.mkdir(exist_ok=True)
    text = in_language(path.read_text(encoding="utf-8"), translate)
    (folder / name).write_text(text, encoding="utf-8")
    return folder / name


@cache
def _made() -> tempfile.TemporaryDirectory[str]:
    """Return where templates in other languages stand, as long as the program runs."""
    return tempfile.TemporaryDirectory(prefix="relsim-page-")
