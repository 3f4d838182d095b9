"""The files that a browser asks for: charts' program, styles, fonts. All lie on this computer."""

from __future__ import annotations

import gzip
import os
import sys
from functools import cache
from pathlib import Path

import plotly
from solara.server.starlette import StaticCdn, StaticFilesOptionalAuth
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.staticfiles import StaticFiles

from relsim.errors import RunError
from relsim.version import __version__
from relsim.words.catalogue import translate
from relsim.words.templates import in_program

PLOTLY_PATH = "/relsim/plotly.min.js"
PLOTLY_URL = f"{PLOTLY_PATH}?v={plotly.__version__}"
"""Where the page finds the program that draws charts; a new version has a new address."""

LESSON_PATH = "/relsim/lesson.js"
LESSON_URL = f"{LESSON_PATH}?v={__version__}"
"""Where it finds the program of a lesson's bet, that of the files, too."""

CHARTS_PATH = "/relsim/charts.js"
CHARTS_URL = f"{CHARTS_PATH}?v={__version__}"
"""Where it finds what its charts share."""

_FOR_A_YEAR = "public, max-age=31536000, immutable"


@cache
def _plotly() -> tuple[bytes, bytes]:
    """Return the program as it is and compressed; done once."""
    plain = (Path(plotly.__file__).parent / "package_data" / "plotly.min.js").read_bytes()
    return plain, gzip.compress(plain, compresslevel=9, mtime=0)


def plotly_js(request: Request) -> Response:
    """Answer with the program that draws charts."""
    headers = {"Cache-Control": _FOR_A_YEAR, "Vary": "Accept-Encoding"}
    plain, small = _plotly()
    if "gzip" in request.headers.get("accept-encoding", ""):
        return Response(
            small, headers={**headers, "Content-Encoding": "gzip"}, media_type="text/javascript"
        )
    return Response(plain, headers=headers, media_type="text/javascript")


def lesson_js(request: Request) -> Response:
    """Answer with the program of a lesson's bet, in the language of the address."""
    from relsim.claims.handout import part

    # Not for a year: an editable install changes it under the same version.
    text = in_program(part("lesson.js"), translate)
    return Response(text, media_type="text/javascript")


def charts_js(request: Request) -> Response:
    """Answer with what the charts of the page share."""
    return FileResponse(Path(__file__).parent / "charts.js", media_type="text/javascript")


def warm_up() -> None:
    """Compress what is asked for first, before anybody asks."""
    _plotly()


class LocalAssets(StaticCdn):
    """What Solara would fetch from a server abroad, from the package solara-assets instead.

    Solara's own class fetches what it does not find, and keeps it; this one says that it is
    not there.
    """

    def __init__(self) -> None:
        StaticFilesOptionalAuth.__init__(self, directory=assets_folder())

    def lookup_path(self, path: str) -> tuple[str, os.stat_result | None]:
        """Return a file of the folder, and nothing else."""
        return StaticFiles.lookup_path(self, path)


def assets_folder() -> Path:
    """Return where the package solara-assets put its files."""
    folder = Path(sys.prefix) / "share" / "solara" / "cdn"
    if not folder.is_dir():
        raise RunError(
            f"The files of the page are not in {folder}. Install them again: "
            "pip install --force-reinstall solara-assets"
        )
    return folder
