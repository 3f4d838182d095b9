"""``relsim show concepts``: what textbooks say, and where it lives."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from relsim.cli.files import check_files
from relsim.cli.listing import Catalogue, Listing
from relsim.cli.output import deliver, show, show_result

if TYPE_CHECKING:
    from relsim.textbook import Concepts

_COLUMNS = ("id", "kind", "says", "shown", "literature", "homes")


def show_concepts(
    found: Concepts, *, as_markdown: bool, as_json: bool, csv: Path | None, quiet: bool
) -> None:
    """Show statements, and write them if a file is named."""
    if check_files(as_json or as_markdown, {"--csv": csv}):
        pass
    elif as_json:
        show_result(catalogue(found), as_json=True)
    elif as_markdown:
        show_result(in_words(found), as_json=False, as_markdown=True)
    else:
        show(found)
    if csv is not None:
        from relsim.result.exports import as_csv

        deliver(csv, as_csv(found.to_frame()), quiet=quiet)


def in_words(found: Concepts) -> Catalogue:
    """Return the same tables with their literature and homes as text.

    Examples
    --------
    >>> from relsim.textbook import concepts
    >>> in_words(concepts("S2.27")).listings[0].entries[0]["literature"]
    'Jones & Sasser 1995; Hirschman 1970'
    """
    frame = found.to_frame()
    rows = {one[0]: dict(zip(_COLUMNS, one, strict=True)) for one in frame[list(_COLUMNS)].values}
    return Catalogue(
        [
            Listing(one.title, "", _COLUMNS, tuple(rows[entry["id"]] for entry in one.entries))
            for one in catalogue(found).listings
        ]
    )


def catalogue(found: Concepts) -> Catalogue:
    """Return statements as tables, one a theme.

    Examples
    --------
    >>> from relsim.textbook import concepts
    >>> [listing.entries[0]["id"] for listing in catalogue(concepts()).listings]
    ['S0.01', 'S1.01', 'S2.01', 'S3.01', 'S4.01']
    """
    return Catalogue(
        [
            Listing(title, "", _COLUMNS, tuple(concept.plain() for concept in held))
            for title, held in found.by_theme().items()
        ]
    )
