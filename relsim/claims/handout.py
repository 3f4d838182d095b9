"""A file that a class is given: it opens on a phone without internet, and asks nobody."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from relsim.result.markup import Html, element, fingerprint_of, join
from relsim.version import __version__
from relsim.words.language import TAGS, language


def handout(title: str, body: Html, program: str = "") -> str:
    """Return a whole file whose policy lets no script run but its own program."""
    scripts = f"script-src {fingerprint_of(program)}; " if program else ""
    policy = (
        f"default-src 'none'; {scripts}style-src 'unsafe-inline'; base-uri 'none'; "
        "form-action 'none'"
    )
    head = element(
        "head",
        element("meta", charset="utf-8"),
        Html(f'<meta http-equiv="Content-Security-Policy" content="{policy}">'),
        element("meta", name_="viewport", content="width=device-width, initial-scale=1"),
        element("meta", name_="generator", content=f"relsim {__version__}"),
        element("title", title),
        join(Html(f"<style>{part('lesson.css')}</style>")),
    )
    return f"<!DOCTYPE html>\n{element('html', head, body, lang=TAGS[language()])}\n"


@cache
def part(name: str) -> str:
    """Return a file of this room, such as the program of a lesson."""
    return (files("relsim.claims") / name).read_text(encoding="utf-8")
