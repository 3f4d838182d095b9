"""A small drawing surface: SVG with an x and a y axis, written by hand.

A picture of a claim is a few lines and dots. It must be small enough for a page that holds
thirty of them, and open everywhere.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from html import escape

from relsim.view.style import FONT, GRID, INK, MUTED

WIDTH, HEIGHT = 420, 260
LEFT, RIGHT, TOP, BOTTOM = 62, 14, 34, 46

Show = Callable[[float], str]


class Drawing:
    """A chart under construction.

    Parameters
    ----------
    title : str
        Above it; also what a screen reader says.
    x, y : pair of float
        Ranges of the axes.
    width, height : int
        In pixels.
    left : int
        Room at the left, for labels.
    """

    def __init__(
        self,
        title: str,
        x: tuple[float, float],
        y: tuple[float, float],
        *,
        height: int = HEIGHT,
        left: int = LEFT,
    ) -> None:
        self._title, self._x, self._y = title, _wide(x), _wide(y)
        self.height, self.left = height, left
        self._pieces: list[str] = []

    def x(self, value: float) -> float:
        """Return the place of a value on the x axis, in pixels."""
        low, high = self._x
        return self.left + (value - low) / (high - low) * (WIDTH - self.left - RIGHT)

    def y(self, value: float) -> float:
        """Return the place of a value on the y axis, in pixels."""
        low, high = self._y
        return self.height - BOTTOM - (value - low) / (high - low) * (self.height - TOP - BOTTOM)

    def axes(self, x_title: str, show_x: Show, show_y: Show | None) -> None:
        """Draw the grid, the numbers beside it and the title of the x axis."""
        for value in ticks(*self._x):
            place = self.x(value)
            self.line([(place, TOP), (place, self.height - BOTTOM)], GRID, raw=True, width=1)
            self.text(place, self.height - BOTTOM + 15, show_x(value), anchor="middle", size=11)
        for value in ticks(*self._y) if show_y else []:
            self.line(
                [(self.left, self.y(value)), (WIDTH - RIGHT, self.y(value))],
                GRID,
                raw=True,
                width=1,
            )
            assert show_y is not None
            self.text(self.left - 6, self.y(value) + 4, show_y(value), anchor="end", size=11)
        middle = (self.left + WIDTH - RIGHT) / 2
        self.text(middle, self.height - 10, x_title, anchor="middle", size=12, colour=MUTED)

    def line(
        self,
        points: Sequence[tuple[float, float]],
        colour: str,
        *,
        raw: bool = False,
        width: float = 2.5,
        dash: str = "",
    ) -> None:
        """Draw a line through points, given in values or, raw, in pixels."""
        places = points if raw else [(self.x(x), self.y(y)) for x, y in points]
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
        dashes = f' stroke-dasharray="{dash}"' if dash else ""
        self._pieces.append(
            f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="{width}"'
            f'{dashes} stroke-linejoin="round"/>'
        )

    def band(self, points: Sequence[tuple[float, float]], colour: str) -> None:
        """Fill the surface that points surround."""
        path = " ".join(f"{self.x(x):.1f},{self.y(y):.1f}" for x, y in points)
        self._pieces.append(f'<polygon points="{path}" fill="{colour}" fill-opacity="0.18"/>')

    def dot(self, x: float, y: float, colour: str, *, hollow: bool = False) -> None:
        """Draw a dot at a value; hollow where nothing is sure."""
        fill = "#fff" if hollow else colour
        self._pieces.append(
            f'<circle cx="{self.x(x):.1f}" cy="{self.y(y):.1f}" r="4.5" fill="{fill}" '
            f'stroke="{colour}" stroke-width="2"/>'
        )

    def box(self, x: float, y: float, width: float, height: float, colour: str) -> None:
        """Draw a filled box, in pixels."""
        self._pieces.append(
            f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" '
            f'fill="{colour}"/>'
        )

    def text(
        self,
        x: float,
        y: float,
        words: str,
        *,
        anchor: str = "start",
        size: int = 12,
        colour: str = INK,
        bold: bool = False,
    ) -> None:
        """Write words, in pixels."""
        weight = ' font-weight="600"' if bold else ""
        self._pieces.append(
            f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-size="{size}" '
            f'fill="{colour}"{weight}>{escape(words)}</text>'
        )

    def svg(self) -> str:
        """Return the picture."""
        self.text(8, 20, self._title, size=13, bold=True)
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {self.height}" '
            f'width="{WIDTH}" height="{self.height}" role="img" font-family="{escape(FONT)}">'
            f"<title>{escape(self._title)}</title>"
            f'<rect width="{WIDTH}" height="{self.height}" fill="#fff"/>'
            f"{''.join(self._pieces)}</svg>\n"
        )


def ticks(low: float, high: float, most: int = 5) -> list[float]:
    """Return round numbers within a range.

    Examples
    --------
    >>> ticks(0.0, 1.0)
    [0.0, 0.2, 0.4, 0.6, 0.8, 1.0]
    """
    rough = (high - low) / most
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(size * power for size in (1, 2, 5, 10) if size * power >= rough * 0.999)
    first = math.ceil(low / step - 1e-9)
    last = math.floor(high / step + 1e-9)
    return [float(f"{place * step:.12g}") for place in range(first, last + 1)]


def _wide(ends: tuple[float, float]) -> tuple[float, float]:
    low, high = ends
    return (low, high) if high > low else (low - 0.5, high + 0.5)


def padded(values: Sequence[float], part: float = 0.08) -> tuple[float, float]:
    """Return a range that holds values with some air around them.

    Examples
    --------
    >>> padded([0.0, 10.0], 0.1)
    (-1.0, 11.0)
    """
    low, high = min(values), max(values)
    air = (high - low) * part or abs(high) * part or 1.0
    return low - air, high + air
