"""A customer's story as plain values for the page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from relsim.result.words import Sentence
from relsim.words.spacing import SPACE, gap

if TYPE_CHECKING:
    from relsim.stories import Story


def _lead(when: str, text: object) -> str:
    """Return what a passage begins with, and the space that belongs between the two."""
    lead = str(Sentence("{when}:", when=when)) if when else ""
    return f"{lead}{gap(lead, str(text), SPACE)}" if lead else ""


def as_plain(story: Story) -> dict[str, Any]:
    """Return a story as plain values for the page."""
    from relsim.stories import writing
    from relsim.view.titled import titled_story
    from relsim.view.two_lives import two_lives

    story = titled_story(story)
    picture = two_lives(story)
    return {
        "why": str(picture.title),
        "legend": str(picture.subtitle),
        "figure": picture.figure.to_json(validate=False, engine="json"),
        "title": writing.title(story),
        "customer": story.customer,
        "strategy": story.strategy,
        "against": story.against,
        "sections": [
            {
                "heading": section.heading,
                "passages": [
                    {
                        "when": one.when,
                        "lead": _lead(one.when, one.text),
                        "text": one.text,
                        "lines": one.lines,
                    }
                    for one in section.passages
                ],
            }
            for section in writing.sections(story)
        ],
        "notes": writing.notes(story),
        "command": story.command,
    }
