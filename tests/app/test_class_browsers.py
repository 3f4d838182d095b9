"""Thirty phones that are browsers; `test_class.py` has thirty that are requests and streams."""

from statistics import median

import pytest

from tests.app.measure import memory

PHONE, PROJECTOR = {"width": 390, "height": 844}, {"width": 1920, "height": 1080}
MANY = 30
BUSY = 300_000
"""Milliseconds for what is not measured: thirty browsers are opened on two cores."""

NOTE_COUNTS = """() => {
  window.counts = {};
  new MutationObserver(() => {
    const said = document.querySelector("main .count");
    if (said && !(said.textContent in window.counts)) {
      window.counts[said.textContent] = Date.now();
    }
  }).observe(document.body, { childList: true, characterData: true, subtree: true });
}"""


@pytest.mark.statistics
def test_thirty_browsers_bet_and_the_projector_shows_each_within_a_second(serve, visit, tmp_path):
    server = serve("relsim.app.page.page:Page", "--lan", "--class", str(tmp_path / "class.sqlite"))
    board = visit(server.lead, viewport=PROJECTOR).page
    way_in, phones = f"{server.address}/class?code={server.code}", []
    for number in range(MANY):
        phones.append(visit(way_in, viewport=PHONE).page)
        phones[-1].set_default_timeout(BUSY)
        phones[-1].get_by_label("Your name").fill(f"Student {number}")
        phones[-1].keyboard.press("Enter")
        phones[-1].get_by_text("You are in.").wait_for()
    board.set_default_timeout(BUSY)
    board.get_by_label("A claim to ask").select_option("recovery_paradox")
    board.get_by_role("button", name="Ask this").click()
    board.get_by_role("button", name="Bets, please").click()
    for page in phones:
        page.get_by_role("slider").first.press("ArrowRight")
    board.evaluate(NOTE_COUNTS)
    waits = []
    for number, page in enumerate(phones, 1):
        placed = page.evaluate("document.querySelector('button.go').click(), Date.now()")
        shown = f"{number} of {MANY}"
        board.wait_for_function("text => text in window.counts", arg=shown)
        waits.append(board.evaluate("text => window.counts[text]", shown) - placed)
    print(f"median {median(waits):.0f} ms, longest {max(waits):.0f} ms")
    print(f"the server has {memory(server.process)} MB")
    assert median(waits) < 1000
    assert (memory(server.process) or 0) < 1000
    board.get_by_role("button", name="Reveal").click()
    for page in phones:
        page.get_by_text("Your code to hand in").wait_for()
    assert board.locator("main .bets").count() == MANY
