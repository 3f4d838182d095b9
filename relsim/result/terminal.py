"""An answer in a terminal, fitted to its width, and as plain text.

Where columns do not fit beside each other they are continued in a further table below.
"""

from __future__ import annotations

import io
import textwrap
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from relsim.result.table import (
    Block,
    Cell,
    Heading,
    Items,
    Mood,
    Paragraph,
    Row,
    Shown,
    Table,
    Tone,
)
from relsim.words.spacing import SPACE, gap

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.table import Table as RichTable
    from rich.text import Text

PLAIN_WIDTH = 100
_GAP = 2
_WIDEST_NAME = 18
_BRIEF = 9
"""What is no longer than this is not folded."""
_COLOURS: dict[Mood, str] = {"": "", "better": "green", "worse": "red"}
_DEEPER = "  "
_ITEM = 2 * _DEEPER
_TONES: dict[Tone, str] = {
    "plain": "",
    "warning": "bold yellow",
    "small": "dim",
    "strong": "bold",
}


def on_terminal(blocks: Iterable[Block], width: int) -> Iterator[RenderableType]:
    """Yield what Rich prints, from top to bottom."""
    from rich.text import Text

    before: Block | None = None
    for block in blocks:
        if before is not None and _apart(before, block):
            yield ""
        before = block
        if isinstance(block, Paragraph):
            yield _paragraph(block, width)
        elif isinstance(block, Items):
            lines = [folded(str(one), width, _ITEM, _ITEM + _DEEPER) for one in block.lines]
            yield Text("\n".join(lines))
        elif isinstance(block, Heading):
            yield Text(str(block.text), style=f"bold {_COLOURS[block.mood]}")
        else:
            if title := str(block.title):
                yield Text(title, style="bold")
            for part in _parts(block, width):
                yield _prose(part, width) if part.prose else _table(part, width)


def as_text(blocks: Iterable[Block], width: int = PLAIN_WIDTH) -> str:
    """Return an answer as text without colour."""
    from rich.console import Console

    console = Console(file=io.StringIO(), width=width, color_system=None, legacy_windows=False)
    with console.capture() as captured:
        for renderable in on_terminal(blocks, width):
            console.print(renderable, markup=False, highlight=False)
    return "\n".join(line.rstrip() for line in captured.get().rstrip("\n").split("\n"))


def folded(text: str, width: int, first: str = "", later: str = "") -> str:
    """Return a text in lines of a width, broken at plain spaces alone.

    Rich would break a line at a no-break space, too, and part a number from its unit.
    """
    lines = [
        line
        for part in text.split("\n")
        for line in textwrap.wrap(
            part,
            width,
            initial_indent=first,
            subsequent_indent=later,
            break_long_words=False,
            break_on_hyphens=False,
        )
        or [""]
    ]
    return "\n".join(lines)


def _paragraph(block: Paragraph, width: int) -> Text:
    from rich.text import Text

    lead = str(block.lead)
    if not lead:
        return Text(folded(str(block.text), width), style=_TONES[block.tone])
    text = f"{lead}{gap(lead, str(block.text), SPACE)}{block.text}"
    drawn = Text(folded(text, width, later=_DEEPER), style=_TONES[block.tone])
    drawn.stylize("bold", 0, len(lead))
    return drawn


def _apart(before: Block, block: Block) -> bool:
    """Tell whether an empty line stands between two parts."""
    if isinstance(before, Heading):
        return False
    if isinstance(before, Paragraph | Items) and isinstance(block, Paragraph | Items):
        return _tone(before) != _tone(block)
    return True


def _tone(block: Paragraph | Items) -> Tone:
    return block.tone if isinstance(block, Paragraph) else "plain"


def _parts(table: Table, width: int) -> Iterator[Table]:
    """Cut a table into pieces that fit beside each other in a width."""
    if table.prose or not table.rows:
        yield table
        return
    for start, end in _runs(_widths(table), width - _heading(table, width)):
        rows = tuple(Row(row.top, row.bottom, row.cells[start:end], row.key) for row in table.rows)
        yield Table(table.title, table.columns[start:end], rows, table.corner)


def _heading(table: Table, width: int) -> int:
    """Return how wide the first column is: folded, rather than that a number would be cut."""
    natural = max(len(table.corner), *(_wide(row.top, row.bottom) for row in table.rows))
    return min(natural, max(_BRIEF, width - max(_widths(table), default=0) - _GAP))


def _widths(table: Table) -> list[int]:
    """Return how wide each further column is."""
    return [
        max(
            min(len(name), _WIDEST_NAME),
            *(_wide(row.cells[place].top, row.cells[place].bottom) for row in table.rows),
        )
        for place, name in enumerate(table.columns)
    ]


def _runs(widths: Sequence[int], room: int) -> Iterator[tuple[int, int]]:
    """Yield where pieces of a table begin and end, each as wide as there is room.

    Examples
    --------
    >>> list(_runs([10, 10, 10], 26))
    [(0, 2), (2, 3)]
    """
    start, left = 0, room
    for place, wide in enumerate(widths):
        if place > start and wide + _GAP > left:
            yield start, place
            start, left = place, room
        left -= wide + _GAP
    yield start, len(widths)


def _wide(*lines: Shown) -> int:
    return max(len(str(line)) for line in lines)


def _table(table: Table, width: int) -> RichTable:
    from rich import box
    from rich.table import Table as RichTable
    from rich.text import Text

    # The box adds one character between columns, the padding the rest of the gap.
    drawn = RichTable(
        box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, 0, 0, _GAP - 1)
    )
    room = _heading(table, width) if table.rows else None
    drawn.add_column(Text(table.corner), overflow="fold", width=room)
    for name in table.columns:
        # A name is the user's own text: never read as markup.
        drawn.add_column(Text(name, overflow="fold"), justify="right", overflow="fold")
    two = any(str(line) for row in table.rows for line in _second_lines(row))
    for row in table.rows:
        drawn.add_row(_lines(row.top, row.bottom, two), *(_cell(one, two) for one in row.cells))
    return drawn


def _prose(table: Table, width: int) -> RichTable:
    """Return a table of words, folded so that it stays short."""
    from rich import box
    from rich.table import Table as RichTable
    from rich.text import Text

    # Beside the first column, each takes its width and the gap with the line of the heading.
    names = max([len(table.corner), *(_wide(row.top, row.bottom) for row in table.rows)])
    names = min(names, max(_WIDEST_NAME, width // 2))
    room = width - names - (_GAP + 1) * len(table.columns)
    drawn = RichTable(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False)
    drawn.add_column(Text(table.corner), overflow="fold", width=names)
    for name, space in zip(table.columns, _shared(table, room), strict=True):
        drawn.add_column(Text(name), overflow="fold", width=space)
    for place, row in enumerate(table.rows):
        drawn.add_row(_lines(row.top, row.bottom, False), *(_cell(one, False) for one in row.cells))
        if place < len(table.rows) - 1 and any(str(line) for line in _second_lines(row)):
            drawn.add_row(*[""] * (len(table.columns) + 1))
    return drawn


def _shared(table: Table, room: int) -> list[int]:
    """Share a width among columns by how much stands in each, and no word is broken in vain."""
    columns = [
        [
            name,
            *(
                str(line)
                for row in table.rows
                for line in (row.cells[at].top, row.cells[at].bottom)
            ),
        ]
        for at, name in enumerate(table.columns)
    ]
    amounts = [1 + sum(map(len, lines)) for lines in columns]
    most = [max(map(len, lines)) for lines in columns]
    words = [max(map(len, " ".join(lines).split()), default=1) for lines in columns]
    least = [min(most[at], max(_BRIEF, min(words[at], _WIDEST_NAME))) for at in range(len(columns))]
    widths: dict[int, int] = {}
    while left := [at for at in range(len(columns)) if at not in widths]:
        free = room - sum(widths.values())
        total = sum(amounts[at] for at in left)
        shares = {at: free * amounts[at] // total for at in left}
        settled = {at: most[at] for at in left if shares[at] >= most[at]}
        settled = settled or {at: least[at] for at in left if shares[at] <= least[at]}
        widths |= settled or shares
    found = [max(1, widths[at]) for at in range(len(columns))]
    while sum(found) > room and max(found) > 1:
        found[found.index(max(found))] -= 1
    return found


def _second_lines(row: Row) -> list[Shown]:
    return [row.bottom, *(cell.bottom for cell in row.cells)]


def _cell(cell: Cell, two: bool) -> Text:
    return _lines(cell.top, cell.bottom, two, _COLOURS[cell.mood])


def _lines(top: Shown, bottom: Shown, two: bool, style: str = "") -> Text:
    """Return one line, or two where a table has second lines anywhere."""
    from rich.text import Text

    if not two and not str(bottom):
        return Text(str(top), style=style)
    return Text.assemble((str(top), style), "\n", (str(bottom), "dim"))
