"""``relsim app``: the web page."""

from __future__ import annotations

import os
from threading import Timer
from typing import Annotated

from typer import Argument, Option, Typer

from relsim.cli.leaving import code_of_end
from relsim.cli.options import Settings, examples, load_scenario, ready_engine
from relsim.cli.output import message, show_text

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
    settings: Settings = None,
    quiet: Annotated[
        bool, Option("--quiet", "-q", help="Print the address and nothing else.")
    ] = False,
) -> None:
    """Serve the page until Ctrl-C."""
    from relsim.app.server.class_code import ClassCode
    from relsim.app.server.ports import lan_addresses, listen
    from relsim.app.session import opening

    # Everything that can be refused is refused before anything heavy is loaded.
    chosen = scenario is not None or bool(settings)
    opening.open_with(load_scenario(scenario or opening.DEFAULT, settings) if chosen else None)
    with listen(port, lan) as listening:
        code = ClassCode() if lan else None
        ready_engine(quiet)

        def tell(address: str) -> None:
            if not quiet:
                message("The page is at the address below. Ctrl-C ends it.")
            show_text(address)
            if code is None:
                return
            taken = address.rpartition(":")[2]
            for other in lan_addresses():
                show_text(f"http://{other}:{taken}")
            show_text(f"Class code: {code.shown}")

        from relsim.app.server.server import serve  # heavy: the page's framework

        try:
            serve(listening, code=code, tell=tell, browser=browser)
        except KeyboardInterrupt:
            _leave_soon()
            raise


def _leave_soon() -> None:
    """Leave although a view may be busy: Python would wait for its thread."""
    leaving = Timer(_SECONDS_TO_LEAVE, os._exit, [code_of_end()])
    leaving.daemon = True
    leaving.start()
