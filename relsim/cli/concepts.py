"""``relsim show concepts``: what textbooks say, and where it lives."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from relsim.cli.listing import Listing, to_json, to_markdown
from relsim.cli.options import output_file
from relsim.cli.output import message, show, show_json, show_text

if TYPE_CHECKING:
    from relsim.textbook import Concepts

_COLUMNS = ("id", "kind", "says", "shown", "literature", "homes")


def show_concepts(
    wanted: list[str],
    *,
    kind: str | None,
    emergent: bool,
    as_markdown: bool,
    as_json: bool,
    csv: Path | None,
    quiet: bool,
) -> None:
    """Show the statements that are asked for."""
    from relsim.textbook import concepts

    if csv is not None:
        output_file("--csv", csv, ".csv")
    found = concepts(*wanted, kind=kind, emergent=emergent)
    if as_json:
        show_json(to_json(listings(found)))
    elif as_markdown:
        show_text(to_markdown(in_words(found)))
    else:
        show(found)
    if csv is not None:
        from relsim.result.exports import as_csv
        from relsim.result.saving import write_whole

        write_whole(csv, as_csv(found.to_frame()))
        message(f"Written: {csv}", quiet=quiet)


def in_words(found: Concepts) -> list[Listing]:
    """Return the same tables with their literature and homes as text.

    Examples
    --------
    >>> from relsim.textbook import concepts
    >>> in_words(concepts("S2.27"))[0].entries[0]["literature"]
    'Jones & Sasser 1995; Hirschman 1970'
    """
    frame = found.to_frame()
    rows = {one[0]: dict(zip(_COLUMNS, one, strict=True)) for one in frame[list(_COLUMNS)].values}
    return [
        Listing(one.heading, "", _COLUMNS, tuple(rows[entry["id"]] for entry in one.entries))
        for one in listings(found)
    ]


def listings(found: Concepts) -> list[Listing]:
    """Return statements as tables, one a theme.

    Examples
    --------
    >>> from relsim.textbook import concepts
    >>> [listing.entries[0]["id"] for listing in listings(concepts())]
    ['S0.01', 'S1.01', 'S2.01', 'S3.01', 'S4.01']
    """
    return [
        Listing(title, "", _COLUMNS, tuple(concept.plain() for concept in held))
        for title, held in found.by_theme().items()
    ]
