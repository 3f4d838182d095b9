"""HTML in which nothing that a user wrote can be anything but text.

Every string is escaped on its way in. Only what :func:`element` has made passes as it is,
so that forgetting to escape is not possible, and escaping twice is not either.
"""

from __future__ import annotations

import base64
import hashlib
from html import escape

Content = str | list["Html"] | None


class Html(str):
    """A piece of HTML, made by this file."""

    __slots__ = ()


_VOID = {"meta", "br", "hr", "input"}


def element(name: str, *content: Content, **attributes: str | None) -> Html:
    """Return an element.

    Examples
    --------
    >>> element("p", "a < b", element("br"), class_="note")
    '<p class="note">a &lt; b<br></p>'
    """
    words = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(str(value))}"'
        for key, value in attributes.items()
        if value is not None
    )
    opening = f"<{name}{words}>"
    return Html(opening if name in _VOID else f"{opening}{join(*content)}</{name}>")


def join(*content: Content) -> Html:
    """Return pieces after each other, text escaped.

    Examples
    --------
    >>> join("1 < 2", element("br"))
    '1 &lt; 2<br>'
    """
    found: list[str] = []
    for piece in content:
        if isinstance(piece, list):
            found.extend(piece)
        elif piece is not None:
            found.append(piece if isinstance(piece, Html) else escape(str(piece)))
    return Html("".join(found))


def script(text: str) -> Html:
    """Return a program of our own, as it stands."""
    # A browser would end the script there, whatever the program means by it.
    if "</script" in text.lower() or "<!--" in text:
        raise ValueError("a script cannot hold its own end")
    return Html(f"<script>{text}</script>")


def fingerprint_of(text: str) -> str:
    """Return what a content policy calls a script by, so that no other may run.

    Examples
    --------
    >>> fingerprint_of("1")
    "'sha256-a4ayc/80/OGda4BO/1o/V0etpOqiLx1JwB5S3beHW0s='"
    """
    digest = hashlib.sha256(text.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


def data(name: str, text: str) -> Html:
    r"""Return JSON for a program to read.

    Examples
    --------
    >>> data("x", '["</script>"]')
    '<script type="application/json" id="x">["\\u003c/script\\u003e"]</script>'
    """
    safe = text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
    safe = safe.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    return Html(f'<script type="application/json" id="{escape(name)}">{safe}</script>')


def table(
    caption: str, columns: tuple[str, ...], rows: list[tuple[Content, ...]], *, class_: str = ""
) -> Html:
    """Return a table whose first column names its rows."""
    head = element("tr", [element("th", name, scope="col") for name in columns])
    body = [
        element("tr", element("th", row[0], scope="row"), [element("td", one) for one in row[1:]])
        for row in rows
    ]
    whole = element(
        "table",
        element("caption", caption),
        element("thead", head),
        element("tbody", body),
        class_=class_ or None,
    )
    # Whoever has no pointer scrolls with the keyboard, for which the region must take focus.
    return element("div", whole, class_="scroll", role="region", aria_label=caption, tabindex="0")
