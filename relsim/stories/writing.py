"""A story from top to bottom: its sections, and the blocks that every result is shown by."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from relsim.result.table import Block, Heading, Items, Paragraph
from relsim.result.words import AFTER_COMMA, Sentence, joined, singular
from relsim.stories.chapters import Passage, passages
from relsim.stories.life import FELT, Life, Spell
from relsim.stories.numbers import period, seen, valued
from relsim.stories.portrait import described
from relsim.stories.speaker import Speaker
from relsim.words.catalogue import Word, marked, translate

if TYPE_CHECKING:
    from relsim.stories.lives import Lives

NOTES = marked(
    "A period is a {period}. Satisfaction, trust, beliefs, bonds, severity and what was felt lie "
    "between 0 and 1; satisfaction and feeling are neutral at .5. Harm adds to the chance of "
    "reconsidering until the next use, and speaks against the firm when that happens. The largest "
    "utility is chosen; terms are in utils and rounded, and those below .005 left out. Luck is the "
    "same under every strategy. Seed {seed}, replication {replication}."
)


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands below it."""

    heading: str
    passages: tuple[Passage, ...]


def title(story: Lives) -> str:
    """Return what a story is about, in one line."""
    template = marked(
        "Customer {customer} of {market}: one life under {strategy}"
        if story.against is None
        else "Customer {customer} of {market}: one life under {strategy} and under {against}"
    )
    found = Sentence(
        template,
        customer=story.customer,
        market=Word(story.scenario.market.title or story.scenario.name),
        strategy=story.life.title,
        against=story.other and story.other.title,
    )
    return str(found)


def notes(story: Lives) -> str:
    """Return what a reader should know about the numbers."""
    found = Sentence(
        NOTES,
        period=Word(singular(story.scenario.market.period)),
        seed=story.seed,
        replication=story.replication,
    )
    return str(found)


def blocks(story: Lives) -> Iterator[Block]:
    """Yield a story as it is shown: a heading a section, a paragraph a passage."""
    yield Paragraph(title(story), "strong")
    for section in sections(story):
        yield Heading(section.heading)
        for passage in section.passages:
            lead = Sentence("{when}:", when=passage.when) if passage.when else ""
            yield Paragraph(passage.text, lead=lead)
            if passage.lines:
                yield Items(passage.lines)


def sections(story: Lives) -> list[Section]:
    """Return a story in sections."""
    speaker, year = story.speaker, story.year
    found = [Section(translate("Who this is"), tuple(_portrait(story)))]
    warm_up = passages(story.life, speaker, year, first=-(2**62), last=-1)
    if warm_up:
        found.append(Section(translate("Before the strategies start"), tuple(warm_up)))
    lived = passages(story.life, speaker, year, first=0)
    end = _end(story.life, speaker)
    found.append(Section(_under(story.life.title), (*lived, *end)))
    if story.other is not None and story.parting is not None:
        found.append(Section(_under(story.other.title), tuple(_other(story, story.other))))
        words = tuple(Passage("", text) for text in story.parting.sentences)
        found.append(Section(translate("Where they part"), words))
    return found


def _under(strategy: str) -> str:
    return str(Sentence("Under {strategy}", strategy=strategy))


def _portrait(story: Lives) -> Iterator[Passage]:
    """Yield who this is, and the firms of each life."""
    if len(story.scenario.segments) > 1:
        yield Passage("", str(Sentence("Segment: {segment}.", segment=Word(story.segment))))
    for text in described(story.traits):
        yield Passage("", text)
    if not story.life.periods:
        return
    if story.life.opening.generation > 0:
        entered = Sentence(
            "Entered the population in period {period}, without a firm.",
            period=period(story.life.periods[0].period - 1),
        )
        yield Passage("", str(entered))
    course = _course(story.life, story.speaker)
    if story.other is None:
        yield Passage(translate("In short"), course)
    elif course == (beside := _course(story.other, story.speaker)):
        yield Passage(translate("In short, under both"), course)
    else:
        short = Sentence("In short, under {strategy}", strategy=story.life.title)
        yield Passage(str(short), course)
        yield Passage(_under(story.other.title), beside)


def _course(life: Life, speaker: Speaker) -> str:
    """Return the firms of a life in one sentence."""
    *before, last = life.spells
    spells = [_until(spell, speaker) for spell in before]
    to_the_end = Sentence("{firm} to the end", firm=speaker.firm(last.firm))
    spells.append(_until(last, speaker) if life.replaced else to_the_end)
    return str(Sentence("{spells}.", spells=joined(spells, marked("{first}; then {second}"))))


def _until(spell: Spell, speaker: Speaker) -> Sentence:
    template = marked(
        "{firm} until period {last} ({reason})" if spell.reason else "{firm} until period {last}"
    )
    firm, last = speaker.firm(spell.firm), period(spell.last)
    return Sentence(template, firm=firm, last=last, reason=Word(spell.reason))


def _other(story: Lives, other: Life) -> Iterator[Passage]:
    """Yield the other life from where it parts."""
    parts = story.parts_at
    if parts is None:
        yield Passage("", translate("The same happened, period by period."))
        return
    if parts > 0:
        same = Sentence(
            "The same happened until period {period}. From then on:", period=period(parts - 1)
        )
        yield Passage("", str(same))
    yield from passages(other, story.speaker, story.year, first=parts)
    yield from _end(other, story.speaker)


def _end(life: Life, speaker: Speaker) -> list[Passage]:
    """Return how a life stands when the market ends."""
    if not life.periods or life.replaced:
        return []
    record = life.periods[-1].record
    if record.firm < 0:
        return [Passage(translate("At the end"), translate("without a firm."))]
    template = marked(
        "with {firm}; {felt}, points worth {points}."
        if seen(record.points)
        else "with {firm}; {felt}."
    )
    end = Sentence(
        template,
        firm=speaker.firm(int(record.firm)),
        felt=joined([valued(singular(name), record[name]) for name in FELT], AFTER_COMMA),
        points=speaker.money(record.points),
    )
    return [Passage(translate("At the end"), str(end))]
