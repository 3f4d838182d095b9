"""An answer as HTML, for a notebook and for the report: everything in it is escaped."""

from __future__ import annotations

from collections.abc import Iterable

from relsim.result.markup import Content, Html, element, join, table
from relsim.result.quantity import Quantity
from relsim.result.table import Block, Cell, Heading, Items, Shown, Table, Tone
from relsim.result.words import Sentence
from relsim.words.spacing import SPACE, gap

_TONES: dict[Tone, str] = {"plain": "", "warning": "strong", "small": "small", "strong": "strong"}


def as_html(blocks: Iterable[Block]) -> Html:
    """Return an answer without scripts, or styles that leave their element."""
    return element("div", [_block(block) for block in blocks])


def _block(block: Block) -> Html:
    if isinstance(block, Table):
        return as_table(block)
    if isinstance(block, Heading):
        return element("h4", in_line(block.text), class_=block.mood or None)
    if isinstance(block, Items):
        return element("ul", [element("li", in_line(one)) for one in block.lines])
    inside = in_line(block.text)
    if str(block.lead):
        space = gap(str(block.lead), str(block.text), SPACE)
        inside = join(element("strong", in_line(block.lead)), space, inside)
    tag = _TONES[block.tone]
    return element("p", element(tag, inside) if tag else inside)


def in_line(text: Shown) -> Html:
    """Return words in which no line ends within a quantity, not even behind its sign."""
    if isinstance(text, Quantity):
        return element("span", str(text), style="white-space:nowrap")
    if isinstance(text, Sentence):
        return join([in_line(part) for part in text.parts()])
    return join(text)


def as_table(one: Table) -> Html:
    """Return a table whose first column names its rows."""
    rows: list[tuple[Content, ...]] = [
        (_lines(row.top, row.bottom), *(_cell(cell) for cell in row.cells)) for row in one.rows
    ]
    return table(str(one.title), (one.corner, *one.columns), rows)


def _cell(cell: Cell) -> Html:
    top = element("span", in_line(cell.top), class_=cell.mood or None)
    return join(top, _small(cell.bottom))


def _lines(top: Shown, bottom: Shown) -> Html:
    return join(in_line(top), _small(bottom))


def _small(line: Shown) -> Html | None:
    if not str(line):
        return None
    return element("small", in_line(line), style="display:block")
