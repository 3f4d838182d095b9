"""One sentence and one chart for a room, with a pin drawn in, and the picture for a slide."""

import re
import struct

from tests.app.tabs import link_to

SMALLEST = """() => Math.min(...[...document.querySelectorAll(
        ".slide h2, .slide p, .slide svg text")]
    .filter((one) => one.textContent.trim()).map((one) => parseFloat(getComputedStyle(one).fontSize)
        * (one.closest("svg") ? Number(document.querySelector(".drawn").dataset.drawn) : 1)))"""


def test_a_slide_has_large_letters_the_pin_and_the_size_of_a_projector(open_tab):
    page = open_tab(link_to(), dark=True)
    page.locator(".worlds", has_text="100 worlds").wait_for(timeout=60_000)
    page.get_by_role("button", name="Pin").click()
    page.get_by_role("slider", name="Personal contact").fill("0.9")
    page.wait_for_function("location.search.includes('social.social%3D0.9')")
    page.locator(".outcome[aria-busy=false]").wait_for(timeout=60_000)
    page.get_by_role("button", name="Present").click()
    slide = page.locator("dialog.presentation")
    slide.locator(".drawn[data-drawn] svg.main-svg").first.wait_for()
    assert page.locator(".presentation .annotation", has_text=re.compile("^A$")).count() == 2
    assert "A, dotted: pinned before." in slide.locator(".source").inner_text()
    assert page.evaluate(SMALLEST) >= 24
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Slide 1920").click()
    with open(waiting.value.path(), "rb") as file:
        assert struct.unpack(">II", file.read(24)[16:]) == (1920, 1080)
    page.keyboard.press("Escape")
    slide.wait_for(state="detached")
