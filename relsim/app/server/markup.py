"""The pages themselves: the one with the sliders, and the plain ones before and beside it."""

from __future__ import annotations

import html
import json
import re
import secrets

from starlette.responses import HTMLResponse

from relsim.app.server.files import CHARTS_URL, PLOTLY_URL
from relsim.app.server.guard import policy
from relsim.view.style import NIGHT
from relsim.words.catalogue import translate
from relsim.words.language import TAGS, language

_SCRIPT = re.compile(r"<script(?=[\s>])")

_CHARTS = (
    f'<script src="{CHARTS_URL}" data-program="{PLOTLY_URL}" '
    f'data-night="{html.escape(json.dumps(NIGHT))}"></script>\n'
)
"""Before the parts of the page, which all find there what charts need."""

_PLAIN = """<!doctype html>
<html lang="{tag}">
<head>
<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>relsim</title>
<style>
:root {{ color-scheme: light dark; }}
body {{ font: 1.125rem/1.5 system-ui, sans-serif; }}
body {{ max-width: 32rem; margin: 15vh auto; padding: 0 1rem; }}
input, button {{ font: inherit; padding: .5rem .75rem; }}
input {{ letter-spacing: .15em; text-transform: uppercase; width: 9em; }}
.wrong {{ color: #b3261e; }}
@media (prefers-color-scheme: dark) {{ .wrong {{ color: #f2b8b5; }} }}
</style>
</head>
<body>
<h1>relsim</h1>
{body}
</body>
</html>
"""

_FORM = """{remark}<form method="post" action="{door}{query}">
<p><label for="code">{asked}</label></p>
<p><input id="code" name="code" autocomplete="off" autofocus required maxlength="20">
<button type="submit">{enter}</button></p>
</form>"""


def page(markup: str, host: str) -> HTMLResponse:
    """Return the page with the sliders, its scripts marked as its own."""
    nonce = secrets.token_urlsafe(16)
    whole = markup.replace("</head>", f"{_CHARTS}</head>", 1)
    marked = _SCRIPT.sub(f'<script nonce="{nonce}"', whole)
    return HTMLResponse(marked, headers={"Content-Security-Policy": policy(host, nonce)})


def code_page(
    query: str, remark: str = "", status: int = 200, door: str = "/relsim/enter"
) -> HTMLResponse:
    """Return the page that asks for the class code and then leads to what was asked for."""
    wrong = f'<p class="wrong" role="alert">{html.escape(remark)}</p>\n' if remark else ""
    form = _FORM.format(
        remark=wrong,
        door=door,
        query=html.escape(f"?{query}") if query else "",
        asked=translate("Class code, as it stands on the board"),
        enter=translate("Enter"),
    )
    return HTMLResponse(_PLAIN.format(body=form, tag=TAGS[language()]), status)


def refusal_page(reason: str, status: int) -> HTMLResponse:
    """Return the page for somebody who is not let in."""
    body = f'<p>{html.escape(reason)}</p>\n<p><a href="/">{translate("Try again")}</a></p>'
    headers = {"Retry-After": "60"} if status == 503 else None
    return HTMLResponse(_PLAIN.format(body=body, tag=TAGS[language()]), status, headers=headers)
