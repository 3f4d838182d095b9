"""What is chosen on a page: the market, the strategies that are compared, and their levers."""

from __future__ import annotations

from dataclasses import replace

from relsim.app.server.limits import read_upload
from relsim.app.session.page import Action, Page, Said, text_of
from relsim.app.session.selection import check_budget, check_seed, choose, read_setting


def _open(page: Page, said: Said) -> None:
    page.follow(page.selection.with_market(scenario=text_of(said, "name")), gallery=False)


def _upload(page: Page, said: Said) -> None:
    text = text_of(said, "text")
    read_upload(text_of(said, "name"), text)
    page.follow(page.selection.with_market(text=text), gallery=False)


def _set_value(page: Page, said: Said) -> None:
    path = text_of(said, "path")
    value = read_setting(path, text_of(said, "value"))
    page.follow(page.selection.with_setting(path, value))


def _reset(page: Page, said: Said) -> None:
    page.follow(page.selection.with_setting(text_of(said, "path"), None))


def _reset_all(page: Page, said: Said) -> None:
    page.follow(replace(page.selection, overrides=()))


def _copy(page: Page, said: Said) -> None:
    page.follow(page.selection.with_copying(said.get("on") is True))


def _toggle(page: Page, said: Said) -> None:
    # One name, not the whole list: a second click would else undo one that is on its way.
    name, before = text_of(said, "name"), page.selection
    names = [one for one in before.strategies if one != name]
    on = said.get("on") is True
    selection = choose(before, page.state.scenario, [*names, name] if on else names)
    page.follow(selection, edited=name if on else page.state.edited)


def _baseline(page: Page, said: Said) -> None:
    name = text_of(said, "name")
    if name in page.selection.strategies:
        names = dict.fromkeys((name, *page.selection.strategies))
        page.follow(choose(page.selection, page.state.scenario, names))


def _edit(page: Page, said: Said) -> None:
    name = text_of(said, "name")
    if name in page.selection.strategies:
        page.screen.set(edited=name)


def _seed(page: Page, said: Said) -> None:
    page.follow(replace(page.selection, seed=check_seed(said.get("value"))))


def _budget(page: Page, said: Said) -> None:
    page.follow(replace(page.selection, budget=check_budget(said.get("value"))))


CHOOSING: dict[str, Action] = {
    "open": _open,
    "upload": _upload,
    "set": _set_value,
    "reset": _reset,
    "reset all": _reset_all,
    "copy": _copy,
    "toggle": _toggle,
    "baseline": _baseline,
    "edit": _edit,
    "seed": _seed,
    "budget": _budget,
}
