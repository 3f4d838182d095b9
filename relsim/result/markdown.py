"""An answer as Markdown, for a page of text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from relsim.result.table import Block, Heading, Items, Paragraph, Shown, Table
from relsim.words.spacing import SPACE, gap


def as_markdown(blocks: Iterable[Block], level: int = 3) -> str:
    """Return an answer: headings, paragraphs and tables, an empty line between them."""
    return "\n\n".join(_block(block, level) for block in blocks) + "\n"


def _block(block: Block, level: int) -> str:
    if isinstance(block, Heading):
        return f"{'#' * level} {_plain(block.text)}"
    if isinstance(block, Items):
        return "\n".join(f"- {_plain(one)}" for one in block.lines)
    if isinstance(block, Paragraph):
        lead = _plain(block.lead)
        text = _plain(block.text)
        if lead:
            text = f"**{lead}**{gap(lead, text, SPACE)}{text}"
        return f"**{text}**" if block.tone in ("warning", "strong") else text
    return _table(block)


def _table(table: Table) -> str:
    ruler = "---" if table.prose else "---:"
    lines = [
        row_of([table.corner, *table.columns]),
        row_of(["---", *[ruler] * len(table.columns)]),
        *(
            row_of([_two(row.top, row.bottom), *(_two(one.top, one.bottom) for one in row.cells)])
            for row in table.rows
        ),
    ]
    body = "\n".join(lines)
    return f"**{_plain(table.title)}**\n\n{body}" if str(table.title) else body


def row_of(cells: Sequence[str]) -> str:
    r"""Return a row of a table.

    Examples
    --------
    >>> row_of(["a|b", "two\nlines"])
    '| a\\|b | two lines |'
    """
    plain = (" ".join(cell.split(None)).replace("|", "\\|") for cell in cells)
    return f"| {' | '.join(plain)} |"


def _two(top: Shown, bottom: Shown) -> str:
    return f"{top}<br>{bottom}" if str(bottom) else str(top)


def _plain(text: Shown) -> str:
    return str(text).replace("\n", " ")
