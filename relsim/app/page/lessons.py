"""Lessons as the page shows them: all by theme, and the steps of one. Plain values for JSON."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from relsim.app.page.controls import label_of
from relsim.app.session import teaching
from relsim.app.session.selection import LESSONS
from relsim.view.setting import market_facts
from relsim.words.catalogue import marked, translate
from relsim.words.language import LANGUAGES, language

if TYPE_CHECKING:
    from relsim.app.session.selection import Selection
    from relsim.app.session.state import State
    from relsim.result.words import Sentence

Plain = dict[str, Any]

TITLES = marked(
    {
        teaching.CLAIM: "The claim",
        teaching.MARKET: "The market",
        teaching.BET: "Your bet",
        teaching.REVEAL: "What is true",
        teaching.FLIP: "Where it turns",
        teaching.TRY: "Try it yourself",
    }
)

_ASKED = ("name", "sentence", "by", "minutes", "arms", "market", "bet", "asked")
"""What is known of a lesson before its bet."""


def chosen(state: State) -> Plain:
    """Return all lessons, or the one that is under way, and where in it somebody is."""
    selection = state.selection
    if not selection.lesson:
        return {"themes": themes(), "lesson": None, "steps": [], "problem": _problem(state)}
    name = selection.lesson
    there = teaching.steps(name)
    return {
        "themes": [],
        "lesson": told(name, revealed=selection.step >= there.index(teaching.REVEAL)),
        "steps": [{"key": key, "title": str(TITLES[key])} for key in there],
        "step": selection.step,
        # A step of the page's own views stands below the strip.
        "away": selection.picture != LESSONS,
        "facts": [(key, str(text)) for key, text in market_facts(state.scenario)],
        "about": " ".join(translate(str(state.scenario.market.about)).split()),
        "problem": _problem(state),
    }


def _problem(state: State) -> str:
    return state.problems.get("lesson", "")


def themes() -> list[Plain]:
    """Return the lessons by theme: that of the first statement that a claim tries.

    Examples
    --------
    >>> sum(len(theme["lessons"]) for theme in themes()) > 30
    True
    """
    return _themes(language())


@lru_cache(maxsize=len(LANGUAGES))
def _themes(_: str) -> list[Plain]:
    from relsim.claims import claims
    from relsim.textbook.reading import themes as written

    found: dict[str, list[Plain]] = {}
    for name in claims():
        claim = teaching.claim_named(name)
        said = {
            "sentence": translate(claim.sentence),
            "by": translate(claim.by),
            "minutes": teaching.minutes(name),
        }
        entry = {"name": name, **said}
        found.setdefault(claim.concepts[0].partition(".")[0], []).append(entry)
    return [
        {"title": translate(theme.title), "lessons": found[theme.id]}
        for theme in written()
        if theme.id in found
    ]


def told(name: str, *, revealed: bool) -> Plain:
    """Return a lesson: what is asked; what is true and where it turns once that is revealed.

    Examples
    --------
    >>> lesson = told("recovery_paradox", revealed=True)
    >>> lesson["verdict"], len(lesson["data"]["sweeps"]), lesson["market"]
    ('refuted', 1, 'Household insurance')
    >>> "verdict" in told("recovery_paradox", revealed=False)
    False
    """
    whole = _told(name, language())
    if revealed:
        return whole
    data = whole["data"]
    sweeps = [
        {
            "name": one["name"],
            "points": [{key: point[key] for key in ("value", "label")} for point in one["points"]],
        }
        for one in data["sweeps"]
    ]
    scale = {key: data[key] for key in ("format", "low", "high", "step", "smallest")}
    return {**{key: whole[key] for key in _ASKED}, "data": {**scale, "sweeps": sweeps}}


@lru_cache(maxsize=128)
def _told(name: str, _: str) -> Plain:
    from relsim.claims.bet import bet_asked, drawn_curves, lesson_data
    from relsim.claims.breaking_words import breaking_text
    from relsim.claims.lesson import TOLD, about_the_bet, asked, parts_told
    from relsim.claims.words import breadth_text, structures_text

    evidence = teaching.evidence_of(name)
    claim, curves = evidence.claim, drawn_curves(evidence)
    data = lesson_data(evidence, curves)
    return {
        "name": name,
        "sentence": translate(claim.sentence),
        "by": translate(claim.by),
        "minutes": teaching.minutes(name),
        "about": translate(claim.about),
        "arms": [translate(one) for one in claim.arms],
        "market": translate(evidence.scenario.title),
        "bet": str(bet_asked(evidence, curves)),
        "asked": str(asked(evidence)),
        "data": data,
        "verdict": translate(evidence.verdict),
        "meaning": str(evidence.meaning),
        "bet_on": str(about_the_bet(evidence)),
        "columns": [translate(one) for one in TOLD],
        "parts": [list(row) for row in parts_told(evidence)],
        "widely": _said(breadth_text(claim, evidence.breadth) if evidence.breadth else ""),
        "apart": _said(structures_text(evidence.structures) if evidence.structures else ""),
        "broken": _said(breaking_text(evidence, evidence.breaking) if evidence.breaking else ""),
        "questions": [translate(one) for one in claim.questions],
        "command": evidence.command,
    }


def _said(text: Sentence | str) -> str:
    """Return what follows a question as the sentence that it is."""
    return label_of(str(text))


def is_open(selection: Selection) -> bool:
    """Return whether a lesson, or the list of them, is on the page."""
    return bool(selection.lesson) or selection.picture == LESSONS
