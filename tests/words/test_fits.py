"""What is shown fits its box in every language, on a telephone and on a laptop."""

import pytest

import relsim
from relsim.view import report
from relsim.words.language import LANGUAGES
from tests.words import ems

SIZES = {"telephone": (390, 844), "laptop": (1366, 768)}

TOO_WIDE = """() => {
    const found = [];
    const name = one => `${one.tagName}: ${one.textContent.slice(0, 50)}`;
    const page = document.documentElement;
    for (const one of document.querySelectorAll("details")) one.open = true;
    for (const one of document.querySelectorAll("tbody th")) {
        // A name that may break anywhere is not to stand one character a line.
        if (one.clientWidth < 80) found.push(`${one.clientWidth} wide: ${name(one)}`);
    }
    if (page.scrollWidth > page.clientWidth) found.push(`page ${page.scrollWidth}`);
    for (const one of document.querySelectorAll("h1,h2,h3,p,li,dt,dd,summary,figure,caption")) {
        if (one.scrollWidth > one.clientWidth + 1 && one.clientWidth) found.push(name(one));
    }
    for (const chart of document.querySelectorAll(".chart")) {
        const box = chart.getBoundingClientRect();
        for (const text of chart.querySelectorAll("svg text")) {
            const here = text.getBoundingClientRect();
            if (!here.width) continue;
            if (here.left < box.left - 2 || here.right > box.right + 2) {
                found.push(`${chart.id} ${Math.round(here.left - box.left)} to `
                    + `${Math.round(here.right - box.left)} of ${box.width}: ${text.textContent}`);
            }
        }
    }
    return found;
}"""


@pytest.fixture(scope="module")
def comparison():
    market = relsim.load("insurance", {"market.customers": 120, "market.periods": 48})
    return relsim.compare(market, ["none", "financial", "social", "structural"], replications=3)


def test_the_report_fits(comparison, chromium_browser, tmp_path):
    life = relsim.story(comparison.scenario, 17, "social")
    found = {}
    for language in LANGUAGES:
        path = report(comparison, tmp_path / f"{language}.html", [life], language=language)
        for size, (width, height) in SIZES.items():
            page = chromium_browser.new_page(viewport={"width": width, "height": height})
            ems.use(page)
            page.goto(path.as_uri())
            page.wait_for_selector("#chart-life-0 svg text")
            found[language, size] = page.evaluate(TOO_WIDE)
            page.close()
    assert found == {(language, size): [] for language in LANGUAGES for size in SIZES}
