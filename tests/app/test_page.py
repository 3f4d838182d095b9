"""The page *Compare* in a browser: what somebody sees, clicks, types and takes away."""

import io
import json
import re
from pathlib import Path
from urllib.parse import urlencode

import pandas as pd
import pytest

import relsim
from relsim.app.page import results
from relsim.app.page.controls import label_of
from relsim.app.session.downloads import safe_name
from relsim.result.exports import as_csv
from relsim.view import to_html
from relsim.view.charts import CHARTS, chart
from relsim.view.titled import titled, titled_story
from tests.app.tabs import SIZES, TINY, link_to

DONE = re.compile(r"^100 worlds$")


@pytest.fixture(scope="module")
def scenario():
    return relsim.load("insurance", TINY)


@pytest.fixture(scope="module")
def result(scenario):
    """Return what relsim.compare says about the tiny market."""
    return relsim.compare(scenario, ["none", "social"], replications=100)


@pytest.fixture(scope="module")
def shown(result):
    """Return the same as people read it."""
    return titled(result)


@pytest.fixture
def open_page(open_tab):
    """Return a function that opens the tiny market and waits for all its worlds."""

    def open_it(link=None, **keywords):
        return finished(open_tab(link or link_to(), **keywords))

    return open_it


def finished(page):
    """Wait until no more worlds are under way."""
    page.locator(".worlds", has_text=DONE).wait_for(timeout=60_000)
    return page


def drawn(page, name="survival"):
    """Wait until a chart is drawn; return its place."""
    place = page.locator(f"#chart-{name}")
    place.locator("svg.main-svg").first.wait_for(timeout=30_000)
    return place


def flat(text):
    return " ".join(text.replace("\xa0", " ").split())


# What nobody knows.


def test_settings_are_drawn_when_they_are_looked_at_and_end_when_told_to(open_page):
    page = open_page()
    page.get_by_role("tab", name="Settings of the numbers that nobody knows").click()
    page.locator(".sentence", has_text="Over what nobody knows").wait_for(timeout=60_000)
    for name in ("settings", "decides", "beats"):
        drawn(page, name)
    if (stop := page.get_by_role("button", name="Stop")).is_visible():
        stop.click()
    done = page.locator("[role=status]", has_text=re.compile(r"^\d+ settings\.$"))
    done.wait_for(timeout=60_000)
    page.get_by_role("tab", name="Retention curves").click()
    drawn(page)
    assert page.locator(".sentence", has_text="Over what nobody knows").is_visible()


# From nothing to a comparison.


def choose(page, name, shown):
    """Click a strategy and wait until the figures stand in its columns."""
    page.get_by_role("checkbox", name=name, exact=True).click(timeout=60_000)
    heads = (
        "[...document.querySelectorAll('.figures thead th')].slice(1).map((one) => one.innerText)"
    )
    page.wait_for_function(f"(shown) => {heads}.join() === shown", arg=",".join(shown))


def test_three_clicks_lead_a_newcomer_to_a_comparison_on_a_market_of_their_choice(open_tab):
    page = open_tab()
    page.get_by_role("button", name="Logistics for business customers").click()
    page.locator("h1", has_text="Logistics for business customers").wait_for()
    choose(page, "social bonding", ["nothing extra", "structural bonding"])
    page.locator(".sentence", has_text="structural bonding").wait_for(timeout=60_000)
    assert page.locator("h1").inner_text().endswith("Logistics for business customers")


def test_every_bundled_market_has_a_card_with_its_description(open_tab):
    page = open_tab()
    page.locator(".card").first.wait_for(timeout=60_000)
    cards = flat(page.locator(".gallery").inner_text())
    for name in relsim.bundled():
        market = relsim.load(name)
        assert market.title in cards
        assert flat(str(market.market.about)) in cards


def test_the_first_sentence_says_on_how_few_worlds_it_rests(open_page, browser_tabs):
    open_page(link_to(seed=99))
    assert any("10 worlds so far, on the way to 100" in frame for frame in browser_tabs.frames)


def test_sentence_and_figures_are_those_of_relsim_compare(open_page, shown):
    page = open_page()
    assert flat(page.locator(".sentence").inner_text()) == flat(
        results.answer(shown)["sentences"][0]
    )
    page.get_by_role("button", name="All figures").click()
    rows = page.locator(".figures tbody tr")
    for place, row in enumerate(results.figures(shown)["rows"]):
        told = flat(rows.nth(place).inner_text())
        for cell in row["cells"]:
            assert flat(f"{cell['top']} {cell['bottom']}".strip()) in told
            assert flat(cell.get("gap", "")) in told


def test_the_page_sends_less_than_half_a_megabyte(open_page, browser_tabs):
    drawn(open_page())
    assert sum(map(len, browser_tabs.frames)) < 500_000


# What can be set.


def test_a_slider_changes_the_sentence_the_link_and_the_chart(open_page):
    page = open_page()
    place = drawn(page)
    sentence, before = page.locator(".sentence").inner_text(), place.inner_html()
    page.get_by_role("slider", name="Personal contact").fill("0.9")
    page.wait_for_function("location.search.includes('strategies.social.social%3D0.9')")
    finished(page)
    page.wait_for_function("(old) => document.querySelector('.sentence').innerText !== old",
                           arg=sentence)  # fmt: skip
    page.wait_for_function("(old) => document.querySelector('#chart-survival').innerHTML !== old",
                           arg=before)  # fmt: skip


def test_a_slider_is_moved_and_taken_back_by_the_keyboard_alone(open_page):
    page = open_page()
    slider = page.get_by_role("slider", name="Personal contact")
    slider.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function("location.search.includes('social.social%3D0.51')")
    back = page.get_by_role("button", name="Take Personal contact back")
    back.wait_for()
    back.focus()
    page.keyboard.press("Enter")
    page.wait_for_function("!location.search.includes('social.social')")
    page.wait_for_function("(one) => one.value === '0.5'", arg=slider.element_handle())


def test_every_setting_has_its_meaning_and_a_bad_value_is_answered_beside_it(open_page):
    page = open_page()
    page.get_by_text("More: every lever and setting").click()
    page.get_by_role("searchbox", name="Find").fill("freedom")
    field = page.get_by_role("textbox", name="Freedom").first
    described = page.locator(f"[id='{field.get_attribute('aria-describedby')}']").inner_text()
    assert "Allowed: 0 to 1" in described
    sentence = page.locator(".sentence").inner_text()
    field.fill("50")
    field.press("Tab")
    setting = page.locator(".setting", has=field)
    setting.get_by_role("alert").wait_for()
    assert "allowed is" in setting.get_by_role("alert").inner_text()
    assert "Traceback" not in page.locator("body").inner_text()
    assert page.locator(".sentence").inner_text() == sentence
    field.fill("0.5")
    field.press("Tab")
    page.wait_for_function("location.search.includes('market.freedom%3D0.5')")
    setting.get_by_role("alert").wait_for(state="detached")  # the link changes a moment earlier


def test_a_word_is_told_where_it_stands_and_rivals_copy_at_a_switch(open_page):
    page = open_page()
    page.wait_for_function("(CSS.highlights.get('relsim-words') || []).size > 5")
    box = page.evaluate(
        """() => { const found = [...CSS.highlights.get("relsim-words")]
            .find((one) => one.toString() === "discounted" && one.startContainer.parentElement
                .closest(".sentence")).getBoundingClientRect();
            return [found.x + found.width / 2, found.y + found.height / 2]; }"""
    )
    page.mouse.move(*box)
    page.get_by_role("tooltip").filter(has_text="counts for less").wait_for()
    page.keyboard.press("Escape")
    page.get_by_role("tooltip").wait_for(state="detached")
    page.get_by_text("Words on this page").click()
    page.locator(".words-here dt", has_text="discounted").wait_for()
    page.get_by_role("switch", name="Copy what they see").check()
    page.wait_for_function("location.search.includes('firms.Brio.mind')")


def test_four_strategies_stand_side_by_side_and_no_fifth(open_page):
    page = open_page()
    for name in ("financial", "structural"):
        page.get_by_role("checkbox", name=f"{name} bonding", exact=True).check()
        page.wait_for_function(f"location.search.includes('{name}')")
    page.locator(".figures thead th").nth(4).wait_for(timeout=60_000)
    assert page.get_by_role("checkbox", name="service recovery", exact=True).is_disabled()


def test_another_baseline_turns_the_difference_round(open_page):
    page = open_page()
    page.get_by_label("Held against").select_option("social")
    page.locator(".sentence", has_text="nothing extra keeps").wait_for(timeout=60_000)
    assert page.locator(".figures thead th").all_inner_texts()[1:] == [
        "social bonding",
        "nothing extra",
    ]


def test_an_equal_budget_shows_the_factor_on_the_levers(open_page):
    page = open_page()
    page.get_by_role("switch", name="spend the same").check()
    field = page.get_by_label("per customer and month")
    field.fill("0.6")
    field.press("Enter")
    page.locator(".figures tbody th", has_text="Factor on the levers").wait_for(timeout=60_000)
    page.wait_for_function("location.search.includes('budget=0.6')")


def test_a_market_beyond_the_limits_is_refused_in_words(open_tab):
    page = open_tab("/?scenario=insurance&set=market.customers%3D900000")
    page.get_by_role("alert").filter(has_text="900,000 customers").wait_for(timeout=60_000)


# A market of one's own.


def test_an_uploaded_market_is_compared_and_its_link_opens_it_elsewhere(open_tab, scenario, shown):
    page = open_tab()
    page.locator("input[type=file]").set_input_files(
        {"name": "mine.toml", "mimeType": "text/plain", "buffer": scenario.to_toml().encode()}
    )
    page.wait_for_function("location.search.includes('toml=')")
    finished(page)
    expected = flat(results.answer(shown)["sentences"][0])
    # Until the new numbers are there, the old ones stand on the page, and are seen to be old.
    page.wait_for_function(
        "text => document.querySelector('.sentence').innerText.replace(/\\s+/g, ' ')"
        ".includes(text)",
        arg=expected.split(";")[0],
    )
    finished(page)
    there = flat(page.locator(".sentence").inner_text())
    assert there == expected
    elsewhere = finished(open_tab(page.url))
    assert flat(elsewhere.locator(".sentence").inner_text()) == there


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b'[[firms]]\nname = "A"\nprize = 3\n', "price"),
        (b"\x00\xff\xfe", "found"),
        (b"#" * 300_000, "256 kB"),
    ],
)
def test_a_file_that_is_no_market_is_answered_in_words(open_tab, content, said):
    page = open_tab()
    page.locator("input[type=file]").set_input_files(
        {"name": "mine.toml", "mimeType": "text/plain", "buffer": content}
    )
    alert = page.locator(".gallery").get_by_role("alert")
    alert.wait_for()
    if said != "found":
        assert said in alert.inner_text()
    assert "Traceback" not in page.locator("body").inner_text()


def test_names_in_a_market_are_shown_as_text(open_tab):
    name = "<img src=x onerror=document.title=1>"
    market = f'[market]\ntitle = "{name}"\ncustomers = 60\nperiods = 12\nwarm_up = 6\n'
    market += f'[[firms]]\nname = "{name}"\n[[firms]]\nname = "B"\n'
    page = open_tab()
    page.locator("input[type=file]").set_input_files(
        {"name": "x.toml", "mimeType": "text/plain", "buffer": market.encode()}
    )
    page.locator("h1", has_text=name).wait_for(timeout=60_000)
    finished(page)
    assert page.locator("img[src=x]").count() == 0
    assert page.title() != "1"


# Links.


def test_a_link_opened_elsewhere_shows_the_same(open_page):
    link = link_to(seed=7, strategies="none,structural", show="profit")
    here = open_page(link)
    drawn(here, "profit")
    elsewhere = open_page(here.url)
    drawn(elsewhere, "profit")
    for page_part in (".sentence", ".figures", ".pictures h3"):
        assert elsewhere.locator(page_part).inner_text() == here.locator(page_part).inner_text()
    assert elsewhere.get_by_label("Seed of all luck").input_value() == "7"


def test_the_link_is_there_to_be_copied(open_page):
    page = open_page()
    page.locator("summary", has_text="Link").click()
    field = page.locator(".sheet input")
    assert field.input_value() == page.url
    page.get_by_role("button", name="Copy").click()
    page.get_by_text(re.compile("Copied|Press")).wait_for()


def test_a_wrong_link_says_what_is_wrong_and_shows_the_rest(open_tab):
    page = open_tab("/?scenario=insurence")
    page.get_by_role("alert").filter(has_text='Did you mean "insurance"').wait_for(timeout=60_000)


@pytest.mark.parametrize(
    "setting", ["firms.Alba.price=1e308", "firms.Alba.unit_cost=1e308", "behaviour.nothing=1"]
)
def test_a_link_with_any_value_shows_words_and_a_way_back(open_tab, setting):
    page = open_tab(link_to(strategies="none,social") + "&" + urlencode({"set": setting}))
    page.get_by_role("alert").or_(page.locator(".sentence:not(.waiting)")).first.wait_for(
        timeout=60_000
    )
    shown = page.locator("body").inner_text()
    assert "Traceback" not in shown and ".py" not in shown
    page.get_by_role("slider").or_(page.get_by_role("link", name="Begin again")).first.wait_for()


@pytest.mark.parametrize(("part", "back"), [("results", "slider"), ("controls", "link")])
def test_whatever_fails_while_the_page_is_drawn_is_a_sentence_with_a_way_back(
    serve, visit, part, back
):
    visitor = visit(serve(f"tests.app.broken_page:{part}").address + "/?scenario=insurance")
    alert = visitor.page.get_by_role("alert").filter(has_text="went wrong inside relsim")
    alert.wait_for(timeout=60_000)
    shown = visitor.page.locator("body").inner_text()
    assert "Traceback" not in shown and ".py" not in shown
    assert visitor.page.get_by_role(back).first.is_visible()


def test_back_and_forward_walk_through_what_was_selected(open_page):
    page = open_page()
    page.get_by_role("slider", name="Personal contact").fill("0.9")
    page.wait_for_function("location.search.includes('social.social%3D0.9')")
    page.wait_for_timeout(1_100)
    page.locator("#tab-profit").click()
    page.wait_for_function("location.search.includes('show=profit')")
    page.go_back()
    drawn(page)
    page.wait_for_timeout(1_100)
    page.go_back()
    social = page.get_by_role("slider", name="Personal contact").element_handle()
    page.wait_for_function("(one) => one.value === '0.5'", arg=social)
    assert "social.social" not in page.url
    page.go_forward()
    page.wait_for_function("(one) => one.value === '0.9'", arg=social)


def test_a_story_and_pins_are_in_the_link(open_page):
    page = open_page(link_to(show="customers"))
    page.get_by_role("button", name="Pin").click()
    page.locator(".pins tbody tr").first.wait_for()
    page.get_by_label("Customer", exact=True).fill("17")
    page.keyboard.press("Enter")
    told = page.get_by_role("dialog")
    told.wait_for(timeout=60_000)
    page.wait_for_function("location.search.includes('story=17')")
    elsewhere = open_page(page.url)
    there = elsewhere.get_by_role("dialog")
    there.wait_for(timeout=60_000)
    assert there.inner_text() == told.inner_text()
    elsewhere.keyboard.press("Escape")
    elsewhere.locator(".pins tbody tr").first.wait_for(timeout=60_000)
    assert elsewhere.locator(".pins").inner_text() == page.locator(".pins").inner_text()


def test_numbers_of_the_old_place_look_old_until_the_new_ones_are_there(page_server, visit):
    said = []

    def listen(socket):
        server = socket.connect_to_server()
        socket.on_message(lambda one: said.append(one) if held else server.send(one))

    held = False
    visitor = visit(page_server.address + link_to(), go=False)
    visitor.page.route_web_socket("**/*", listen)
    visitor.page.goto(visitor.address)
    page = finished(visitor.page)
    held = True  # the server hears of nothing
    slider = page.get_by_role("slider", name="Personal contact")
    slider.fill("0.9")
    for part in (".outcome", ".pictures"):
        page.locator(f"{part}[aria-busy=true]").wait_for(timeout=2_000)
    page.get_by_text("Working …").wait_for()
    for part in (".figures", ".sentence", "#picture figure"):
        dim = page.locator(part).first.evaluate("one => Number(getComputedStyle(one).opacity)")
        assert dim < 0.6
    assert said


def test_the_link_for_others_is_one_that_others_can_open_with_a_code_to_photograph(serve, visit):
    from relsim.app.server.ports import lan_addresses

    server = serve("relsim.app.page.page:Page", "--lan")
    visitor = visit(server.address + link_to())
    visitor.page.get_by_label("Class code").fill(server.code)
    visitor.clicks("Enter")
    page = finished(visitor.page)
    page.locator("summary", has_text="Link").click()
    address = page.locator(".sheet input").input_value()
    if not lan_addresses():
        pytest.skip("this computer is in no network")
    assert address.startswith(f"http://{lan_addresses()[0]}:{server.port}/?scenario=insurance")
    page.get_by_role("img", name="QR code").wait_for()


def test_without_lan_the_link_says_that_others_cannot_open_it(open_page):
    page = open_page()
    page.locator("summary", has_text="Link").click()
    page.get_by_text("relsim app --lan").wait_for()
    assert page.get_by_role("img", name="QR code").count() == 0


# Pictures.


def test_every_chart_is_drawn_and_has_the_numbers_of_the_report_behind_it(open_page, shown):
    page = open_page()
    for name in CHARTS:
        page.locator(f"#tab-{name}").click()
        drawn(page, name)
        expected = chart(shown, name)
        assert flat(page.locator(".pictures h3").inner_text()) == flat(
            label_of(str(expected.title))
        )
        page.get_by_role("button", name="Table").click()
        rows = page.locator("#picture tbody tr")
        rows.first.wait_for()
        assert [flat(text) for text in rows.first.locator("th, td").all_inner_texts()] == [
            flat(str(text))
            for row in expected.numbers.rows[:1]
            for text in (row.top, *(cell.top for cell in row.cells))
        ]
        assert rows.count() == len(expected.numbers.rows)


def test_all_charts_stand_together(open_page):
    page = open_page(link_to(show="all"))
    for name in CHARTS:
        drawn(page, name)


def test_tabs_are_walked_with_the_arrow_keys(open_page):
    page = open_page()
    page.get_by_role("tab", name="Retention curves").focus()
    page.keyboard.press("ArrowRight")
    drawn(page, "profit")
    assert page.evaluate("document.activeElement.id") == "tab-profit"
    assert page.get_by_role("tab", name="Cumulative profit").get_attribute("aria-selected") == (
        "true"
    )


def test_strategies_differ_by_dash_and_by_name_not_by_colour_alone(open_page):
    page = open_page()
    dashes = (
        drawn(page)
        .locator(".scatterlayer .js-line")
        .evaluate_all("lines => lines.map(line => line.style.strokeDasharray || 'none')")
    )
    named = page.locator("#chart-survival .annotation").all_text_contents()
    assert len(set(dashes)) > 1
    assert any("nothing" in one for one in named) and any("social" in one for one in named)


# Stories.


def test_a_click_on_a_departure_tells_why_beside_the_same_customer_under_the_other(open_page):
    page = open_page(link_to(show="customers"))
    drawn(page, "customers").locator(".points path").first.click(force=True)
    story = page.get_by_role("dialog")
    story.wait_for(timeout=60_000)
    story.locator(".lives svg").first.wait_for()
    story.get_by_text("Period by period, with the numbers").click()
    headings = story.locator("h3").all_inner_texts()
    assert "Under social bonding" in headings and "Under nothing extra" in headings
    assert "Where they part" in headings
    page.keyboard.press("Escape")
    story.wait_for(state="hidden")


def test_a_customer_is_asked_for_by_number_and_by_keyboard(open_page, scenario):
    page = open_page(link_to(show="customers"))
    page.get_by_label("Customer", exact=True).fill("17")
    page.keyboard.press("Enter")
    story = page.get_by_role("dialog")
    story.wait_for(timeout=60_000)
    story.locator(".lives svg").first.wait_for()
    story.get_by_text("Period by period, with the numbers").click()
    told = titled_story(relsim.story(scenario, 17, "social", "none"))
    assert flat(told.to_text(2_000).split("\n\n")[0]) in flat(story.inner_text())
    page.get_by_role("button", name="Close the story").click()
    story.wait_for(state="hidden")
    page.get_by_label("Customer", exact=True).fill("5000")
    page.keyboard.press("Enter")
    page.locator(".ask").get_by_role("alert").filter(has_text="no customer 5000").wait_for()


def test_departures_are_a_table_too_with_a_way_to_each_story(open_page):
    page = open_page(link_to(show="customers"))
    drawn(page, "customers")
    page.get_by_role("button", name="Table").click()
    page.get_by_role("button", name="Story of customer").first.click()
    page.get_by_role("dialog").wait_for(timeout=60_000)


# Pins.


def test_pinned_results_stand_beside_each_other_with_what_differs(open_page):
    page = open_page()
    page.get_by_role("button", name="Pin").click()
    page.get_by_role("slider", name="Personal contact").fill("0.9")
    page.locator(".pins td", has_text="0.5").wait_for(state="hidden")
    page.wait_for_function("location.search.includes('social.social%3D0.9')")
    page.locator(".outcome[aria-busy=false]").wait_for(timeout=60_000)
    finished(page)
    page.get_by_role("button", name="Pin").click()
    row = page.locator(".pins tbody tr", has_text="strategies.social.social")
    row.locator("td").nth(1).wait_for()
    assert row.locator("td").all_inner_texts() == ["0.5", "0.9"]
    page.get_by_role("button", name="Show A again").click()
    social = page.get_by_role("slider", name="Personal contact").element_handle()
    page.wait_for_function("(one) => one.value === '0.5'", arg=social)
    page.get_by_role("button", name="Take B away").click()
    page.get_by_role("button", name="Take B away").wait_for(state="hidden")


# What is taken away.


def taken(page, name):
    """Return what a download brings: the file's name and its bytes."""
    page.locator("summary", has_text="Download").click()
    with page.expect_download() as waiting:
        page.get_by_role("button", name=name).click()
    file = waiting.value
    with open(file.path(), "rb") as content:
        return file.suggested_filename, content.read()


def test_downloads_are_what_the_interface_gives(open_page, scenario, result):
    from openpyxl import load_workbook

    page = open_page()
    name = safe_name(scenario.name)
    kind, table = taken(page, "Table CSV")
    shown = list(result.to_frame().columns)
    both = [pd.read_csv(io.BytesIO(one)) for one in (table, as_csv(result.to_frame()).encode())]
    assert kind == f"{name}.csv"
    pd.testing.assert_frame_equal(both[0][shown], both[1])
    assert {"fingerprint", "seed", "command"} <= set(both[0].columns)
    kind, toml = taken(page, "Scenario TOML")
    assert (kind, relsim.parse(toml.decode())) == (f"{name}.toml", scenario)
    _, book = taken(page, "Table Excel")
    assert load_workbook(io.BytesIO(book)).sheetnames == [
        *("figures", "worlds", "by_year", "break_even", "settings")
    ]
    _, report = taken(page, "Report HTML")
    assert report.decode() == to_html(result)


def test_a_chart_is_saved_as_a_picture_and_as_data(open_page):
    page = open_page()
    drawn(page)
    with page.expect_download() as waiting:
        page.get_by_role("button", name="SVG").click()
    with open(waiting.value.path(), encoding="utf-8") as picture:
        text = picture.read()
    assert text.startswith("<svg") and "social" in text
    with page.expect_download() as waiting:
        page.get_by_role("button", name="JSON").click()
    with open(waiting.value.path(), encoding="utf-8") as data:
        assert {"data", "layout"} <= set(json.load(data))


# For everybody.


@pytest.mark.parametrize("size", SIZES)
def test_nothing_sticks_out_of_the_screen(open_page, size):
    page = open_page(link_to(strategies="none,financial,social,structural"), size=size)
    width = SIZES[size][0]
    for picture in ("survival", "reasons", "satisfaction", "customers"):
        page.locator(f"#tab-{picture}").click()
        box = drawn(page, picture).locator("svg.main-svg").first.bounding_box()
        assert box["x"] >= 0 and box["x"] + box["width"] <= width
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_sentence_and_curves_are_on_a_laptops_screen_at_once(open_page):
    page = open_page()
    assert page.locator(".sentence").first.bounding_box()["y"] > 0
    box = drawn(page).locator(".scatterlayer").first.bounding_box()
    assert box["y"] + box["height"] <= SIZES["laptop"][1]


def test_the_whole_chart_is_on_an_old_projectors_first_screen(open_page):
    page = open_page(size="projector")
    box = drawn(page).locator("svg.main-svg").first.bounding_box()
    assert box["y"] + box["height"] <= SIZES["projector"][1]
    rows = page.locator(".figures tbody tr").all()
    assert all(row.bounding_box()["height"] < 40 for row in rows)  # a line each
    unit = page.locator(".figures tbody th small").first
    assert unit.bounding_box()["width"] <= 1
    page.get_by_role("button", name="All figures").click()
    assert unit.bounding_box()["width"] > 20


def colours(page):
    return page.evaluate(
        """() => {
            const light = (text) => { const [r, g, b] = text.match(/\\d+/g).map(Number);
                                      return (0.2126 * r + 0.7152 * g + 0.0722 * b) / 255; };
            const css = (where, what) =>
                light(getComputedStyle(document.querySelector(where))[what]);
            return {paper: css('.relsim', 'backgroundColor'), ink: css('.sentence', 'color'),
                    ticks: css('#chart-survival .xtick text', 'fill')};
        }"""
    )


def test_light_and_dark_follow_the_system_and_the_switch(open_page):
    page = open_page(dark=True)
    drawn(page)
    found = colours(page)
    assert found["paper"] < 0.15 and found["ink"] > 0.8 and found["ticks"] > 0.6
    page.get_by_label("Light or dark").select_option("light")
    page.wait_for_function("document.querySelector('#chart-survival').dataset.drawn > 1")
    found = colours(page)
    assert found["paper"] > 0.9 and found["ink"] < 0.2 and found["ticks"] < 0.4
    page.reload()
    finished(page)
    drawn(page)
    assert colours(page)["paper"] > 0.9


def test_everything_that_can_be_used_has_a_name_and_a_visible_focus(open_page):
    page = open_page(link_to(show="customers"))
    drawn(page, "customers")
    page.get_by_text("More: every lever and setting").click()
    page.locator(".group summary").first.wait_for()
    nameless = page.evaluate(
        """() => [...document.querySelectorAll('.relsim button, .relsim input, .relsim select')]
            .filter((one) => !(one.getAttribute('aria-label') || one.textContent.trim()
                               || [...(one.labels || [])].some((said) => said.textContent.trim())))
            .map((one) => one.outerHTML.slice(0, 120))"""
    )
    assert nameless == []
    page.keyboard.press("Tab")
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineWidth")
    assert outline == "3px"


def test_the_page_has_landmarks_one_heading_and_a_live_sentence(open_page):
    page = open_page()
    assert page.get_by_role("banner").count() == 1
    assert page.get_by_role("main").count() == 1
    assert page.locator("h1").count() == 1
    live = page.locator("[aria-live=polite]")
    assert live.count() == 1
    assert "Social bonding" in live.inner_text() and "100 worlds" in live.inner_text()
    assert page.get_by_role("img").first.get_attribute("aria-label").startswith("Retention curves")


def test_letters_stand_out_from_the_paper_by_day_and_by_night(open_page):
    weak_letters = Path(__file__).with_name("contrast.js").read_text(encoding="utf-8")
    for dark in (False, True):
        page = open_page(link_to(strategies="none,financial,social,structural"), dark=dark)
        page.get_by_role("button", name="Markets").click()
        page.locator(".card").first.wait_for()
        assert page.evaluate(weak_letters) == [], dark


FOUR = "none,financial,social,structural"


def test_the_chart_of_four_strategies_begins_on_a_laptops_first_screen(open_page):
    page = open_page(link_to(strategies=FOUR))
    title = page.locator(".pictures h3").bounding_box()
    assert title["y"] + 150 < 768  # the smaller of usual screens; there the curves are seen


def test_a_table_that_is_cut_off_says_so_and_one_that_is_not_does_not(open_page):
    phone = open_page(link_to(strategies=FOUR), size="phone")
    phone.get_by_text("Move the table sideways").wait_for()
    laptop = open_page(link_to(strategies=FOUR))
    assert not laptop.get_by_text("Move the table sideways").is_visible()


def test_who_beats_whom_is_told_with_all_figures(open_page):
    page = open_page(link_to(strategies=FOUR))
    page.get_by_role("button", name="All figures").click()
    said = page.locator(".rivals p").all_inner_texts()
    assert len(said) >= 6  # three pairs, retention and net present value; then conclusions
    assert all("nothing extra" not in one for one in said[:6])


SMALL = """() => [...document.querySelectorAll(
        ".relsim button, .relsim summary, .relsim select, .relsim input, .relsim .picks label")]
    .filter((one) => one.offsetParent && !(one.type === "checkbox"))
    .map((one) => [one.outerHTML.slice(0, 90), one.getBoundingClientRect()])
    .filter(([, box]) => box.width < 24 || box.height < 24).map(([text]) => text)"""


@pytest.mark.parametrize("size", SIZES)
def test_what_is_clicked_is_large_enough_for_a_finger(open_page, size):
    page = open_page(link_to(show="customers"), size=size)
    drawn(page, "customers")
    if size == "phone":
        page.get_by_text("Show strategies and levers").click()
    page.get_by_role("button", name="Pin").click()
    page.get_by_role("slider", name="Personal contact").fill("0.9")
    page.get_by_role("button", name="Take Personal contact back").wait_for()
    page.get_by_text("More: every lever and setting").click()
    page.locator(".group summary").first.click()
    page.locator(".setting").first.wait_for()
    assert page.evaluate(SMALL) == []


UNSEEN_EDGES = """() => {
    const bright = (text) => {
        const [r, g, b] = text.match(/[\\d.]+/g).slice(0, 3).map(Number).map((one) => {
            one /= 255;
            return one <= 0.03928 ? one / 12.92 : ((one + 0.055) / 1.055) ** 2.4;
        });
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const paper = bright(getComputedStyle(document.querySelector(".relsim")).backgroundColor);
    return [...document.querySelectorAll(
            ".relsim select, .relsim input[type=text], .relsim .tools button, .relsim .hint")]
        .filter((one) => one.offsetParent)
        .map((one) => [one.outerHTML.slice(0, 60), bright(getComputedStyle(one).borderTopColor)])
        .filter(([, edge]) => (Math.max(edge, paper) + 0.05) / (Math.min(edge, paper) + 0.05) < 3);
}"""


@pytest.mark.parametrize("dark", [False, True], ids=["day", "night"])
def test_the_edges_of_what_can_be_used_are_seen(open_page, dark):
    assert open_page(dark=dark).evaluate(UNSEEN_EDGES) == []


def test_what_is_read_out_holds_what_is_seen(open_page):
    page = open_page(link_to(show="customers"))
    drawn(page, "customers")
    page.get_by_role("button", name="Table").click()
    page.get_by_role("button", name="Story of customer").first.wait_for()
    other = page.evaluate(
        """() => [...document.querySelectorAll(".relsim button[aria-label], .relsim [role=tab]")]
            .filter((one) => /[a-z]{2}/i.test(one.innerText))
            .map((one) => [one.innerText.trim(), one.getAttribute("aria-label") || one.innerText])
            .filter(([seen, said]) => !said.toLowerCase().includes(seen.toLowerCase()))"""
    )
    assert other == []


def test_long_titles_stay_within_their_place(open_page):
    page = open_page("/?scenario=cruise_line&set=market.customers%3D150&set=market.periods%3D24")
    name = page.locator(".picks span", has_text="refund and return")
    assert name.evaluate("one => getComputedStyle(one).overflowWrap") == "break-word"
    assert name.evaluate("one => one.scrollWidth <= one.parentElement.clientWidth")


def test_more_worlds_do_not_move_a_slider_that_is_held(open_tab):
    page = open_tab("/?scenario=insurance&seed=41&set=market.customers%3D1500")
    slider = page.get_by_role("slider", name="Personal contact")
    slider.wait_for(timeout=60_000)
    slider.evaluate(
        "one => { one.value = '0.83'; one.dispatchEvent(new Event('input', {bubbles: true})); }"
    )
    page.locator(".bar i:not(.busy)").wait_for(timeout=60_000, state="attached")
    assert slider.input_value() == "0.83"


def test_two_quick_clicks_are_both_taken(open_page):
    page = open_page()
    page.evaluate(
        """() => ["financial", "structural"].forEach((name) =>
            document.querySelector(`.picks input[value=${name}]`).click())"""
    )
    page.wait_for_function("document.querySelectorAll('.figures thead th').length === 5")
