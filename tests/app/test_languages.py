"""The page speaks the language of who looks, and what it says fits."""

import re

import pytest

from tests.words import ems
from tests.words.test_shown import foreign

ALLOWED = {"relsim", "English", "HTML", "TOML", "CSV", "Excel", "SVG", "PNG", "JSON", "Page"}
ALLOWED |= {"Ctrl", "app", "lan", "Page", "Up", "Down", "set", "market", "customers", "kB"}
"""What is written to a computer, is a key, or is the name of another language."""

SHOWN = """() => {
    const found = [document.title];
    const walk = document.createTreeWalker(document.querySelector(".relsim"), NodeFilter.SHOW_TEXT);
    while (walk.nextNode()) { found.push(walk.currentNode.textContent); }
    for (const one of document.querySelectorAll("[aria-label], [title], [placeholder]")) {
        for (const name of ["aria-label", "title", "placeholder"]) {
            found.push(one.getAttribute(name) || "");
        }
    }
    return found.join(" | ");
}"""
LINK = "/?scenario=insurance&set=market.customers%3D300&set=market.periods%3D24"


@pytest.mark.slow
def test_a_browser_that_likes_chinese_is_spoken_to_in_chinese(page_server, visit):
    visitor = visit(page_server.address + LINK, go=False, locale="zh-CN")
    page = visitor.page
    ems.use(page)
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(visitor.address)
    page.locator(".figures").wait_for()
    page.locator(".chart svg text").first.wait_for()
    firms = {"Alba", "Brio", "Cora", "Dune"}
    assert foreign(page.evaluate(SHOWN), firms | ALLOWED) == set()
    assert page.evaluate("document.documentElement.lang") == "zh-Hans"
    for room, there in (("观看", ".watch canvas"), ("探索", "#chart-explore svg text")):
        page.get_by_role("button", name=room, exact=True).click()
        page.locator(there).first.wait_for()
        told = re.sub(r"relsim sweep [^|]*", "", page.evaluate(SHOWN))
        assert foreign(told, firms | ALLOWED | {"sigma"}) == set()
    options = page.locator(".explore select option").all_inner_texts()
    assert foreign(" | ".join(options), firms | {"sigma"}) == set()
    page.get_by_role("button", name="比较", exact=True).click()
    assert visitor.misdeeds == []
    for width in (390, 1366):
        page.set_viewport_size({"width": width, "height": 844})
        wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert page.evaluate(wide) <= 0
    page.get_by_role("combobox", name="语言").select_option("en")
    page.get_by_role("combobox", name="Language").wait_for()
    assert page.evaluate("document.documentElement.lang") == "en"
    text = page.evaluate(SHOWN)
    assert re.findall("[\u4e00-\u9fff]+", text.replace("中文", "")) == []
    page.reload()
    page.get_by_role("combobox", name="Language").wait_for()
