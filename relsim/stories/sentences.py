"""Facts as sentences."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from relsim.market.witness.facts import (
    Advertised,
    Aimed,
    Doubted,
    Fact,
    Failed,
    Heard,
    Moved,
    News,
    Renewed,
    Repeated,
    Replaced,
    Reviewed,
    Told,
    TurnedAway,
    Used,
)
from relsim.stories.numbers import SPACE, course, level, listed

GRAVE, LIGHT = 0.6, 0.4
"""Severity from which, and below which, a failure is called so."""
REVIEW_REASONS = {
    "restlessness": "restlessness",
    "harm": "harm of the last failure",
    "doubt": "doubt",
    "dissatisfaction": "dissatisfaction",
    "price": "a lower price elsewhere",
}


@dataclass(frozen=True, slots=True)
class Speaker:
    """Says in a sentence what happened.

    Parameters
    ----------
    firms : tuple of str
        Names by place.
    currency : str
        Stands before money.
    """

    firms: tuple[str, ...]
    currency: str

    def firm(self, place: int) -> str:
        """Return a firm's name."""
        return self.firms[place] if place >= 0 else "no firm"

    def money(self, value: float) -> str:
        """Return an amount of money."""
        room = SPACE if self.currency[-1:].isalpha() else ""
        return f"{self.currency}{room}{value:,.2f}"

    def say(self, fact: Fact) -> str:
        """Return a fact in words, without a capital and a full stop; empty when it says nothing.

        Examples
        --------
        >>> Speaker(("Alba", "Brio"), "€").say(TurnedAway(0))
        'Alba had no room and turned the customer away'
        """
        return _WORDS[type(fact)](self, fact)


def _news(speaker: Speaker, fact: News) -> str:
    name = speaker.firm(fact.firm)
    kinds = {
        "challenge": f"{name} challenged its rivals",
        "scandal": f"a scandal of {name}",
        "media": f"the media wrote about {name}",
    }
    what = listed([kinds[kind] for kind in fact.kinds])
    return f"{what}: {course(f'belief in {name}', fact.before, fact.after)}"


def _doubted(speaker: Speaker, fact: Doubted) -> str:
    return "began to doubt the choice"


def _aimed(speaker: Speaker, fact: Aimed) -> str:
    firm = speaker.firm(fact.firm)
    if fact.reached:
        return f"{firm} picked the customer out for its personal attention"
    return f"{firm} did not count the customer among those it attends to personally"


def _renewed(speaker: Speaker, fact: Renewed) -> str:
    return f"{speaker.firm(fact.firm)} brought something new"


def _reviewed(speaker: Speaker, fact: Reviewed) -> str:
    if fact.firm < 0:
        looked = "had no firm, looked at what is on offer"
        return looked if fact.winner >= 0 else f"{looked} and did without"
    stayed = fact.winner == fact.firm
    why = f"reconsidered {speaker.firm(fact.firm)} ({chance_in_words(fact)})"
    return f"{why} and stayed" if stayed else why


def chance_in_words(fact: Reviewed | Repeated) -> str:
    """Return the chance of a review and what it consists of."""
    parts = [
        f"{REVIEW_REASONS[name]}{SPACE}{level(value)}"
        for name, value in fact.reasons.items()
        if value >= 0.005
    ]
    whole = f"chance{SPACE}{level(fact.chance or 0.0)}"
    if len(parts) == 1:
        return f"{whole}: {REVIEW_REASONS[next(iter(fact.reasons))]}"
    return f"{whole}: {', '.join(parts)}" if parts else whole


def _repeated(speaker: Speaker, fact: Repeated) -> str:
    return f"went on with {speaker.firm(fact.firm)} without reconsidering ({chance_in_words(fact)})"


def _moved(speaker: Speaker, fact: Moved) -> str:
    return move_in_words(speaker, fact, named=True)


def move_in_words(speaker: Speaker, fact: Moved, *, named: bool) -> str:
    """Return a move, and what it cost."""
    origin, to = speaker.firm(fact.origin), speaker.firm(fact.to)
    extras = []
    if fact.origin < 0:
        text = f"went back to {to}" if fact.came_back else f"joined {to}"
        if fact.reason == "assigned elsewhere":
            text = f"was assigned to {to}"
    elif fact.reason == "firm closed":
        text = f"{origin} closed"
    elif fact.reason == "assigned elsewhere":
        text = f"was not free to choose, and assigned to {to} instead of {origin}"
    elif fact.to < 0:
        text = f"left {origin} to do without any firm" if named else "left to do without any firm"
    else:
        back = f"went back from {origin} to" if named else "went back to"
        away = f"left {origin} for" if named else "left for"
        text = f"{back if fact.came_back else away} {to}"
        extras.append(f"reason: {fact.reason}")
    if fact.points_forfeited >= 0.005:
        extras.append(f"forfeited points worth {speaker.money(fact.points_forfeited)}")
    if fact.after_hearing_good:
        extras.append(f"had heard good of {to}")
    return f"{text} ({'; '.join(extras)})" if extras else text


def _turned_away(speaker: Speaker, fact: TurnedAway) -> str:
    return f"{speaker.firm(fact.firm)} had no room and turned the customer away"


def _used(speaker: Speaker, fact: Used) -> str:
    return (
        f"used {speaker.firm(fact.firm)}: expected {level(fact.expected)}, experienced "
        f"{level(fact.experience)}, felt {level(fact.felt)}"
    )


def _failed(speaker: Speaker, fact: Failed) -> str:
    name = speaker.firm(fact.firm)
    kind = "a grave" if fact.severity > GRAVE else "a light" if fact.severity < LIGHT else "a"
    whose = "the customer's own" if fact.own_fault else f"{name}'s"
    text = f"{kind} failure (severity{SPACE}{level(fact.severity)}), {whose} fault"
    felt = f"felt{SPACE}{level(fact.felt)}"
    if fact.recovery is None or fact.wanted is None:
        return f"{text}: {felt}, and nobody said a word; {_harm(fact)}"
    light = "the customer complained" if fact.handling == "voiced" else f"{name} noticed"
    verb = {
        "resolved fast": "resolved it fast",
        "resolved": "resolved it, though slowly",
        "mishandled": "mishandled it" + (", though fast" if fact.fast else ""),
    }[fact.outcome]
    who = f"{name} {verb}" if fact.handling == "voiced" else verb
    return (
        f"{text}: felt{SPACE}{level(fact.felt_first)} at first; {light} and {who} (recovery "
        f"{level(fact.recovery)} where {level(fact.wanted)} was expected): {felt} in the end; "
        f"{_harm(fact)}"
    )


def _harm(fact: Failed) -> str:
    if fact.harm < 0.005:
        return "no harm is left"
    return f"harm left{SPACE}{level(fact.harm)}"


def _told(speaker: Speaker, fact: Told) -> str:
    kind = "good" if fact.good else "bad"
    return f"told customer{SPACE}{fact.listener} {kind} of {speaker.firm(fact.firm)}"


def _heard(speaker: Speaker, fact: Heard) -> str:
    name = speaker.firm(fact.firm)
    parts = []
    for good in (True, False):
        talkers = [report.talker for report in fact.reports if report.good == good]
        if talkers:
            parts.append(f"{'good' if good else 'bad'} of {name} from {_people(talkers)}")
    moved = course(f"belief in {name}", fact.before, fact.after)
    return f"heard {listed(parts)} ({moved})"


def _people(rows: Sequence[int]) -> str:
    """Return who told something."""
    if any(row < 0 for row in rows):
        return "somebody" if len(rows) == 1 else f"{len(rows)} people"
    noun = "customer" if len(rows) == 1 else "customers"
    return f"{noun}{SPACE}{listed([str(row) for row in rows])}"


def _advertised(speaker: Speaker, fact: Advertised) -> str:
    name = speaker.firm(fact.firm)
    return f"saw {name}'s advertising ({course(f'belief in {name}', fact.before, fact.after)})"


def _replaced(speaker: Speaker, fact: Replaced) -> str:
    kept = f", still a customer of {speaker.firm(fact.firm)}" if fact.firm >= 0 else ""
    return f"left the population{kept}: somebody else took this place, and the story ends"


_WORDS: dict[type[Fact], Callable[[Speaker, Any], str]] = {
    News: _news,
    Doubted: _doubted,
    Aimed: _aimed,
    Renewed: _renewed,
    Reviewed: _reviewed,
    Repeated: _repeated,
    Moved: _moved,
    TurnedAway: _turned_away,
    Used: _used,
    Failed: _failed,
    Told: _told,
    Heard: _heard,
    Advertised: _advertised,
    Replaced: _replaced,
}
