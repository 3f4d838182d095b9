"""Pictures of the page, by day and by night, in four sizes.

``python -m tests.app.screenshots FOLDER [LINK]``; the link is what follows the address.
"""

import sys
from pathlib import Path

from tests.app.browsing import NO_BROWSER, Visitor, chromium, launch
from tests.app.servers import Server

SIZES = {
    "phone": (390, 844),
    "projector": (1024, 768),
    "laptop": (1366, 768),
    "wall": (1920, 1080),
}
LINK = "/?scenario=insurance"


def take(folder, link=LINK):
    """Write the pictures: what a screen shows, and the whole page."""
    from playwright.sync_api import sync_playwright

    folder.mkdir(parents=True, exist_ok=True)
    server = Server("relsim.app.page.page:Page")
    try:
        with sync_playwright() as playwright:
            browser = launch(playwright)
            for scheme in ("light", "dark"):
                for name, (width, height) in SIZES.items():
                    viewport = {"width": width, "height": height}
                    look = {"viewport": viewport, "color_scheme": scheme}
                    visitor = Visitor(browser, server.address + link, **look)
                    page = visitor.page
                    page.locator("svg.main-svg").first.wait_for(timeout=120_000)
                    page.wait_for_timeout(500)
                    page.screenshot(path=folder / f"page-{scheme}-{name}.png")
                    page.screenshot(path=folder / f"page-{scheme}-{name}-whole.png", full_page=True)
                    for misdeed in visitor.misdeeds:
                        print(f"{scheme} {name}: {misdeed}", file=sys.stderr)
                    visitor.context.close()
            browser.close()
    finally:
        server.end()


if __name__ == "__main__":
    if chromium() is None:
        sys.exit(NO_BROWSER)
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    take(Path(sys.argv[1]), *sys.argv[2:])
