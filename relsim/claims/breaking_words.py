"""What came of trying to break a claim, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from relsim.claims.words import mechanisms_text, named_with_figure, part_text
from relsim.result.quantity import Quantity, Unit
from relsim.result.statistics import Estimate
from relsim.result.words import AFTER, Sentence, counted, listed
from relsim.study.plausible.deciding import called
from relsim.words.catalogue import Word

if TYPE_CHECKING:
    from relsim.claims.breaking import Breaking, Broken, Moved
    from relsim.claims.claim import Claim
    from relsim.claims.judged import Judged

VALUE = Unit("ratio", 3, significant=True)
_NAMED = 5
"""Numbers that a sentence names; of more it gives their number, and a table says which."""


def breaking_text(evidence: Judged, found: Breaking) -> Sentence:
    """Return what came of trying to break a claim, in words."""
    if found.broken is not None:
        return _broken(evidence.claim, found, found.broken)
    said = Sentence(
        "No exception found in {tried} that moved {numbers} within what is thought of them.",
        tried=_tries(found),
        numbers=counted(found.numbers, "number"),
    )
    if found.looks:
        seemed = Sentence(
            "{looks} seemed to be one, and other worlds did not show it.",
            looks=counted(found.looks, "try"),
        )
        said = Sentence(AFTER, first=said, second=seemed)
    if evidence.structures is not None and evidence.by_structure:
        so = Sentence(
            "So it holds by structure, as far as was looked: in all plausible settings, and "
            "resting on {turns}.",
            turns=mechanisms_text(evidence.structures.turns, "and"),
        )
        said = Sentence(AFTER, first=said, second=so)
    return said


def _tries(found: Breaking) -> str | Sentence:
    tries = counted(found.tries, "try")
    if found.tried == found.tries:
        return tries
    return Sentence("{tried} of {tries}", tried=found.tried, tries=tries)


def _broken(claim: Claim, found: Breaking, broken: Broken) -> Sentence:
    part = next(
        one for one in claim.contrasts if broken.part in (one.name, named_with_figure(claim, one))
    )
    effect = claim.effect(part, Estimate(broken.mean, broken.low, broken.high, found.worlds))
    places = {
        "part": part_text(claim, broken.part),
        "effect": effect.with_interval(),
        "worlds": counted(found.worlds, "world"),
    }
    if not broken.moved:
        return Sentence(
            "Refuted as the market is, in {worlds} of its own: {part} comes to {effect}.", **places
        )
    where = (
        listed([str(_move(one)) for one in broken.moved])
        if len(broken.moved) <= _NAMED
        else Sentence(
            "{numbers} are moved together (the table says which)",
            numbers=counted(len(broken.moved), "number"),
        )
    )
    said = Sentence(
        "Breaks where {where}: {part} then comes to {effect}, in {worlds} that the search did not "
        "see.",
        where=where,
        **places,
    )
    if broken.narrowed:
        return said
    return Sentence(AFTER, first=said, second=Sentence("Fewer of them may be enough."))


def _move(one: Moved) -> Sentence:
    return Sentence(
        "{name} is {value} (now {home}, thought to be {interval})",
        name=Word(called(one.path)),
        value=Quantity(one.value, VALUE),
        home=Quantity(one.home, VALUE),
        interval=thought(one).interval(),
    )


def thought(one: Moved) -> Quantity:
    """Return a number as the market has it, with what is thought of it."""
    return Quantity(one.home, VALUE, one.low, one.high)


def breaking_cell(found: Breaking) -> str:
    """Return what came of trying to break a claim, in a few words."""
    if found.broken is None:
        return f"no exception found in {_tries(found)}"
    moved = [called(one.path) for one in found.broken.moved]
    if len(moved) > _NAMED:
        return f"breaks where {counted(len(moved), 'number')} are moved together"
    return f"breaks where {listed(moved)} moved" if moved else "refuted at home in other worlds"
