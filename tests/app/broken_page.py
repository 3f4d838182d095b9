"""The page with a fault in it, which only drawing finds."""

import solara

from relsim.app.page import page


def _broken(*_):
    raise ZeroDivisionError


def _page_without(room, name):
    @solara.component
    def Page():
        setattr(room, name, _broken)
        page.Page()

    return Page


results = _page_without(page.results, "answer")
controls = _page_without(page, "sliders")
