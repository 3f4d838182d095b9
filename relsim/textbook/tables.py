"""How statements are shown: in a terminal and in a notebook."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import TYPE_CHECKING

from relsim.result.table import counted
from relsim.textbook.concept import Concept
from relsim.textbook.meanings import meaning
from relsim.textbook.references import reference

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.table import Table
    from rich.text import Text

    from relsim.textbook.register import Concepts

MUST_EMERGE = "must emerge"
_LABEL = 11


def terminal(found: Concepts) -> Iterator[RenderableType]:
    """Yield what Rich prints: a table a theme, or one statement in full."""
    from rich.text import Text

    if len(found) == 1:
        yield from _in_full(found.entries[0])
        return
    for title, held in found.by_theme().items():
        yield Text(title, style="bold")
        yield _table(held)
        yield ""
    yield Text(notes(found), style="dim")


def notes(found: Concepts) -> str:
    """Return what explains the table."""
    text = f"{counted(len(found), 'statement')}. "
    if emergent := sum(concept.emergent for concept in found):
        text += (
            f"{MUST_EMERGE.capitalize()} ({emergent}): nothing puts it in, so it has to come out "
            "of the runs, and it can fail. "
        )
    return f"{text}relsim show concepts {found.entries[0].id} shows one in full, with references."


def _table(held: tuple[Concept, ...]) -> Table:
    from rich import box
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, expand=True)
    table.add_column("", no_wrap=True, min_width=_LABEL)
    table.add_column("what is said", ratio=4)
    table.add_column("in relsim", ratio=5, overflow="fold")
    for place, concept in enumerate(held):
        table.add_row(_name(concept), _said(concept), _lives(concept))
        if place < len(held) - 1:
            table.add_row("", "", "")
    return table


def _name(concept: Concept) -> Text:
    from rich.text import Text

    name = Text.assemble((concept.id, "bold"), "\n", (concept.kind, "dim"))
    return name.append(f"\n{MUST_EMERGE}", "yellow") if concept.emergent else name


def _said(concept: Concept) -> Text:
    from rich.text import Text

    return Text.assemble(concept.says, "\n", ("; ".join(concept.literature), "dim"))


def _lives(concept: Concept) -> Text:
    from rich.text import Text

    text = Text(concept.shown)
    if concept.missing:
        text.append(f"\nNot in this version: {concept.missing}", "yellow")
    for kind, names in concept.homes_by_kind().items():
        text.append(f"\n{kind}: ", "dim").append(", ".join(names), "cyan")
    return text


def _in_full(concept: Concept) -> Iterator[RenderableType]:
    from rich.padding import Padding
    from rich.text import Text

    mark = f", {MUST_EMERGE} and can fail" if concept.emergent else ""
    yield Text.assemble((concept.id, "bold"), f"  {concept.kind}{mark}")
    yield ""
    yield Text(concept.says)
    yield ""
    yield _labelled(_parts(concept))
    yield ""
    yield Text("Literature", style="bold")
    for citation in concept.literature:
        yield Padding(Text(reference(citation)), (0, 0, 0, 2))


def _parts(concept: Concept) -> Iterator[tuple[str, Text]]:
    from rich.text import Text

    yield "in relsim", Text(concept.shown)
    label: str = ""
    for home in concept.homes:
        text = Text(home.name, "cyan")
        if about := meaning(home):
            text.append("  ").append(about, "dim")
        yield ("" if home.kind == label else home.kind), text
        label = home.kind
    for other in concept.against:
        yield "against", Text(other)
    if concept.missing:
        yield "not here", Text(concept.missing, "yellow")


def _labelled(parts: Iterator[tuple[str, Text]]) -> Table:
    from rich.table import Table

    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(width=_LABEL, style="bold")
    table.add_column(overflow="fold")
    for label, text in parts:
        table.add_row(label, text)
    return table


def html(found: Concepts) -> str:
    """Return statements for a notebook."""
    left = " style='text-align:left;vertical-align:top'"
    pieces = []
    for title, held in found.by_theme().items():
        rows = "".join(
            f"<tr><th{left}>{_html_name(concept)}</th>"
            f"<td{left}>{_html_lines(concept.says, '; '.join(concept.literature))}</td>"
            f"<td{left}>{_html_lines(_shown(concept), concept.homes_in_words())}</td></tr>"
            for concept in held
        )
        pieces.append(
            f"<table><caption{left}>{escape(title)}</caption><thead><tr><th></th>"
            f"<th{left}>what is said</th><th{left}>in relsim</th></tr></thead>"
            f"<tbody>{rows}</tbody></table>"
        )
    pieces.append(f"<p><small>{escape(notes(found))}</small></p>")
    return "<div>" + "\n".join(pieces) + "</div>"


def _shown(concept: Concept) -> str:
    missing = f" Not in this version: {concept.missing}" if concept.missing else ""
    return concept.shown + missing


def _html_name(concept: Concept) -> str:
    mark = f"<br><small>{MUST_EMERGE}</small>" if concept.emergent else ""
    return f"{_html_lines(concept.id, concept.kind)}{mark}"


def _html_lines(top: str, bottom: str) -> str:
    return f"{escape(top)}<br><small>{escape(bottom)}</small>"
