"""Charts as files: PNG and SVG for papers and slides, HTML for everybody else."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from relsim.errors import InputError, StorageError
from relsim.result.saving import check_writable, write_whole

if TYPE_CHECKING:
    import plotly.graph_objects as go

FORMATS = ("png", "svg", "html")
WIDTH = 960


def save(figure: go.Figure, path: str | Path, *, width: int = WIDTH, scale: float = 2.0) -> Path:
    """Write a chart to a file.

    Parameters
    ----------
    figure : plotly.graph_objects.Figure
        As :func:`relsim.plot` returns it.
    path : str or pathlib.Path
        Ending in ``.png``, ``.svg`` or ``.html``.
    width : int
        Of the picture, in pixels before scaling.
    scale : float
        Pixels of a PNG for each of its width: 2 is sharp in print.

    Returns
    -------
    pathlib.Path
        The file.

    Raises
    ------
    InputError
        For another ending, a folder, or a picture when what draws pictures is missing.
    StorageError
        When the disk refuses.
    """
    target = check_writable(path)
    kind = target.suffix.lower().removeprefix(".")
    if kind not in FORMATS:
        raise InputError(
            f'{target}: a chart is written as {", ".join(FORMATS)}; the name ends in "{kind}".'
        )
    if kind == "html":
        write_whole(target, figure.to_html(include_plotlyjs=True, div_id="chart"))
        return target
    picture = _draw(figure, target, kind, width, scale)
    try:
        target.write_bytes(picture)
    except OSError as error:
        raise StorageError(f"{target}: could not be written ({error.strerror}).") from error
    return target


def _draw(figure: go.Figure, target: Path, kind: str, width: int, scale: float) -> bytes:
    """Return the picture, or say in plain words what it takes to draw one."""
    try:
        return bytes(figure.to_image(format=kind, width=width, scale=scale))
    except Exception as error:
        # Kaleido raises errors of many kinds, all of them about the browser that it drives.
        first = next(iter(str(error).split("\n")), "").strip() or type(error).__name__
        raise InputError(
            f"{target}: the picture could not be drawn; kaleido needs a browser, Chrome or "
            f"Chromium, and said: {first} Install one (apt-get install chromium, or the command "
            f"plotly_get_chrome). Or write {target.with_suffix('.html').name}, which needs "
            "nothing more."
        ) from error
