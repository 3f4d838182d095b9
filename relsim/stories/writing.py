"""A story from top to bottom, as text and for a notebook."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from relsim.stories.chapters import Passage, passages, when
from relsim.stories.life import Life
from relsim.stories.numbers import SPACE, level
from relsim.stories.portrait import described
from relsim.stories.sentences import Speaker

if TYPE_CHECKING:
    from relsim.stories.story import Story


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands below it."""

    heading: str
    passages: tuple[Passage, ...]


def title(story: Story) -> str:
    """Return what a story is about, in one line."""
    name = story.scenario.market.title or story.scenario.name
    under = f"under {story.strategy}"
    if story.against is not None:
        under += f" and under {story.against}"
    return f"Customer {story.customer} of {name}: one life {under}"


def sections(story: Story) -> list[Section]:
    """Return a story in sections."""
    speaker, year = story.speaker, story.year
    found = [Section("Who this is", tuple(_portrait(story)))]
    warm_up = passages(story.life, speaker, year, first=-(2**62), last=-1)
    if warm_up:
        found.append(Section("Before the strategies start", tuple(warm_up)))
    lived = passages(story.life, speaker, year, first=0)
    end = _end(story.life, speaker)
    found.append(Section(f"Under {story.strategy}", (*lived, *end)))
    if story.other is not None and story.parting is not None:
        found.append(Section(f"Under {story.against}", tuple(_other(story, story.other))))
        words = tuple(Passage("", text) for text in story.parting.sentences)
        found.append(Section("Where they part", words))
    return found


def as_text(story: Story, width: int) -> str:
    """Return a story as text."""
    lines = [*_wrapped(title(story), width), ""]
    for section in sections(story):
        lines += [section.heading, ""]
        for passage in section.passages:
            lines += _lines(passage, width)
        lines.append("")
    lines += _wrapped(notes(story), width)
    lines += ["", *_wrapped(f"Again: {story.command}", width)]
    return "\n".join(lines)


def as_html(story: Story) -> str:
    """Return a story for a notebook: everything from the scenario is escaped."""
    pieces = [f"<h3>{escape(title(story))}</h3>"]
    for section in sections(story):
        pieces.append(f"<h4>{escape(section.heading)}</h4>")
        for passage in section.passages:
            head = f"<strong>{escape(passage.when)}:</strong> " if passage.when else ""
            pieces.append(f"<p>{head}{escape(passage.text)}</p>")
            if passage.lines:
                items = "".join(f"<li>{escape(line)}</li>" for line in passage.lines)
                pieces.append(f"<ul>{items}</ul>")
    pieces.append(f"<p><small>{escape(notes(story))}</small></p>")
    return "<div>" + "\n".join(pieces) + "</div>"


def notes(story: Story) -> str:
    """Return what a reader should know about the numbers."""
    return (
        f"A period is a {story.scenario.market.period}. Satisfaction, trust, beliefs, bonds, "
        "severity and what was felt lie between 0 and 1; satisfaction and feeling are neutral at "
        ".5. Harm adds to the chance of reconsidering until the next use, and speaks against the "
        "firm when that happens. The largest utility is "
        "chosen; terms are in utils and rounded, and those below .005 left out. Luck is the same "
        f"under every strategy. Seed {story.seed}, replication {story.replication}."
    )


def _portrait(story: Story) -> Iterator[Passage]:
    """Yield who this is, and the firms of each life."""
    if len(story.scenario.segments) > 1:
        yield Passage("", f"Segment: {story.segment}.")
    for text in described(story.traits):
        yield Passage("", text)
    if story.life.opening.generation > 0 and story.life.periods:
        first = when(story.life.periods[0].period - 1, story.life.periods[0].period - 1)
        yield Passage("", f"Entered the population in {first.lower()}, without a firm.")
    if not story.life.periods:
        return
    course = _course(story.life, story.speaker)
    if story.other is None:
        yield Passage("In short", course)
    elif course == (beside := _course(story.other, story.speaker)):
        yield Passage("In short, under both", course)
    else:
        yield Passage(f"In short, under {story.strategy}", course)
        yield Passage(f"Under {story.against}", beside)


def _course(life: Life, speaker: Speaker) -> str:
    """Return the firms of a life in one sentence."""
    parts = [
        f"{speaker.firm(spell.firm)} until period {spell.last}".replace("-", "−")
        + (f" ({spell.reason})" if spell.reason else "")
        for spell in life.spells[:-1]
    ]
    last = life.spells[-1]
    if life.replaced:
        parts.append(f"{speaker.firm(last.firm)} until period {last.last} ({last.reason})")
    else:
        parts.append(f"{speaker.firm(last.firm)} to the end")
    return f"{'; then '.join(parts)}."


def _other(story: Story, other: Life) -> Iterator[Passage]:
    """Yield the other life from where it parts."""
    parts = story.parts_at
    if parts is None:
        yield Passage("", "The same happened, period by period.")
        return
    if parts > 0:
        yield Passage("", f"The same happened until period {parts - 1}. From then on:")
    yield from passages(other, story.speaker, story.year, first=parts)
    yield from _end(other, story.speaker)


def _end(life: Life, speaker: Speaker) -> list[Passage]:
    """Return how a life stands when the market ends."""
    if not life.periods or life.replaced:
        return []
    record = life.periods[-1].record
    if record.firm < 0:
        return [Passage("At the end", "without a firm.")]
    bonds = [
        f"{name.replace('_', ' ')}{SPACE}{level(record[name])}"
        for name in ("satisfaction", "trust", "social_bond", "structural_bond")
    ]
    points = f", points worth {speaker.money(record.points)}" if record.points >= 0.005 else ""
    name = speaker.firm(int(record.firm))
    return [Passage("At the end", f"with {name}; {', '.join(bonds)}{points}.")]


def _lines(passage: Passage, width: int) -> list[str]:
    head = f"{passage.when}: " if passage.when else ""
    found = _wrapped(head + passage.text, width, "  ", "    ")
    for line in passage.lines:
        found += _wrapped(line, width, "      ", "        ")
    return found


def _wrapped(text: str, width: int, first: str = "", later: str = "") -> list[str]:
    """Return lines of a text; what a no-break space holds together stays together."""
    wrapped = textwrap.wrap(
        text,
        width,
        initial_indent=first,
        subsequent_indent=later,
        break_long_words=False,
        break_on_hyphens=False,
    )
    return [line.replace(SPACE, " ") for line in wrapped]
