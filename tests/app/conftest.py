"""Servers in processes of their own, and a browser that must not ask anybody else."""

from contextlib import contextmanager

import pytest

from tests.app.browsing import Visitor
from tests.app.servers import Server
from tests.app.tabs import Tabs


@pytest.fixture
def visit(chromium_browser):
    """Return a function that opens an address as somebody new; misdeeds fail the test.

    A misdeed is a request to anybody but the server, an error in the page, or something that
    the content policy had to forbid.
    """
    visitors = []

    @contextmanager
    def cleared():
        yield
        problems = [problem for visitor in visitors for problem in visitor.misdeeds]
        for visitor in visitors:
            visitor.context.close()
        assert not problems

    def open_as_somebody_new(address, **keywords):
        visitors.append(Visitor(chromium_browser, address, **keywords))
        return visitors[-1]

    with cleared():
        yield open_as_somebody_new


@pytest.fixture(scope="session")
def serve():
    """Return a function that starts `relsim app` with a page and returns the running server."""
    started = []

    def start(page="tests.app.stub_page:Page", *words, **settings):
        started.append(Server(page, *words, **settings))
        return started[-1]

    yield start
    for server in started:
        server.end()


@pytest.fixture(scope="session")
def stub(serve):
    """Return a server with the stub page, for tests that leave it as they found it."""
    return serve("tests.app.stub_page:Page", "supermarket")


@pytest.fixture(scope="session")
def page_server(serve):
    """Return a server of the real page, on which one browser may open many."""
    return serve("relsim.app.page.page:Page", MOST_OF_ONE=60)


@pytest.fixture(scope="session")
def browser_tabs(page_server, chromium_browser):
    """Return somebody who opens tabs of the page."""
    tabs = Tabs(chromium_browser, page_server.address)
    yield tabs
    tabs.leave()


@pytest.fixture
def open_tab(browser_tabs):
    """Return a function that opens a tab; misdeeds of the page fail the test."""
    tabs = []

    def open_it(link="/", size="laptop", dark=False):
        tabs.append(browser_tabs.open(link, size, dark))
        return tabs[-1]

    browser_tabs.frames.clear()
    yield open_it
    for tab in tabs:
        browser_tabs.close(tab)
    misdeeds, browser_tabs.misdeeds = browser_tabs.misdeeds, []
    assert misdeeds == []
