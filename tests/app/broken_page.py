"""The page with a fault in it, which only drawing finds."""

import solara

from relsim.app.page import given, page


def _broken(*_):
    raise ZeroDivisionError


def _page_without(room, name):
    @solara.component
    def Page():
        setattr(room, name, _broken)
        page.Page()

    return Page


results = _page_without(given.results, "answer")
controls = _page_without(given, "sliders")
