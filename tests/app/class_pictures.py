"""Pictures of a class and of a game for the README: ``python -m tests.app.class_pictures FOLDER``.

Phones are plain requests but for one: what a class bets is drawn from a fixed luck.
"""

import random
import sys
import tempfile
from pathlib import Path

from tests.app.browsing import NO_BROWSER, Visitor, chromium, launch
from tests.app.phones import Phone, teacher
from tests.app.servers import Server

LAPTOP, PHONE = {"width": 1366, "height": 768}, {"width": 390, "height": 844}
TEAMS = ("Red", "Blue", "Green", "Gold")


def take(folder):
    """Write the pictures."""
    from playwright.sync_api import sync_playwright

    folder.mkdir(parents=True, exist_ok=True)
    file = Path(tempfile.mkdtemp()) / "class.sqlite"
    server = Server("tests.app.stub_page:Page", "--lan", "--class", str(file))
    try:
        with sync_playwright() as playwright:
            browser = launch(playwright)
            board = Visitor(browser, server.lead, viewport=LAPTOP).page
            way_in = f"{server.address}/class?code={server.code}"
            phone = Visitor(browser, way_in, viewport=PHONE).page
            phone.get_by_label("Your name").fill("Ann")
            phone.keyboard.press("Enter")
            phone.get_by_text("You are in.").wait_for()
            others = [Phone(server) for _ in range(23)]
            for number, one in enumerate(others):
                one.say(do="join", name=f"Student {number}")
            _ask(folder, teacher(server), board, phone, others)
            _play(folder, teacher(server), board, phone, others)
            browser.close()
    finally:
        server.end()


def _ask(folder, lead, board, phone, others):
    luck = random.Random(1)
    lead.led(do="ask", claim="recovery_paradox")
    for one in others:
        one.say(do="answer", stage="before", round=1, what=luck.choice(["holds", "depends"]))
    lead.led(do="go", stage="bet", round=1)
    sliders = phone.get_by_role("slider")
    sliders.first.wait_for()
    for place in range(sliders.count()):
        for _ in range(20 - 8 * place if place < 3 else 2):
            sliders.nth(place).press("ArrowRight")
    phone.get_by_role("button", name="Place the bet").click()
    phone.get_by_text("Your bet stands.").wait_for()
    phone.evaluate("scrollTo(0, 0)")
    phone.screenshot(path=folder / "class-phone.png")
    for one in others:
        level = luck.gauss(0.03, 0.04)
        bet = [level + luck.gauss(0, 0.015) for _ in range(sliders.count())]
        one.say(do="answer", stage="bet", round=1, what=bet)
    lead.led(do="go", stage="reveal", round=1)
    board.locator("main .truth").wait_for()
    board.wait_for_timeout(300)
    board.screenshot(path=folder / "class-reveal.png")


def _play(folder, lead, board, phone, others):
    lead.led(do="begin", market="insurance", teams=len(TEAMS), years=3)
    phone.get_by_role("button", name="Red").click(timeout=120_000)
    word = phone.locator("p strong").first.inner_text(timeout=30_000)
    plans = ({"price": 18.0}, {"social": 0.6}, {"structural": 0.5}, {"reward_rate": 0.05})
    for place, one in enumerate(others[:4]):
        one.say(do="team", team=TEAMS[place], word=word if TEAMS[place] == "Red" else "")
    for year in (1, 2, 3):
        phone.get_by_role("heading", name=f"year {year} of 3").wait_for(timeout=60_000)
        for one, levers in zip(others, plans, strict=False):
            one.say(do="plan", year=year, levers=levers, research=year == 1)
        if year == 2:
            phone.screenshot(path=folder / "game-phone.png")
        board.get_by_role("button", name=f"Live through year {year}").click(timeout=60_000)
    board.get_by_role("button", name="Tell all").click(timeout=60_000)
    board.locator(".told").first.wait_for(timeout=120_000)
    board.screenshot(path=folder / "game-told.png")


if __name__ == "__main__":
    if chromium() is None:
        sys.exit(NO_BROWSER)
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    take(Path(sys.argv[1]))
