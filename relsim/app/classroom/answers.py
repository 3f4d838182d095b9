"""What a class said, as a table to take away."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from relsim.app.classroom.question import VOTES
from relsim.result.exports import as_csv

if TYPE_CHECKING:
    from relsim.app.classroom.room import Room

COLUMNS = (
    *("question", "claim", "seat", "name", "before", "after", "along", "setting"),
    *("bet", "found", "low", "high", "unit", "code"),
)


def answers_csv(room: Room) -> str:
    """Return a row a seat and number that was bet; who bet nothing has one, too."""
    rows = [
        row
        for number, one in enumerate(room.rounds, 1)
        # What is not revealed yet stays out: the file may lie on the projector.
        if one.told
        for seat in room.seats.all()
        for row in _rows(room, number, seat.browser)
    ]
    return as_csv(pd.DataFrame(rows, columns=list(COLUMNS)))


def _rows(room: Room, number: int, browser: str) -> list[dict[str, object]]:
    one, seat = room.rounds[number - 1], room.seats[browser]
    asked, points = one.asked, one.asked["truth"]["points"]
    scale, along = asked["format"]["scale"], asked["along"] or {"name": "", "labels": [""]}
    bets = one.answers["bet"].get(browser)
    whole = {
        "question": number,
        "claim": asked["claim"],
        "seat": seat.number,
        "name": seat.name,
        "before": VOTES.get(one.answers["before"].get(browser, ""), ""),
        "after": VOTES.get(one.answers["after"].get(browser, ""), ""),
        "along": along["name"],
        "unit": f"{asked['format']['prefix']}{asked['format']['suffix']}".strip(),
        "code": one.hand_in(browser, room.secret) if bets else "",
    }
    if bets is None:
        return [whole]
    return [
        {
            **whole,
            "setting": label,
            "bet": scale * bet,
            "found": scale * point["mean"],
            "low": scale * point["low"],
            "high": scale * point["high"],
        }
        for label, bet, point in zip(along["labels"], bets, points, strict=True)
    ]
