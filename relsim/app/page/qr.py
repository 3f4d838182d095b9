"""A link as a square that a phone reads off the wall."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import segno

LONGEST = 900
"""Characters; the squares of more are too fine for a phone some rows away."""


@lru_cache(maxsize=64)
def qr_code(text: str) -> dict[str, Any] | None:
    """Return a text's code as the path of a drawing, if it is not too long for one.

    Examples
    --------
    >>> found = qr_code("http://192.168.1.5:8765/?scenario=insurance")
    >>> found["size"], found["path"][:9]
    (37, 'M4 4h1v1h')
    >>> qr_code("x" * 1000)
    """
    if len(text) > LONGEST:
        return None
    rows = list(segno.make(text, error="l", micro=False).matrix_iter(border=4))
    dark = ((x, y) for y, row in enumerate(rows) for x, filled in enumerate(row) if filled)
    return {"size": len(rows), "path": "".join(f"M{x} {y}h1v1h-1z" for x, y in dark)}
