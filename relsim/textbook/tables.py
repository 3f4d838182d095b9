"""How statements are shown: a table a theme, or one statement in full."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from relsim.result.table import Block, Cell, Heading, Paragraph, Row, Shown, Table
from relsim.result.words import Sentence, counted
from relsim.textbook.concept import Concept
from relsim.textbook.meanings import meaning
from relsim.textbook.references import reference

MUST_EMERGE = "must emerge"


def tables(by_theme: Mapping[str, tuple[Concept, ...]]) -> list[Table]:
    """Return a table a theme."""
    return [
        Table(title, ("what is said", "in relsim"), tuple(map(_row, held)), prose=True)
        for title, held in by_theme.items()
    ]


def _row(concept: Concept) -> Row:
    kind: Shown = concept.kind
    if concept.emergent:
        kind = Sentence("{kind}, {must}", kind=concept.kind, must=MUST_EMERGE)
    return Row(
        concept.id,
        kind,
        (
            Cell(concept.says, "; ".join(concept.literature)),
            Cell(_shown(concept), concept.homes_in_words()),
        ),
        concept.id,
    )


def _shown(concept: Concept) -> Shown:
    if not concept.missing:
        return concept.shown
    return Sentence(
        "{shown} Not in this version: {missing}", shown=concept.shown, missing=concept.missing
    )


def notes(found: Sequence[Concept]) -> list[Shown]:
    """Return what explains the tables."""
    emergent = sum(concept.emergent for concept in found)
    template = "{statements}. "
    if emergent:
        template += (
            "Must emerge ({emergent}): nothing puts it in, so it has to come out of the runs, and "
            "it can fail. "
        )
    template += "relsim show concepts {first} shows one in full, with references."
    return [
        Sentence(
            template,
            statements=counted(len(found), "statement"),
            emergent=emergent,
            first=found[0].id,
        )
    ]


def in_full(concept: Concept) -> list[Block]:
    """Return one statement with all that is known of it."""
    template = "{id}  {kind}, must emerge and can fail" if concept.emergent else "{id}  {kind}"
    rows = tuple(Row(label, "", (Cell(text),), label) for label, text in _parts(concept))
    return [
        Heading(Sentence(template, id=concept.id, kind=concept.kind)),
        Paragraph(concept.says),
        Table("", ("",), rows, prose=True),
        Heading("Literature"),
        *(Paragraph(reference(citation)) for citation in concept.literature),
    ]


def _parts(concept: Concept) -> Iterator[tuple[str, Shown]]:
    yield "in relsim", concept.shown
    label: str = ""
    for home in concept.homes:
        about = meaning(home)
        text: Shown = home.name
        if about:
            text = Sentence("{name}: {about}", name=home.name, about=about)
        yield "" if home.kind == label else home.kind, text
        label = home.kind
    for other in concept.against:
        yield "against", other
    if concept.missing:
        yield "not here", concept.missing
