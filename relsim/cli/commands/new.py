"""``relsim new``: a commented scenario to start from."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from typer import Argument, Typer

from relsim.cli.files import output_file
from relsim.cli.options import Force, Quiet, examples
from relsim.cli.output import deliver, is_standard, message
from relsim.errors import InputError

PLACE = 8
"""Among the commands, in the help."""


def register(application: Typer) -> None:
    """Add the command."""
    application.command(
        "new",
        short_help="A commented scenario to start from.",
        help="Write a commented scenario to start from: every line says what it means.",
        epilog=examples("relsim new mine.toml", "relsim compare mine.toml"),
    )(new)


def new(
    file: Annotated[Path, Argument(metavar="FILE", help="The file to write.", show_default=False)],
    force: Force = False,
    quiet: Quiet = False,
) -> None:
    """Write the starter scenario."""
    from relsim.scenario import starter

    deliver(free_file(file, force), starter(), quiet=quiet)
    if not is_standard(file):
        message(
            f"Change it, then: relsim compare {file} --strategies none,social,mine", quiet=quiet
        )


def free_file(path: Path, force: bool) -> Path:
    """Refuse to write over a file unless told to."""
    output_file("the scenario to write", path, ".toml")
    if path.exists() and not (force or is_standard(path)):
        raise InputError(f"{path}: the file is there already. Name another, or add --force.")
    return path
