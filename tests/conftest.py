"""What holds for all tests."""

import os
import signal
import subprocess
import sys

import pytest
from hypothesis import settings

# The same cases every time, and no clock: a test fails because something is wrong.
settings.register_profile("relsim", deadline=None, derandomize=True)
settings.load_profile("relsim")

# Whoever looks for planted faults (tests/mutants) lives through small markets as plain Python,
# because compiling takes longer than they do.
if os.environ.get("RELSIM_TESTS_UNCOMPILED"):
    from relsim.market import Market

    Market.__init__.__kwdefaults__["uncompiled"] = True


@pytest.hookimpl(wrapper=True)
def pytest_xdist_auto_num_workers():
    """Work beside each other twice as many as there are cores: browser tests mostly wait."""
    cores = yield
    return 2 * cores


@pytest.fixture(autouse=True)
def luck_alone(monkeypatch):
    """Let no market come with settings: a hundred of them take their time."""
    monkeypatch.setattr("relsim.study.plausible.asking.bundled", lambda market: None)


@pytest.fixture(autouse=True)
def nobody_hired(monkeypatch):
    """Compile in this process alone: those beside it have the other cores."""
    monkeypatch.setattr("relsim.market.hands._cores", lambda: 1)


def pytest_xdist_setupnodes():
    """Compile what most tests live through once, and not in every process that begins cold."""
    if not os.environ.get("RELSIM_TESTS_UNCOMPILED"):
        quietly = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "check": False}
        subprocess.run([sys.executable, "-m", "relsim", "run", "insurance", "--quiet"], **quietly)


@pytest.fixture(scope="session", autouse=True)
def ctrl_c_arrives():
    """Let Ctrl-C arrive here and in programs started from here: a shell's background ignores it."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session")
def chromium_browser():
    """Return a Chromium without a window: one a worker, for Playwright runs but once in each."""
    from playwright.sync_api import sync_playwright

    from tests.app.browsing import NO_BROWSER, chromium, launch

    if chromium() is None:
        pytest.fail(NO_BROWSER)
    with sync_playwright() as playwright:
        browser = launch(playwright)
        yield browser
        browser.close()
