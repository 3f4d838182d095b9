"""The written lessons clicked through in a browser, and what links say of lessons."""

from relsim.app.page import lessons
from relsim.app.session import teaching
from relsim.app.session.link import from_link, to_link
from relsim.claims import claims
from relsim.claims.bet import drawn_curves
from relsim.scenario import load


def onward(page, step):
    page.locator(".onward .next").click()
    page.locator(".steps [aria-current]", has_text=step).wait_for()


def walked(page, claim):
    """Go through a lesson as a teacher does; return what was said of the bet."""
    page.get_by_role("button", name=claim).click(timeout=60_000)
    page.get_by_text("What stands beside what").wait_for()
    assert page.locator(".steps button").nth(3).is_disabled()
    onward(page, "The market")
    page.locator(".stage canvas").first.wait_for(timeout=60_000)
    onward(page, "Your bet")
    handle = page.locator("#bet-curve .handle, #bet-number").first
    handle.focus()
    handle.press("PageUp")
    onward(page, "What is true")
    page.locator(".score").wait_for()
    said = page.locator(".score").inner_text()
    if page.locator("#bet-curve").count():
        assert page.locator("#bet-curve .truth").count() == 1
        assert page.locator("#bet-curve .bet").count() == 1
        onward(page, "Where it turns")
        page.locator("[data-sweep] input").first.press("End")
        assert page.locator("[data-sweep] output").first.inner_text()
    assert page.locator(".ask-class li").count() == 3
    onward(page, "Try it yourself")
    page.locator(".sentence:not(.waiting)").first.wait_for(timeout=60_000)
    return said


def test_the_written_lessons_are_clicked_through(open_tab):
    page = open_tab("/?scenario=insurance&show=lessons")
    said = walked(page, "A complaint well resolved leaves a customer more loyal")
    assert said.startswith("You had the right sign at")
    assert page.locator(".figures thead th").nth(2).inner_text() == "service recovery"
    page.get_by_role("button", name="All lessons").click()
    said = walked(page, "Each bonding level keeps more customers")
    assert said.startswith("You bet +")
    page.get_by_role("button", name="All lessons").click()
    walked(page, "Financial bonds are copied away")
    assert page.get_by_role("switch", name="Copy what they see").is_checked()
    assert "lesson=imitation%2C5" in page.url


def test_a_lessons_step_fits_a_phone_at_night_and_says_before_the_bet_what_is_asked(
    open_tab, browser_tabs
):
    page = open_tab("/?show=lessons&lesson=recovery_paradox,2", size="phone", dark=True)
    page.locator("#bet-curve .handle").first.wait_for(timeout=60_000)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    truth = lessons.told("recovery_paradox", revealed=True)
    secrets = [one["shown"] for one in truth["data"]["sweeps"][0]["points"]] + [truth["meaning"]]
    assert not [one for one in secrets if one in sent(browser_tabs)]
    page.locator(".onward .next").click()
    page.locator(".score").wait_for()
    assert all(one in sent(browser_tabs) for one in secrets)


def sent(tabs):
    """Return all that a browser was told, texts as they are shown."""
    whole = "".join(tabs.frames)
    return whole.encode("latin-1", "ignore").decode("unicode_escape", "ignore")


def test_a_link_that_names_a_lesson_alone_opens_the_market_of_its_claim():
    selection, problems = from_link("lesson=imitation,1")
    assert not problems
    assert selection == teaching.at(teaching.Selection(), "imitation", 1)
    kept, _ = from_link("scenario=gym&lesson=imitation,1")
    assert kept.scenario == "gym"


def test_every_claim_is_a_lesson_whose_market_opens_with_its_arms_and_fits_a_link():
    for name in claims():
        selection = teaching.at(teaching.Selection(), name, 0)
        market = load(selection.scenario, dict(selection.overrides))
        assert 2 <= len(selection.strategies) <= 4
        assert set(selection.strategies) <= set(market.strategies)
        assert 4 <= len(teaching.steps(name)) <= 6
        assert teaching.sweeps(name) == len(drawn_curves(teaching.evidence_of(name)))
        again, problems = from_link(to_link(selection))
        assert not problems
        assert again == selection
