"""What a class is asked about a claim, and, apart from it, what is true."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from relsim.app.session.teaching import claim_named
from relsim.errors import InputError
from relsim.words.catalogue import marked, translate

if TYPE_CHECKING:
    from relsim.claims import Evidence

Plain = dict[str, Any]

VOTES = marked({"holds": "It holds", "depends": "It depends", "fails": "It does not hold"})
"""What is said of a claim before and after its lesson."""


def votes() -> dict[str, str]:
    """Return what may be said of a claim, in the language in force."""
    return {vote: str(title) for vote, title in VOTES.items()}


def claims_to_ask() -> tuple[Plain, ...]:
    """Return the claims to choose from."""
    from relsim.claims import claims

    named = ((name, claim_named(name).sentence) for name in claims())
    return tuple({"name": name, "sentence": translate(sentence)} for name, sentence in named)


def question(evidence: Evidence) -> Plain:
    """Return a question as plain values: what is asked, and under ``truth`` what is not said yet.

    Examples
    --------
    >>> from relsim.claims.ledger import from_ledger
    >>> asked = question(from_ledger(claim_named("recovery_paradox")))
    >>> asked["along"]["name"], len(asked["along"]["labels"]), len(asked["truth"]["points"])
    ('recovery expected', 4, 4)
    """
    from relsim.claims.bet import bet_asked, drawn_curves, lesson_data
    from relsim.claims.lesson import asked

    claim, curves = evidence.claim, drawn_curves(evidence)
    data = lesson_data(evidence, curves)
    sweep = data["sweeps"][0] if curves else None
    points = sweep["points"] if sweep else [{"label": "", **data["main"]}]
    return {
        "claim": claim.name,
        "sentence": translate(claim.sentence),
        "by": translate(claim.by),
        "bet": str(bet_asked(evidence, curves)),
        "asked": str(asked(evidence)),
        "effect": translate(evidence.main.contrast.name),
        "arms": [translate(arm) for arm in claim.arms],
        "format": data["format"],
        **{key: data[key] for key in ("low", "high", "step", "smallest")},
        "along": sweep and {"name": sweep["name"], "labels": [one["label"] for one in points]},
        "truth": {
            "points": [
                {key: one[key] for key in ("mean", "low", "high", "shown")} for one in points
            ],
            "verdict": translate(evidence.verdict),
            "meaning": str(evidence.meaning),
            "questions": [translate(one) for one in claim.questions],
        },
    }


def public(asked: Plain, *, told: bool, judged: bool) -> Plain:
    """Return of a question what may be known by now."""
    known = {key: value for key, value in asked.items() if key != "truth"}
    truth = asked["truth"]
    if told:
        known["found"] = truth["points"]
    if judged:
        known |= {key: truth[key] for key in ("verdict", "meaning", "questions")}
    return known


def checked_bet(asked: Plain, said: object) -> list[float]:
    """Return a bet within the scale of a question, one number a setting."""
    points = len(asked["truth"]["points"])
    numbers = [one for one in said if _is_number(one)] if isinstance(said, list) else []
    if len(numbers) != points or len(numbers) != len(said if isinstance(said, list) else ()):
        raise InputError(f"bet: it has {points} numbers, one for each setting.")
    return [float(max(asked["low"], min(asked["high"], one))) for one in numbers]


def _is_number(one: object) -> bool:
    whole = isinstance(one, int) and not isinstance(one, bool)  # however large: it is cut
    return whole or (isinstance(one, float) and math.isfinite(one))
