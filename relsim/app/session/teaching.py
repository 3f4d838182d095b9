"""Lessons: textbooks' claims in a few steps, from the ledger; a bet stays in the browser."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from relsim.app.session.selection import LESSONS, OPENING_PICTURE, WATCH, Selection
from relsim.errors import InputError

if TYPE_CHECKING:
    from relsim.claims import Claim, Evidence

CLAIM, MARKET, BET, REVEAL, FLIP, TRY = "claim", "market", "bet", "reveal", "flip", "try"

MINUTES = {CLAIM: 1, MARKET: 2, BET: 2, REVEAL: 2, FLIP: 2, TRY: 1}
"""What a step takes in a class that is used to it; a flip as often as there is a sweep."""

ELSEWHERE = {MARKET: WATCH, TRY: OPENING_PICTURE}
"""Steps that are other views of the page, by the picture that they open."""


@cache
def claim_named(name: str) -> Claim:
    """Return a claim that comes with relsim; a name is never a path."""
    from relsim.claims import claims, read_claim

    if name not in claims():
        raise InputError(f"claim: there is no claim {name!r}.")
    return read_claim(name)


@cache
def evidence_of(name: str) -> Evidence:
    """Return what the ledger holds of a claim.

    Examples
    --------
    >>> evidence_of("recovery_paradox").claim.scenario
    'insurance'
    """
    from relsim.claims.ledger import from_ledger

    found = from_ledger(claim_named(name))
    if found is None:
        raise InputError(
            f"lesson: the ledger's entry of {name} is out of date; relsim claims --ledger {name} "
            "brings it up to date."
        )
    return found


def steps(name: str) -> tuple[str, ...]:
    """Return the steps of a lesson.

    Examples
    --------
    >>> steps("recovery_paradox"), steps("bonding_levels")[-2:]
    (('claim', 'market', 'bet', 'reveal', 'flip', 'try'), ('reveal', 'try'))
    """
    return tuple(step for step in MINUTES if step != FLIP or sweeps(name))


def sweeps(name: str) -> int:
    """Return along how many settings a lesson shows where its claim turns.

    Told from the script alone: a list of all lessons opens no evidence.
    """
    claim = claim_named(name)
    return sum(
        claim.main.at is None and not one.is_grid and len(one.values) > 1 for one in claim.sweeps
    )


def minutes(name: str) -> int:
    """Return how long a lesson takes.

    Examples
    --------
    >>> minutes("recovery_paradox"), minutes("imitation")
    (10, 12)
    """
    return sum(MINUTES[step] * (sweeps(name) if step == FLIP else 1) for step in steps(name))


def at(selection: Selection, name: str, step: int) -> Selection:
    """Return the selection at a step of a lesson: on the claim's market, with its arms.

    Examples
    --------
    >>> found = at(Selection(), "imitation", 1)
    >>> found.picture, found.strategies[1], found.overrides[0]
    ('watch', 'social_only', ('firms.Brio.mind', 'imitator'))
    """
    from relsim.claims.sandbox import sandbox

    there = steps(name)
    place = max(0, min(step, len(there) - 1))
    picture = ELSEWHERE.get(there[place], LESSONS)
    if selection.lesson == name:
        # What somebody changed on the way stays.
        return replace(selection, picture=picture, step=place)
    market = sandbox(claim_named(name))
    return Selection(
        scenario=market.scenario,
        overrides=market.overrides,
        strategies=market.strategies,
        seed=selection.seed,
        picture=picture,
        watched=market.strategies[1::-1],
        lesson=name,
        step=place,
    )


def check_lesson(text: object) -> tuple[str, int]:
    """Return what a link says of a lesson: the claim and the step; nothing for what is none.

    Examples
    --------
    >>> check_lesson("imitation,3"), check_lesson("../x,1"), check_lesson(None)
    (('imitation', 3), ('', 0), ('', 0))
    """
    from relsim.claims import claims

    name, _, step = str(text or "").partition(",")
    if name not in claims():
        return "", 0
    place = int(step) if step.isascii() and step.isdigit() and len(step) < 3 else 0
    return name, min(place, len(steps(name)) - 1)
