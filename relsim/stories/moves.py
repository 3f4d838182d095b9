"""A move in words: from whom to whom, why, and what it cost."""

from __future__ import annotations

from relsim.market.witness.facts import Moved
from relsim.result.words import AFTER_SEMICOLON, Sentence, joined
from relsim.stories.numbers import seen
from relsim.stories.speaker import Speaker
from relsim.words.catalogue import Word, marked

_MOVES = marked(
    {
        "assigned": "was assigned to {to}",
        "returned": "went back to {to}",
        "joined": "joined {to}",
        "closed": "{origin} closed",
        "lapsed": "payments to {origin} lapsed",
        "reassigned": "was not free to choose, and assigned to {to} instead of {origin}",
        "without": "left {origin} to do without any firm",
        "back": "went back from {origin} to {to}",
        "away": "left {origin} for {to}",
    }
)
_MOVES_OF_REVIEWED = _MOVES | marked(
    {
        "without": "left to do without any firm",
        "back": "went back to {to}",
        "away": "left for {to}",
    }
)
"""Where it was just said which firm was reconsidered."""


def move_in_words(speaker: Speaker, fact: Moved, *, named: bool) -> Sentence:
    """Return a move, and what it cost."""
    kind, to = _kind_of(fact), speaker.firm(fact.to)
    details = []
    if kind in ("back", "away"):
        details.append(Sentence("reason: {reason}", reason=Word(fact.reason)))
    if seen(fact.points_forfeited):
        points = speaker.money(fact.points_forfeited)
        details.append(Sentence("forfeited points worth {points}", points=points))
    if seen(fact.fee):
        fee = speaker.money(fact.fee)
        details.append(Sentence("paid {fee} to leave before the term's end", fee=fee))
    if fact.after_hearing_good:
        details.append(Sentence("had heard good of {to}", to=to))
    template = (_MOVES if named else _MOVES_OF_REVIEWED)[kind]
    move = Sentence(template, origin=speaker.firm(fact.origin), to=to)
    if not details:
        return move
    return Sentence("{move} ({details})", move=move, details=joined(details, AFTER_SEMICOLON))


def _kind_of(fact: Moved) -> str:
    """Return which kind of move it was."""
    if fact.origin < 0:
        if fact.reason == "assigned elsewhere":
            return "assigned"
        return "returned" if fact.came_back else "joined"
    if fact.reason == "firm closed":
        return "closed"
    if fact.reason == "payment lapsed":
        return "lapsed"
    if fact.reason == "assigned elsewhere":
        return "reassigned"
    if fact.to < 0:
        return "without"
    return "back" if fact.came_back else "away"
