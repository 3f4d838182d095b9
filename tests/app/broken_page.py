"""The page with a fault in it, which only drawing finds."""

from relsim.app.page import page, results


def broken(*_):
    raise ZeroDivisionError


results.answer = broken
Page = page.Page
