"""The commands, put together."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from pkgutil import iter_modules
from typing import Annotated, Any

from typer import Exit, Option, Typer

from relsim.cli import commands
from relsim.cli.options import examples
from relsim.cli.output import show_text
from relsim.version import __version__

_HELP = "A laboratory for customer relationships: which bonds keep customers, and do they pay?"


def _say_version(asked: bool) -> None:
    if asked:
        show_text(f"relsim {__version__}")
        raise Exit


def _begin(
    version: Annotated[
        bool,
        Option(
            "--version", help="Print the version and leave.", callback=_say_version, is_eager=True
        ),
    ] = False,
) -> None:
    """Take what stands before a command."""


def application(asked: Sequence[str] = ()) -> Typer:
    """Return the commands put together, in the order of the help; of words asked, only theirs.

    Loading the others would take a fifth of the time in which a file is refused.
    """
    made = Typer(
        name="relsim",
        help=_HELP,
        epilog=examples(
            "relsim compare insurance",
            "relsim show scenarios",
            "relsim new mine.toml",
        ),
        no_args_is_help=True,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    made.callback()(_begin)
    names = [one.name for one in iter_modules(commands.__path__)]
    alone = [name for name in asked[:1] if name in names]
    found: list[Any] = [import_module(f"{commands.__name__}.{name}") for name in alone or names]
    for command in sorted(found, key=lambda command: command.PLACE):
        command.register(made)
    return made
