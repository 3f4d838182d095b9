"""What is kept of a result: put aside on the page, or taken away as a file."""

from __future__ import annotations

from dataclasses import replace
from string import ascii_uppercase

from relsim.app.session.downloads import download
from relsim.app.session.link import MOST_PINS, Pinned
from relsim.app.session.page import Action, Page, Said, text_of
from relsim.app.session.state import Pin, pinned
from relsim.errors import InputError
from relsim.words.language import speaking


def _pin(page: Page, said: Said) -> None:
    pins = page.state.pins
    aside = pinned(page.state)
    if len(aside) >= MOST_PINS:
        raise InputError(f"{MOST_PINS} results are kept at most; take one away first.")
    kept = replace(page.selection, story=None)
    pin = Pin(_next_letter(aside), kept, page.result())
    page.screen.set(pins=(*pins, pin))


def _unpin(page: Page, said: Said) -> None:
    label = said.get("label")
    pins, awaited = page.state.pins, page.state.awaited
    page.screen.set(
        pins=tuple(pin for pin in pins if pin.label != label),
        awaited=tuple(one for one in awaited if one[0] != label),
    )


def _recall(page: Page, said: Said) -> None:
    for pin in page.state.pins:
        if pin.label == said.get("label"):
            page.follow(pin.selection, edited=pin.selection.strategies[-1])


def _download(page: Page, said: Said) -> None:
    with speaking(page.state.language):
        file = download(page.result(), text_of(said, "kind"))
    before = page.state.file or {"number": 0}
    page.screen.set(file={**file, "number": before["number"] + 1})


def _next_letter(aside: Pinned) -> str:
    taken = [label for label, _ in aside]
    return next(letter for letter in ascii_uppercase if letter not in taken)


KEEPING: dict[str, Action] = {
    "pin": _pin,
    "unpin": _unpin,
    "recall": _recall,
    "download": _download,
}
