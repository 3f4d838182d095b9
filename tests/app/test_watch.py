"""The market that moves, in a browser: played, scrubbed, forked, and asked for a story."""

from urllib.parse import urlencode

from tests.app.tabs import link_to

FULL = "/?scenario=insurance&set=market.customers=400&show=watch"


def opened(page):
    """Wait until the market is drawn and stop it."""
    page.wait_for_function("Number(document.querySelector('.scene canvas')?.dataset.drawn) > 3")
    if page.get_by_role("button", name="Pause").count():
        page.get_by_role("button", name="Pause").click()
    return page


def opened_still(open_tab, link, **look):
    """Open a link as who asked for less motion."""
    page = open_tab("/", **look)
    page.emulate_media(reduced_motion="reduce")
    page.goto(page.url.split("?")[0] + link.lstrip("/"))
    return page


def clock(page):
    return page.locator(".clock").inner_text()


def test_a_market_plays_by_itself_at_25_frames_a_second(open_tab):
    page = open_tab(FULL)
    page.wait_for_function("Number(document.querySelector('.scene canvas')?.dataset.drawn) > 20")
    frames = page.evaluate(
        """async () => {
            const canvas = document.querySelector(".scene canvas");
            const before = Number(canvas.dataset.drawn), since = performance.now();
            await new Promise((ready) => setTimeout(ready, 2000));
            return 1000 * (Number(canvas.dataset.drawn) - before) / (performance.now() - since);
        }"""
    )
    print(f"{frames:.1f} frames a second")
    assert frames >= 25
    assert "of 120" in clock(page)


def test_time_is_walked_with_the_keyboard_and_the_table_says_who_moved(open_tab):
    page = opened(open_tab(link_to(show="watch")))
    line = page.get_by_role("slider", name="Time")
    line.focus()
    for key in ("Home", "PageUp", "ArrowRight"):
        line.press(key)
    assert clock(page).startswith("Month 13 of 24")
    line.press("PageDown")
    assert clock(page).startswith("Month 1 of 24")
    page.get_by_role("button", name="Table").click()
    for _ in range(23):
        if page.locator(".moves tbody button").count():
            break
        page.get_by_role("button", name="On one month").click()
    row = page.locator(".moves tbody tr").first
    assert row.locator("td").nth(2).inner_text()
    row.get_by_role("button").click()
    page.locator("dialog.story h2").wait_for(timeout=30_000)


def test_a_fork_shows_both_futures_and_travels_in_the_link(open_tab):
    page = opened(open_tab(link_to(show="watch"), size="projector", dark=True))
    page.get_by_text("Fork: another future from here").click()
    page.get_by_label("From month").fill("7")
    page.get_by_label("change").select_option("social")
    assert page.locator(".forking input[type=text]").input_value() == "50"  # per cent
    page.get_by_label("change").select_option("price")
    page.get_by_label("to €", exact=True).fill("-3")
    page.get_by_role("button", name="Show both futures").click()
    page.locator(".forking .problem").wait_for()
    page.get_by_label("to €", exact=True).fill("30")
    page.get_by_role("button", name="Show both futures").click()
    page.locator(".scene canvas").nth(1).wait_for()
    # Neither names its end: somebody may have bet on it.
    first, second = (page.locator(".stage h3").nth(place).inner_text() for place in (0, 1))
    assert "at the start" in first and first.count("%") == 1
    assert second.endswith("from month 7 on price €30.00")
    page.wait_for_function("location.search.includes('fork=6%2Cprice%3D30')")
    again = opened(open_tab(page.url))
    again.locator(".scene canvas").nth(1).wait_for()
    page.get_by_role("button", name="One future again").click()
    page.wait_for_function("document.querySelectorAll('.scene canvas').length === 1")


BOXES = """(those) => those.map((one) => {
    const { left, right, top, bottom } = one.getBoundingClientRect();
    return { left, right, top, bottom };
})"""


def test_a_fork_at_rest_on_a_phone_says_that_both_are_one_so_far_and_tells_no_end(open_tab):
    page = opened_still(open_tab, link_to(show="watch", fork="2,price=30"), size="phone")
    page.locator(".scene canvas").nth(1).wait_for()
    assert clock(page).startswith("Month 2 of 24")
    assert page.locator(".happened").inner_text().startswith("So far both are the same")
    left, right = page.locator(".scene canvas").evaluate_all(BOXES)
    assert left["right"] <= right["left"] and left["top"] == right["top"]
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    start, fork = page.locator(".events li").evaluate_all(BOXES)
    assert start["bottom"] <= fork["top"]
    courses = page.locator(".course polyline")
    assert {len(one.get_attribute("points").split()) for one in courses.all()} == {3}
    page.get_by_role("slider", name="Time").press("End")
    assert page.locator(".happened").all_inner_texts()[1].startswith("Right:")
    assert {len(one.get_attribute("points").split()) for one in courses.all()} == {25}


DOT = """(canvas) => {
    // The middle of a patch of the canvas that wears one vivid colour, as only dots do.
    const wide = canvas.width, high = canvas.height;
    const seen = canvas.getContext("2d").getImageData(0, 0, wide, high).data;
    const at = (x, y) => Array.from(seen.slice(4 * (y * wide + x), 4 * (y * wide + x) + 4));
    const vivid = (one) => one[3] === 255 && Math.max(...one.slice(0, 3)) - Math.min(...one) > 100;
    for (let y = 40; y < high - 2; y += 1) {
        for (let x = 2; x < wide - 2; x += 1) {
            const one = at(x, y).join(), near = [-2, -1, 1, 2];
            if (!vivid(at(x, y))) { continue; }
            if (near.every((by) => at(x + by, y).join() === one && at(x, y + by).join() === one)) {
                return [x * canvas.clientWidth / wide, y * canvas.clientHeight / high];
            }
        }
    }
    return null;
}"""


def test_a_dot_tells_its_story_an_event_stands_in_its_month_and_a_rival_may_change(open_tab):
    small = [("set", f"market.{name}") for name in ("customers=120", "periods=24", "warm_up=6")]
    page = opened(open_tab("/?" + urlencode([("scenario", "gym"), *small, ("show", "watch")])))
    event = page.locator(".events li", has_text="entrant")
    assert event.get_attribute("style").startswith("left: 75%;")
    page.get_by_role("slider", name="Time").press("End")
    canvas = page.locator(".scene canvas")
    x, y = canvas.evaluate(DOT)
    canvas.hover(position={"x": x, "y": y})
    customer, _, firm = page.locator(".tip").inner_text().partition(", ")
    assert firm in page.locator(".firms-now tbody").inner_text()
    canvas.click(position={"x": x, "y": y})
    story = page.locator("dialog.story")
    story.locator("h2").wait_for(timeout=30_000)
    assert customer.lower() in story.inner_text().lower()
    story.get_by_role("button", name="Close").click()
    page.get_by_text("Fork: another future from here").click()
    page.get_by_label("From month").fill("9")
    rivals = page.get_by_role("combobox", name="of", exact=True)
    name = rivals.locator("option").nth(1).inner_text()
    rivals.select_option(name)
    page.get_by_role("textbox", name="to €", exact=True).fill("15")
    page.get_by_role("button", name="Show both futures").click()
    page.locator(".stage h3", has_text=f"from month 9 on {name}'s price €15.00").wait_for()
    page.wait_for_function(
        "(name) => location.search.includes(`fork=8%2C${name}.price%3D15`)", arg=name
    )


def test_who_asked_for_less_motion_sees_nothing_move_unasked(open_tab):
    page = opened_still(open_tab, link_to(show="watch"))
    page.locator(".scene canvas").wait_for()
    page.wait_for_timeout(500)
    assert clock(page) == "The start"
    page.get_by_role("button", name="On one year").click()
    assert clock(page).startswith("Month 12")
    page.get_by_role("button", name="Compare").click()
    page.locator(".answer").wait_for()
