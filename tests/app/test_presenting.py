"""One sentence and one chart for a room, with a pin drawn in, and the picture for a slide."""

import json
import re
import struct

import pytest

import relsim
from relsim.app.page.presenting import slide
from relsim.app.session.selection import Selection
from relsim.app.session.state import Pin
from relsim.view.charts import CHARTS
from relsim.view.titled import titled
from relsim.words.language import speaking
from tests.app.tabs import link_to
from tests.words.test_shown import foreign

SMALLEST = """() => Math.min(...[...document.querySelectorAll(
        ".slide h2, .slide p, .slide svg text")]
    .filter((one) => one.textContent.trim()).map((one) => parseFloat(getComputedStyle(one).fontSize)
        * (one.closest("svg") ? Number(document.querySelector(".drawn").dataset.drawn) : 1)))"""


@pytest.fixture(scope="module")
def pinned():
    """Return a comparison, and what was pinned before a lever was moved."""
    scenario = relsim.load("insurance", {"market.customers": 150, "market.periods": 24})
    moved = scenario.with_overrides({"strategies.social.social": 0.9})
    before, now = (
        relsim.compare(one, ["none", "social"], replications=2) for one in (scenario, moved)
    )
    return titled(now), Pin("A", Selection("insurance"), before)


@pytest.mark.parametrize("name", list(CHARTS))
def test_a_pin_is_drawn_into_every_chart_where_it_was(pinned, name):
    now, pin = pinned
    bare = json.loads(slide(now, name, ())["figure"])
    shown = slide(now, name, [pin])
    drawn = json.loads(shown["figure"])
    assert ". A, " in shown["source"]
    added = drawn["data"][len(bare["data"]) :]
    own = json.loads(slide(titled(pin.comparison), name, ())["figure"])["data"]
    assert added
    low, high = drawn["layout"]["xaxis"].get("range") or (-1e12, 1e12)
    for one in added:
        xs = [x for x in one["x"] if x is not None]
        assert all(low <= x <= high for x in xs)
        if one["mode"] == "markers+text" and one["marker"]["symbol"] != "line-ns-open":
            assert any(
                each["x"] == pytest.approx(one["x"]) and each["y"] == pytest.approx(one["y"])
                for each in own
                if len(each["x"]) == len(one["x"])
            )


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


def test_a_slide_in_chinese_holds_no_english_word(pinned):
    _, pin = pinned
    with speaking("zh"):
        shown = slide(titled(pin.comparison), "survival", [pin])
    said = " ".join(shown[key] for key in ("sentence", "called", "source", "market"))
    assert foreign(said, {"A"}) == set()
    assert shown["source"].endswith("A（点线）：先前暂存的结果。")
