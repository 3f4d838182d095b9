"""The server of the page: starts, says where it is, ends."""

from __future__ import annotations

import logging
import os
import socket
import webbrowser
from collections.abc import Callable
from typing import TYPE_CHECKING

import platformdirs

from relsim.words.language import fitting

if TYPE_CHECKING:
    from starlette.routing import BaseRoute

    from relsim.app.server.class_code import ClassCode
    from relsim.app.server.routes import Routes

PAGE = "relsim.app.page.page:Page"

Tell = Callable[[str], None]


def serve(
    listening: socket.socket,
    *,
    code: ClassCode | None = None,
    tell: Tell = print,
    browser: bool = False,
    page: str | None = None,
    secret: bytes | None = None,
    language: Callable[[str], str] = fitting,
    more: Callable[[Routes], list[BaseRoute]] = lambda routes: [],
    opens: str = "",
) -> None:
    """Serve the page, and what other rooms answer, until somebody interrupts.

    With a `secret` of before, cookies of before stay good. A browser is opened on `opens`, and
    plain pages speak the `language` that fits what a browser accepts.
    """
    settle_solara()
    import uvicorn
    from solara.server import app as solara_app

    from relsim.app.server import connections, files, ports, sessions
    from relsim.app.server.guard import Hosts
    from relsim.app.server.messages import MESSAGE_BYTES
    from relsim.app.server.routes import Routes, application, end_session, open_sessions

    port = int(listening.getsockname()[1])
    files.warm_up()
    if code is not None:
        ports.share(port)
    connections.allow_many()
    _tidy_up_after_sessions()
    solara_app.apps["__default__"] = solara_app.AppScript(page or PAGE)
    routes = Routes(
        port,
        sessions.Sessions(
            open_sessions, end_session, sessions.MOST, sessions.MOST_OF_ONE, secret=secret
        ),
        code,
    )
    configuration = uvicorn.Config(
        application(Hosts(port, lan=code is not None), routes, more(routes), language),
        log_level="warning",
        access_log=False,
        # Solara would believe a proxy, and there is none.
        proxy_headers=False,
        server_header=False,
        ws_max_size=MESSAGE_BYTES,
        ws_max_queue=16,
        # A browser that has vanished is noticed within seconds.
        ws_ping_interval=5,
        ws_ping_timeout=10,
        http=connections.Door,
        timeout_graceful_shutdown=1,  # a second; Ctrl-C is not kept waiting
    )

    class Server(uvicorn.Server):
        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            if self.started:
                address = f"http://127.0.0.1:{port}"
                tell(address)
                if browser:
                    webbrowser.open(address + opens)

        async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
            # A session that is busy is not waited for, and that is no error.
            for name in ("uvicorn.error", "solara"):
                logging.getLogger(name).setLevel(logging.CRITICAL)
            await super().shutdown(sockets)

    Server(configuration).run(sockets=[listening])


def settle_solara() -> None:
    """Settle what Solara does, whatever its environment variables say.

    It is told before it is first imported where to keep its own files, and afterwards the rest:
    nothing is sent anywhere, nothing is fetched from anywhere, and sessions end some minutes after
    their browser has gone.
    """
    from relsim.app.server.sessions import MINUTES_KEPT

    os.environ.setdefault(
        "SOLARA_HOME", os.path.join(platformdirs.user_cache_dir("relsim"), "page")
    )
    os.environ["SOLARA_TELEMETRY_MIXPANEL_ENABLE"] = "false"
    os.environ.pop("SOLARA_APP", None)  # another page, which it would load first
    import solara.server.settings as settings
    import solara.settings

    from relsim.app.server.files import assets_folder

    settings.telemetry.mixpanel_enable = False
    settings.main.mode = "production"
    settings.main.root_path = ""
    settings.main.base_url = "http://127.0.0.1/"
    settings.main.timing = settings.main.use_pdb = settings.main.tracer = False
    settings.session.http_only = True
    settings.kernel.cull_timeout = f"{60 * MINUTES_KEPT:g}s"
    settings.state.backend = ""
    settings.ssg.enabled = False
    settings.search.enabled = False
    settings.oauth.private = False
    settings.theme.title = "relsim"
    settings.theme.show_banner = False
    settings.theme.loader = "plain"
    # "Proxy" means: ask this server for the files, which has them.
    solara.settings.assets.proxy = True
    settings.assets.proxy_cache_dir = assets_folder()
    settings.assets.extra_locations = []


def _tidy_up_after_sessions() -> None:
    """End a session's job when it ends; give memory back after the last one."""
    import solara
    import solara.lab

    from relsim.app.server import scheduler
    from relsim.app.server.routes import open_sessions
    from relsim.app.server.tidying import Tidying, give_back

    tidying = Tidying(lambda: bool(open_sessions() or scheduler.shared.under_way()), give_back)

    def begin() -> Callable[[], None]:
        session = solara.get_kernel_id()

        def end() -> None:
            scheduler.shared.forget(session)
            tidying.somebody_left()

        return end

    solara.lab.on_kernel_start(begin)
