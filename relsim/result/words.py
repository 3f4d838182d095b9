"""Sentences that people read: whole templates with named places, made text when they are shown.

A sentence is never put together from pieces of one, nor searched or cut afterwards: a template is
looked up in the catalogue of the language in force, and its places filled.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from string import Formatter

from relsim.result.quantity import Quantity
from relsim.words.catalogue import list_of, marked, translate, translate_number, translated
from relsim.words.language import SOURCE, language
from relsim.words.spacing import filled, pieces

AFTER, AFTER_COMMA, AFTER_SEMICOLON = marked(
    ("{first} {second}", "{first}, {second}", "{first}; {second}")
)
"""How one text follows another."""


@dataclass(frozen=True, slots=True, init=False)
class Sentence:
    """A template with what belongs in its places.

    Parameters
    ----------
    template : str
        With named places in braces.
    **places : str, Quantity or Sentence
        By name; what is text already, such as a user's name, is taken as it stands.

    Examples
    --------
    >>> from relsim.result.quantity import Unit
    >>> worth = Quantity(12.5, Unit("money", 2, "€"))
    >>> str(Sentence("{strategy} is worth {amount} more.", strategy="social", amount=worth))
    'social is worth €12.50 more.'
    """

    template: str
    places: dict[str, object]

    def __init__(self, template: str, **places: object) -> None:
        object.__setattr__(self, "template", template)
        object.__setattr__(self, "places", places)

    def __str__(self) -> str:
        """Return the sentence as text, in the language in force."""
        return translated(self.template, self.places)

    def parts(self) -> list[str | Quantity]:
        """Return the sentence in pieces, its quantities apart, for who sets them differently."""
        found: list[str | Quantity] = []
        for piece in self._pieces():
            if isinstance(piece, Sentence):
                found += piece.parts()
            else:
                found.append(piece if isinstance(piece, Quantity) else str(piece))
        return found

    def _pieces(self) -> list[object]:
        if language() != SOURCE:
            return pieces(translate(self.template), self.places)
        found: list[object] = []
        for text, name, _, _ in Formatter().parse(self.template):
            found += [text] if text else []
            found += [self.places[name]] if name is not None else []
        return found


def plural(noun: str) -> str:
    """Return the word for several of something.

    Examples
    --------
    >>> plural("world"), plural("half_year"), plural("strategy"), plural("day")
    ('worlds', 'half years', 'strategies', 'days')
    """
    one = singular(noun)
    if one.endswith("y") and one[-2:-1] not in "aeiou":
        return f"{one[:-1]}ies"
    return f"{one}s"


def singular(noun: str) -> str:
    """Return the word for one of something, as people write it."""
    return noun.replace("_", " ")


def counted(number: int, noun: str) -> str:
    """Return a number of things in words.

    Parameters
    ----------
    number : int
        How many.
    noun : str
        Of what, one of it.

    Returns
    -------
    str
        With thousands set apart.

    Examples
    --------
    >>> counted(1, "world"), counted(2000, "half_year")
    ('1 world', '2,000 half years')
    """
    one, several = f"{{number}} {singular(noun)}", f"{{number}} {plural(noun)}"
    return filled(translate_number(one, several, number), {"number": f"{number:,}"})


@dataclass(frozen=True, slots=True)
class Count:
    """A number of things that is said later, in the language that is then in force."""

    number: int
    noun: str

    def __str__(self) -> str:
        """Return it in words."""
        return counted(self.number, self.noun)


def listed(names: Sequence[object], last: str = "and") -> str:
    """Return names as a sentence lists them.

    Examples
    --------
    >>> listed(["none", "social", "structural"])
    'none, social and structural'
    """
    parts = [str(name) for name in names]
    if len(parts) < 2:
        return "".join(parts)
    if language() != SOURCE:
        return list_of(parts, last)
    return f"{', '.join(parts[:-1])} {last} {parts[-1]}"


def clauses(told: Sequence[object]) -> str:
    """Return clauses as a sentence lists them: a language may list them otherwise than names.

    Examples
    --------
    >>> clauses(["complained", "left"])
    'complained and left'
    """
    return listed(told) if language() == SOURCE else joined(told, AFTER_COMMA)


def joined(texts: Sequence[object], how: str = AFTER) -> str:
    """Return texts one after the other.

    Examples
    --------
    >>> joined(["One.", "Two."]), joined(["a", "b"], AFTER_COMMA), joined([])
    ('One. Two.', 'a, b', '')
    """
    if not texts:
        return ""
    return str(reduce(lambda first, second: Sentence(how, first=first, second=second), texts))


def spoken(seconds: float) -> str:
    """Return a time as people say it.

    Examples
    --------
    >>> spoken(4.2), spoken(600), spoken(40_000)
    ('4 seconds', '10 minutes', '11 hours')
    """
    for unit, length, most in (("second", 1, 120), ("minute", 60, 120), ("hour", 3600, 72)):
        if seconds < most * length:
            return counted(max(1, round(seconds / length)), unit)
    return counted(round(seconds / 86_400), "day")
