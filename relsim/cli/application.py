"""The commands, put together."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules
from typing import Annotated, Any

from typer import Exit, Option, Typer

from relsim.cli import commands
from relsim.cli.options import examples
from relsim.cli.output import show_text
from relsim.version import __version__

application = Typer(
    name="relsim",
    help="A laboratory for customer relationships: which bonds keep customers, and do they pay?",
    epilog=examples(
        "relsim compare insurance",
        "relsim show scenarios",
        "relsim new mine.toml",
    ),
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _say_version(asked: bool) -> None:
    if asked:
        show_text(f"relsim {__version__}")
        raise Exit


@application.callback()
def _begin(
    version: Annotated[
        bool,
        Option(
            "--version", help="Print the version and leave.", callback=_say_version, is_eager=True
        ),
    ] = False,
) -> None:
    """Take what stands before a command."""


def _commands() -> list[Any]:
    """Return the files of the folder of commands, in the order of the help."""
    names = (one.name for one in iter_modules(commands.__path__))
    found = [import_module(f"{commands.__name__}.{name}") for name in names]
    return sorted(found, key=lambda command: command.PLACE)


for _command in _commands():
    _command.register(application)
