"""Every lesson on a phone without internet: bet, reveal, verdict, and a walk along the sweep."""

import dataclasses
from types import SimpleNamespace

import pytest

from relsim.claims import claims, read_claim, try_out
from relsim.claims.claim import PULSE
from relsim.claims.lesson import lesson as drawn
from relsim.cli import main
from relsim.cli.commands import claims as command
from tests.app.browsing import Visitor

PHONE = {"width": 400, "height": 860}
SIDEWAYS = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
UNCUT = """() => [...document.querySelectorAll("h1, h2, p, li, dt, dd, td, output, button, svg")]
    .filter((one) => one.getBoundingClientRect().right > innerWidth + 1)
    .map((one) => one.outerHTML)"""

INSIDE = """() => [...document.querySelectorAll("svg .bet, svg .truth, svg .band")].every((one) => {
    const box = one.getBBox(), frame = one.ownerSVGElement.viewBox.baseVal;
    return box.y >= 0 && box.y + box.height <= frame.height;
})"""


class Reader(Visitor):
    """Somebody who opens a file: a request for anything else is refused and noted."""

    def __init__(self, browser):
        super().__init__(browser, "about:blank", go=False, viewport=PHONE, has_touch=True)

    def opens(self, address):
        """Open a file as if for the first time."""
        self.address = address
        self.page.goto(address)
        return self.page

    def _look(self, route):
        if route.request.url == self.address:
            route.continue_()
            return
        self.misdeeds.append(f"request for {route.request.url}")
        route.abort()


@pytest.fixture(scope="module")
def reader(chromium_browser):
    """Return the one who reads all lessons."""
    one = Reader(chromium_browser)
    yield one
    one.context.close()


def sweeps_of(claim):
    """Return the sweeps along which a lesson's slider must walk."""
    return [] if claim.main.at is not None else [one for one in claim.sweeps if not one.is_grid]


def tried(claim, *_):
    """Return evidence from two small worlds; longer ones where the claim takes years to show."""
    found = try_out(claim, size=PULSE, budgets=False)
    if sweeps_of(claim) and 'id="bet-curve"' not in drawn(found):
        found = try_out(claim, size=dataclasses.replace(PULSE, periods=None), budgets=False)
    return found


@pytest.fixture(scope="module", params=sorted(claims()))
def written(request, tmp_path_factory):
    """Return a claim and the lesson that the command line wrote of it in tiny worlds."""
    file = tmp_path_factory.mktemp("lessons") / "lesson.html"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(command, "_try", tried)
        with pytest.raises(SystemExit) as leaving:
            main(["claims", request.param, "--lesson", str(file), "--quiet"])
    assert leaving.value.code == 0
    return SimpleNamespace(claim=read_claim(request.param), address=file.as_uri())


@pytest.fixture
def page(reader, written):
    """Return the lesson, just opened; whatever the browser complains of fails the test."""
    reader.misdeeds.clear()
    yield reader.opens(written.address)
    assert reader.misdeeds == []


ONLY_DIFFERENCES = {"apostles_and_terrorists", "keep_or_win"}
"""Claims that measure several numbers at once: of one arm alone these say nothing."""


def height(handle):
    """Return where the handle of a bet stands."""
    return float(handle.get_attribute("cy"))


def answered(page):
    """Check that the answer is there, and the verdict with it."""
    assert page.locator("#answer").is_visible()
    assert not page.locator("#reveal").is_visible()
    said = ("You had the right sign", "You lay within the interval", "You bet")
    assert page.locator("#score").inner_text().startswith(said)
    assert page.locator(".verdict strong").inner_text().lower() in (
        "supported",
        "conditional",
        "refuted",
        "undecided",
    )
    assert page.evaluate("document.activeElement.id") == "answer"


def said(section, claim):
    """Return what a slider tells, in words and by the place of the dot; it lists the arms, too."""
    assert (section.locator("dt").count() == 0) == (claim.name in ONLY_DIFFERENCES)
    return section.locator("output").inner_text(), section.locator("svg .dot").get_attribute("cx")


def test_by_keyboard_a_bet_is_made_and_answered_and_the_sweep_walked_along(page, written):
    assert page.locator("#answer").is_hidden()
    sweeps = sweeps_of(written.claim)
    if sweeps:
        handles = page.locator("#bet-curve .handle")
        assert handles.count() == len(sweeps[0].values)
        page.locator("h1").click()
        page.keyboard.press("Tab")
        assert handles.first.evaluate("(one) => one === document.activeElement")
        before = height(handles.first), handles.first.get_attribute("aria-valuetext")
        page.keyboard.press("ArrowUp")
        assert height(handles.first) < before[0]
        assert handles.first.get_attribute("aria-valuetext") != before[1]
        for _ in range(handles.count()):
            page.keyboard.press("Tab")
    else:
        page.locator("#bet-number").focus()
        before = page.locator("#bet-said").inner_text()
        page.keyboard.press("ArrowRight")
        assert page.locator("#bet-said").inner_text() != before
        page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "reveal"
    page.keyboard.press("Enter")
    answered(page)
    assert page.evaluate(INSIDE), "what was bet and found lies within the charts"
    sections = page.locator("[data-sweep]")
    assert sections.count() == len(sweeps)
    for section, sweep in zip(sections.all(), sweeps, strict=True):
        told = [said(section, written.claim)]
        section.locator("input").focus()
        for _ in sweep.values[1:]:
            page.keyboard.press("ArrowRight")
            told.append(said(section, written.claim))
        assert len({one[0] for one in told}) == len({one[1] for one in told}) == len(sweep.values)


def test_by_pointer_a_bet_is_made_and_answered_and_the_sweep_walked_along(page, written):
    sweeps = sweeps_of(written.claim)
    if sweeps:
        handle = page.locator("#bet-curve .handle").last
        handle.scroll_into_view_if_needed()
        box, before = handle.bounding_box(), height(handle)
        x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        page.mouse.move(x, y)
        page.mouse.down()
        page.mouse.move(x, y - 40, steps=3)
        page.mouse.up()
        assert height(handle) < before - 30
        page.mouse.move(x, y)
        assert height(handle) < before - 30, "a handle that was let go stays"
    else:
        before = page.locator("#bet-said").inner_text()
        page.locator("#bet-number").scroll_into_view_if_needed()
        bar = page.locator("#bet-number").bounding_box()
        page.mouse.click(bar["x"] + 0.8 * bar["width"], bar["y"] + bar["height"] / 2)
        assert page.locator("#bet-said").inner_text() not in (before, "")
    page.locator("#reveal").tap()
    answered(page)
    for section in page.locator("[data-sweep]").all():
        before = said(section, written.claim)
        section.locator("input").scroll_into_view_if_needed()
        bar = section.locator("input").bounding_box()
        page.mouse.click(bar["x"] + bar["width"] - 12, bar["y"] + bar["height"] / 2)
        assert all(
            one != other for one, other in zip(said(section, written.claim), before, strict=True)
        )


def test_a_lesson_holds_all_that_it_must_and_fits_on_a_phone(page, written):
    assert page.evaluate(SIDEWAYS) == 0
    assert page.locator("h1").inner_text() == written.claim.sentence
    page.locator("#reveal").click()
    assert page.evaluate(SIDEWAYS) == 0
    assert page.evaluate(UNCUT) == []
    assert page.locator("ol > li").all_inner_texts() == list(written.claim.questions)
    assert (
        page.locator("footer code").inner_text().startswith(f"relsim claims {written.claim.name}")
    )


def test_without_a_sweep_the_picture_stands_in_the_answer(page, written):
    page.locator("#reveal").click()
    assert page.locator("section:not(#settings) > .still svg").count() == (
        0 if sweeps_of(written.claim) else 1
    )


def test_a_request_that_leaves_the_file_is_refused_and_noted(reader, tmp_path):
    file = tmp_path / "leaky.html"
    file.write_text('<img src="other.png"><img src="http://example.org/">', encoding="utf-8")
    reader.misdeeds.clear()
    reader.opens(file.as_uri()).wait_for_load_state("networkidle")
    asked = [one for one in reader.misdeeds if one.startswith("request for")]
    assert len(asked) == 2
