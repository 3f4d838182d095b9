"""Finding statements by number, theme or word."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from relsim.errors import InputError
from relsim.scenario.wording import nearest, show
from relsim.textbook.concept import KINDS, Concept

_NUMBER = re.compile(r"[sS]\d+(\.\d*)?")
_WORD = re.compile(r"[^\W\d_]{4,}")


def find(
    concepts: Sequence[Concept], wanted: Iterable[str], kind: str | None, emergent: bool
) -> tuple[Concept, ...]:
    """Return the concepts that are asked for."""
    if kind is not None and kind not in KINDS:
        near = nearest(kind, KINDS)
        raise InputError(
            f"There is no kind {show(kind)}; there are {', '.join(KINDS)}."
            + (f" Did you mean {near}?" if near else "")
        )
    wanted = [part for one in wanted for part in one.split()]
    numbers = [one.upper() for one in wanted if _NUMBER.fullmatch(one)]
    words = [one.casefold() for one in wanted if not _NUMBER.fullmatch(one)]
    for number in numbers:
        _check_number(number, concepts)
    for word in words:
        _check_word(word, concepts)
    found = tuple(
        concept
        for concept in concepts
        if (not numbers or concept.id in numbers or concept.theme in numbers)
        and all(word in text_of(concept) for word in words)
        and kind in (None, concept.kind)
        and (concept.emergent or not emergent)
    )
    if not found:
        raise InputError("No concept is all of that at once; ask for less.")
    return found


def text_of(concept: Concept) -> str:
    """Return everything that a word is looked for in, in small letters."""
    parts = [concept.says, concept.shown, concept.missing, *concept.literature]
    return " ".join([*parts, *(str(home) for home in concept.homes)]).casefold()


def _check_number(number: str, concepts: Sequence[Concept]) -> None:
    known = {concept.id for concept in concepts} | {concept.theme for concept in concepts}
    if number in known:
        return
    theme, _, place = number.partition(".")
    within = [concept.id for concept in concepts if concept.theme == theme]
    if within and place.isdecimal():
        near = min(within, key=lambda one: abs(int(one.split(".")[1]) - int(place[:9])))
    else:
        near = nearest(number, sorted(known)) or min(known)
    raise InputError(f"There is no concept {number}. Did you mean {near}?")


def _check_word(word: str, concepts: Sequence[Concept]) -> None:
    texts = [text_of(concept) for concept in concepts]
    if any(word in text for text in texts):
        return
    near = nearest(word, sorted({found for text in texts for found in _WORD.findall(text)}))
    raise InputError(
        f"No concept holds {show(word)}."
        + (f" Did you mean {near}?" if near else " Leave it away, or try another word.")
    )
