"""``relsim app``: the web page."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from socket import socket
from threading import Timer
from typing import TYPE_CHECKING, Annotated, Any

from typer import Argument, Option, Typer

from relsim.cli.leaving import code_of_end
from relsim.cli.options import Settings, examples, load_scenario, ready_engine
from relsim.cli.output import message, progress, show_text
from relsim.errors import InputError
from relsim.words.language import LANGUAGES, known

if TYPE_CHECKING:
    from starlette.routing import BaseRoute

    from relsim.app.classroom.room import Room
    from relsim.app.server.routes import Routes
    from relsim.scenario import Scenario
    from relsim.study.sweep import Sweep

_SECONDS_TO_LEAVE = 0.3


PLACE = 10
"""Among the commands, in the help."""


def register(application: Typer) -> None:
    """Add the command."""
    application.command(
        "app",
        short_help="The web page: sliders left, outcomes right.",
        help="Open the page in a browser: sliders left, outcomes right. It runs on this computer "
        "and needs no internet; nothing leaves the computer. Ctrl-C ends it.",
        epilog=examples(
            "relsim app",
            "relsim app mine.toml",
            "relsim app insurance --set market.customers=500 --port 9000",
            "relsim app --no-browser",
            "relsim app --lan",
            "relsim app --lan --class monday.sqlite",
            "relsim app insurance --sweep runs.sqlite",
        ),
    )(app)


def app(
    scenario: Annotated[
        str | None,
        Argument(
            metavar="SCENARIO",
            help="What the page opens with: a file, or the name of one that comes with relsim; "
            "without one it shows what there is.",
            show_default=False,
        ),
    ] = None,
    port: Annotated[
        int | None,
        Option(
            min=1,
            max=65_535,
            help="Where to listen; by default the first free one from 8765 on.",
            show_default=False,
        ),
    ] = None,
    browser: Annotated[bool, Option(help="Open a browser.")] = True,
    lan: Annotated[
        bool,
        Option(
            "--lan",
            help="Let other computers in the same network use the page; they are asked for a "
            "class code. The network can read along: use it where you trust it.",
        ),
    ] = False,
    class_file: Annotated[
        Path | None,
        Option(
            "--class",
            metavar="FILE",
            help="Where the class is kept: who sits there, and what they bet. The same command "
            "goes on from it. Without a file a class is kept aside for twelve hours.",
            show_default=False,
        ),
    ] = None,
    sweep: Annotated[
        Path | None,
        Option(
            "--sweep",
            metavar="STORE",
            help="Open with the map of a sweep over two numbers that relsim sweep kept by --out.",
            show_default=False,
        ),
    ] = None,
    language: Annotated[
        str | None,
        Option(
            "--language",
            metavar="|".join(LANGUAGES),
            callback=lambda found: known(found, "--language") if found else None,
            help="Of every page; by default each browser says what it likes.",
            show_default=False,
        ),
    ] = None,
    settings: Settings = None,
    quiet: Annotated[
        bool, Option("--quiet", "-q", help="Print the address and nothing else.")
    ] = False,
) -> None:
    """Serve the page until Ctrl-C."""
    from relsim.app.server.ports import listen
    from relsim.app.session import opening

    if class_file is not None and not lan:
        raise InputError("--class keeps a class; let it in with --lan, too.")

    # Everything that can be refused is refused before anything heavy is loaded.
    if scenario is not None or settings or sweep:
        market = load_scenario(scenario or opening.DEFAULT, settings)
        opening.open_with(market, None if sweep is None else _map_of(market, sweep))
    else:
        opening.open_with(None)
    opening.speak(language)
    with listen(port, lan) as listening:
        room = _room(listening, class_file) if lan else None
        ready_engine(quiet)
        with progress("Loading the page", quiet=quiet):
            from relsim.app.server.server import serve  # heavy: the page's framework

        try:
            tell, spoken = _teller(room, quiet), opening.language
            serve(listening, tell=tell, browser=browser, language=spoken, **_class_of(room))
        except KeyboardInterrupt:
            _leave_soon()
            raise


def _room(listening: socket, file: Path | None) -> Room:
    """Open the class that goes on, or a new one."""
    from relsim.app.classroom.journal import Journal, usual_place
    from relsim.app.classroom.room import Room

    return Room(Journal(file or usual_place(int(listening.getsockname()[1]))))


def _class_of(room: Room | None) -> dict[str, Any]:
    """Return what the server is handed of a class."""
    if room is None:
        return {}

    def more(routes: Routes) -> list[BaseRoute]:
        from relsim.app.classroom.routes import class_routes  # after Solara has been settled

        return class_routes(routes, room)

    return {"code": room.code, "secret": room.secret, "more": more, "opens": room.lead_path}


def _teller(room: Room | None, quiet: bool) -> Callable[[str], None]:
    """Return what says where the page is, and how a class comes in."""

    def tell(address: str) -> None:
        if not quiet:
            message("The page is at the address below. Ctrl-C ends it.")
        show_text(address)
        if room is None:
            return
        from relsim.app.server.ports import lan_addresses

        taken = address.rpartition(":")[2]
        for other in lan_addresses():
            show_text(f"http://{other}:{taken}")
        if not quiet:
            message(f"The class is kept in {room.place}.")
        show_text(f"Lead the class: {address}{room.lead_path}")
        show_text(f"Class code: {room.code.shown}")

    return tell


def _map_of(market: Scenario, store: Path) -> Sweep:
    """Return what a store holds, if it can be drawn as a map of the page."""
    from relsim.scenario.structure import FEWEST_COMPARED, MOST_COMPARED
    from relsim.study.sweep.field import is_field
    from relsim.study.sweep.stored import stored_sweep

    found = stored_sweep(market, store)
    if not is_field(found) or not FEWEST_COMPARED <= len(set(found.strategies)) <= MOST_COMPARED:
        raise InputError(
            f"--sweep: {store} is no map. It is one of two to four strategies over two numbers, "
            "every value of one with every value of the other: relsim sweep --vary A=LOW:HIGH "
            "--vary B=LOW:HIGH."
        )
    return found


def _leave_soon() -> None:
    """Leave although a view may be busy: Python would wait for its thread."""
    leaving = Timer(_SECONDS_TO_LEAVE, os._exit, [code_of_end()])
    leaving.daemon = True
    leaving.start()
