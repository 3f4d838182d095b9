"""All claims as lessons, with a page that lists them: what a class is given."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from relsim.claims.handout import handout
from relsim.claims.lesson import lesson
from relsim.result.markup import element
from relsim.result.saving import write_whole
from relsim.version import __version__
from relsim.words.catalogue import marked, translate

if TYPE_CHECKING:
    from relsim.claims import Evidence

INDEX = "index.html"
TITLE = marked("Customer relationships: bet, then see")


def write_course(evidence: Sequence[Evidence], folder: Path) -> None:
    """Write a lesson a claim, and an index that gives no verdict away."""
    for one in evidence:
        write_whole(folder / f"{one.claim.name}.html", lesson(one, home=INDEX))
    write_whole(folder / INDEX, index(evidence))


def index(evidence: Sequence[Evidence]) -> str:
    """Return the page that lists the lessons."""
    items = [
        element(
            "li",
            element("a", translate(one.claim.sentence), href=f"{one.claim.name}.html"),
            element("div", translate(one.claim.by), class_="small"),
        )
        for one in evidence
    ]
    body = element(
        "body",
        element("h1", str(TITLE)),
        element(
            "p",
            translate(
                "What the textbooks say, put to the test in a simulated market. Each page asks for "
                "a bet first."
            ),
        ),
        element("main", element("ol", items)),
        element("footer", element("p", f"relsim {__version__}")),
    )
    return handout(str(TITLE), body)
