"""Pictures of two lessons: ``python -m tests.app.lesson_pictures FOLDER``."""

import sys
from pathlib import Path

from tests.app.browsing import Visitor, launch
from tests.app.servers import Server

LOOK = {"viewport": {"width": 1366, "height": 768}, "color_scheme": "light"}


def bet_and_reveal(page, address, name):
    """Bet on a claim as somebody who believes it, and reveal."""
    page.goto(f"{address}/?scenario=insurance&show=lessons&lesson={name},2")
    page.locator("#bet-curve .handle").first.wait_for(timeout=120_000)
    for handle in page.locator("#bet-curve .handle").all():
        handle.focus()
        handle.press("PageUp")
        handle.press("PageUp")
    page.locator(".onward .next").click()
    page.locator(".score").wait_for()


def take(folder):
    """Write the pictures."""
    from playwright.sync_api import sync_playwright

    folder.mkdir(parents=True, exist_ok=True)
    server = Server("relsim.app.page.page:Page")
    try:
        with sync_playwright() as playwright:
            page = Visitor(launch(playwright), server.address, go=False, **LOOK).page
            bet_and_reveal(page, server.address, "recovery_paradox")
            page.screenshot(path=folder / "lesson-recovery.png")
            bet_and_reveal(page, server.address, "imitation")
            page.locator(".onward .next").click()
            page.locator("[data-sweep] svg").first.wait_for()
            page.wait_for_timeout(500)
            page.screenshot(path=folder / "lesson-imitation.png")
    finally:
        server.end()


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    take(Path(sys.argv[1]))
