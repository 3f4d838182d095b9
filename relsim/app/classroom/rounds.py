"""The rounds of a class: a claim each, asked before, bet on, revealed, and asked once more."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from relsim.app.classroom.question import VOTES, checked_bet, public, votes
from relsim.app.server.class_code import signed_letters
from relsim.errors import InputError
from relsim.words.language import SOURCE, language

Plain = dict[str, Any]

STAGES = ("before", "bet", "reveal", "after", "end")
"""Of a round, in order; there is no way back: what was revealed cannot be bet on."""

ANSWERED = ("before", "bet", "after")
"""Stages in which phones say something."""


@dataclass
class Round:
    """One claim, and what everybody said of it."""

    questions: dict[str, Plain]
    """By language."""
    stage: str = STAGES[0]
    answers: dict[str, dict[str, Any]] = field(
        default_factory=lambda: {stage: {} for stage in ANSWERED}
    )
    """By stage, then by browser."""

    @property
    def asked(self) -> Plain:
        """The question, in the language in force."""
        return self.questions.get(language(), self.questions[SOURCE])

    @property
    def told(self) -> bool:
        """Whether the truth is out."""
        return self.stage in STAGES[2:]

    def next(self) -> str:
        """Return the stage that comes."""
        if self.stage == STAGES[-1]:
            raise InputError("next: this round is at its end; ask another claim.")
        return STAGES[STAGES.index(self.stage) + 1]

    def checked(self, browser: str, said: object) -> Any:
        """Return an answer to what is asked now."""
        if self.stage not in ANSWERED:
            raise InputError("answer: nothing is asked at the moment.")
        if self.stage == "bet":
            return checked_bet(self.asked, said)
        if not isinstance(said, str) or said not in VOTES:
            raise InputError(f"answer: choose one of {', '.join(VOTES)}.")
        return said

    def take(self, browser: str, answer: Any) -> None:
        """Note an answer; the last one counts."""
        self.answers[self.stage][browser] = answer

    def go(self, stage: str) -> None:
        """Go on to a stage."""
        self.stage = stage

    def forget(self, browser: str) -> None:
        """Forget what one seat said."""
        for answers in self.answers.values():
            answers.pop(browser, None)

    def for_board(self) -> Plain:
        """Return what everybody may see: before the reveal, how many answered and nothing else."""
        found = {
            **public(self.asked, told=self.told, judged=self.stage == STAGES[-1]),
            "stage": self.stage,
            "answered": len(self.answers.get(self.stage, ())),
        }
        if self.told:
            # In an order that says nothing of who bet when.
            found["bets"] = sorted(self.answers["bet"].values())
        if self.stage == STAGES[-1]:
            found["votes"] = [
                {
                    "title": title,
                    **{
                        stage: sum(one == vote for one in self.answers[stage].values())
                        for stage in ("before", "after")
                    },
                }
                for vote, title in votes().items()
            ]
        return found

    def for_seat(self, browser: str, secret: bytes) -> Plain:
        """Return what one phone may see: of all answers its own alone."""
        found = {
            **public(self.asked, told=self.told, judged=self.stage == STAGES[-1]),
            "stage": self.stage,
            "mine": {
                stage: answers[browser]
                for stage, answers in self.answers.items()
                if browser in answers
            },
        }
        if self.told and browser in self.answers["bet"]:
            found["code"] = self.hand_in(browser, secret)
        return found

    def hand_in(self, browser: str, secret: bytes) -> str:
        """Return the code that one seat hands in: of its own, and made from its bet."""
        what = f"{self.asked['claim']} {browser} {self.answers['bet'][browser]}"
        return signed_letters(secret, what)
