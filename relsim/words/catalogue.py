"""Looking words up in the catalogue of the language in force.

A catalogue is read by Babel when a language is first spoken and then kept in memory: English
needs neither. Nothing is compiled, so that a checkout and a wheel hold the same files.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from gettext import GNUTranslations
from importlib.resources import files
from io import BytesIO
from typing import Self, TypeVar, cast

from relsim.words.language import SOURCE, language, speaking

Words = TypeVar("Words")

PLACE = "LC_MESSAGES/relsim.po"


class Word(str):
    """A text of ours that stands in a declaration and is looked up when it is shown.

    As data (a key, JSON, a frame) it is the English text; ``str`` and a place in a template give
    the one in the language in force.

    Examples
    --------
    >>> from relsim.words.language import speaking
    >>> title = Word("Profit")
    >>> with speaking("zh"):
    ...     str(title), f"{title}", title == "Profit"
    ('利润', '利润', True)
    """

    __slots__ = ()

    def __str__(self) -> str:
        """Return the text in the language in force."""
        return translate(str.__str__(self))

    def __format__(self, form: str) -> str:
        """Return the same within other text."""
        return format(str(self), form)


class Phrase(Word):
    """A text of ours with something in its places, which is data too: in English, as a key.

    Examples
    --------
    >>> from relsim.words.language import speaking
    >>> name = Phrase("share of {segment}", segment="students")
    >>> with speaking("zh"):
    ...     str(name), name == "share of students"
    ('students的占比', True)
    """

    template: str
    places: dict[str, object]

    def __new__(cls, template: str, **places: object) -> Self:
        """Return it; places may hold texts of ours."""
        with speaking(SOURCE):
            made = super().__new__(cls, template.format_map(places))
        made.template, made.places = template, places
        return made

    def __getnewargs_ex__(self) -> tuple[tuple[str], dict[str, object]]:
        """Return what a copy is made of."""
        return (self.template,), self.places

    def __str__(self) -> str:
        """Return the text in the language in force."""
        return translate(self.template).format_map(self.places)


def marked(words: Words) -> Words:
    """Return words of a declaration, to be looked up when they are shown.

    A text, or texts in a table or a mapping (its keys stay); ``python -m tests.words`` finds them.

    Examples
    --------
    >>> [type(one).__name__ for one in marked(("Profit", "Lost"))]
    ['Word', 'Word']
    """
    found: object = words
    if isinstance(words, str):
        found = Word(words)
    elif isinstance(words, Mapping):
        found = {key: marked(one) for key, one in words.items()}
    elif isinstance(words, tuple):
        found = tuple(map(marked, words))
    return cast(Words, found)


def translate(text: str) -> str:
    """Return a text in the language in force; as it stands where the catalogue lacks it.

    Examples
    --------
    >>> translate("Profit")
    'Profit'
    """
    if language() == SOURCE or not text:
        return text
    return _catalogue(language()).gettext(str.__str__(text))


def translate_number(one: str, several: str, number: int) -> str:
    """Return the one of two texts that goes with a number, in the language in force.

    Examples
    --------
    >>> translate_number("{number} world", "{number} worlds", 3)
    '{number} worlds'
    """
    if language() == SOURCE:
        return one if number == 1 else several
    return _catalogue(language()).ngettext(one, several, number)


def list_of(parts: Sequence[str], last: str) -> str:
    """Return texts as the language in force lists them: with "and", or with "or", at last."""
    from babel.lists import format_list

    return format_list(parts, "or" if last == "or" else "standard", language())


def compact(value: float) -> str:
    """Return a number in few characters, as the language in force writes it."""
    from babel.numbers import format_compact_decimal

    return format_compact_decimal(value, locale=language(), fraction_digits=2)


@cache
def _catalogue(name: str) -> GNUTranslations:
    # Reading gettext's own format is the standard library's; Babel turns ours into it.
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    with (files("relsim.words") / name / PLACE).open("rb") as file:
        catalogue = read_po(file, locale=name)
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return GNUTranslations(compiled)
