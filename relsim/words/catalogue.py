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
from relsim.words.spacing import filled

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
    ('students 的占比', True)
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
        return translated(self.template, self.places)


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


def translated(template: str, places: Mapping[str, object]) -> str:
    """Return a template in the language in force, its places filled.

    Examples
    --------
    >>> translated("{number} world", {"number": 1})
    '1 world'
    """
    if language() == SOURCE:
        return template.format_map(places)
    return filled(translate(template), places)


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
    from babel import Locale

    if len(parts) < 2:
        return "".join(parts)
    patterns = Locale.parse(language()).list_patterns["or" if last == "or" else "standard"]
    *first, end = parts
    whole = first[0]
    for place, one in enumerate(first[1:]):
        whole = filled(patterns["middle" if place else "start"], {"0": whole, "1": one})
    return filled(patterns["end" if len(first) > 1 else "2"], {"0": whole, "1": end})


def compact(value: float) -> str:
    """Return a number in few characters, as the language in force writes it.

    Examples
    --------
    >>> from relsim.words.language import speaking
    >>> with speaking("zh"):
    ...     compact(18_000.0), compact(0.1 + 0.2)
    ('1.8万', '0.3')
    """
    from babel.numbers import format_compact_decimal

    # Of what is short already Babel would show every digit that a float holds.
    return format_compact_decimal(float(f"{value:.4g}"), locale=language(), fraction_digits=2)


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
