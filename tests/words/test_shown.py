"""What is shown in another language holds no English word, whoever says it; and it fits its box."""

import html
import json
import re
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context

import pytest

import relsim
from relsim.app.classroom.question import question
from relsim.app.page.controls import groups
from relsim.app.page.lessons import told as on_the_page
from relsim.app.page.model import statements
from relsim.app.session.teaching import evidence_of
from relsim.claims.lesson import lesson
from relsim.result.figures import FIGURES
from relsim.view import to_html
from relsim.words.catalogue import translate
from relsim.words.language import language, speak, speaking

SMALL = {"market.customers": 120, "market.periods": 24, "market.warm_up": 6}
STRATEGIES = ("none", "financial", "social", "structural")
OURS = {
    *("relsim", "story", "calibrate", "seed", "set", "settings", "customer", "strategy", "against"),
    *("insurance", "toml", "market", "customers", "periods", "warm_up", "overrides", "strategies"),
    *STRATEGIES,
    "reward_rate",
}
"""What is written to a computer: commands, paths, names of files; and names that a user gave."""

UNSPOKEN = re.compile(r"<(script|style|code|pre)\b.*?</\1>|<[^>]*>", re.DOTALL)
NAMED = re.compile(r'aria-label="([^"]*)"')
HELD = re.compile(r"<script[^>]*application/json[^>]*>(.*?)</script>", re.DOTALL)
WORD = re.compile(r"[A-Za-z_]{2,}")
KEPT = re.compile(r"&#?\w+;|\b[0-9a-f]{64}\b")
FONTS_AND_COLOURS = ("family", "color", "colorway", "fillcolor")


@pytest.fixture(scope="module")
def scenario():
    return relsim.load("insurance", SMALL)


@pytest.fixture(scope="module")
def comparison(scenario):
    return relsim.compare(scenario, STRATEGIES, replications=3)


@pytest.fixture(scope="module")
def life(scenario):
    return relsim.story(scenario, 17, "social")


@pytest.fixture(scope="module", params=["comparison", "life"])
def page(request, comparison, life):
    """Return a report in Chinese."""
    with speaking("zh"):
        if request.param == "life":
            return to_html(life)
        return to_html(comparison, [life])


def foreign(text, names):
    """Return the English words of a text that nobody has allowed."""
    return {one for one in WORD.findall(KEPT.sub(" ", text)) if one not in OURS | set(names)}


def test_a_report_holds_no_english_word(page, scenario):
    words = html.unescape(UNSPOKEN.sub(" ", page) + " ".join(NAMED.findall(page)))
    assert foreign(words, scenario.firm_names) == set()
    assert '<html lang="zh-Hans">' in page


def texts(node, key=""):
    """Yield the texts that a chart shows."""
    if isinstance(node, dict):
        for name, one in node.items():
            if name in ("text", "ticktext", "name", "hovertemplate", "hovertext", "labels"):
                yield from strings(one)
            elif name not in FONTS_AND_COLOURS:
                yield from texts(one, name)
    elif isinstance(node, list):
        for one in node:
            yield from texts(one, key)


def strings(node):
    if isinstance(node, str):
        yield re.sub(r"<[^>]*>|%{\w+}", " ", node)
    elif isinstance(node, list | dict):
        for one in node.values() if isinstance(node, dict) else node:
            yield from strings(one)


def test_no_chart_does_either(page, scenario):
    held = re.findall(r'id="chart-[\w-]+-data">(.*?)</script>', page, re.DOTALL)
    assert len(held) in (1, 10)
    shown = [text for one in held for text in texts(json.loads(one))]
    assert len(shown) > 10
    assert foreign(" ".join(shown), scenario.firm_names) == set()


LESSONS = ("recovery_paradox", "bonding_levels", "kotler_grid", "cheaper_for_newcomers")
CITED = {"Citizens", "Advice", "Smith", "Bolton", "Wagner", "Aurora", "Berry", "Parasuraman"}
CITED |= {"Kotler", "Feinberg", "Krishna", "Zhang", "claims", *LESSONS}


@pytest.mark.parametrize("name", LESSONS)
def test_a_lesson_holds_no_english_word_in_a_file_in_a_class_or_on_the_page(name):
    evidence = evidence_of(name)
    with speaking("zh"):
        whole = lesson(evidence)
        words = html.unescape(UNSPOKEN.sub(" ", whole) + " ".join(NAMED.findall(whole)))
        data = [json.loads(one) for one in HELD.findall(whole)]
        assert len(data) == 1
        shown = [words, *data, question(evidence), on_the_page(name, revealed=True)]
        told = " ".join(strings(shown))
    assert foreign(told, CITED) == set()
    assert '<html lang="zh-Hans">' in whole


def test_settings_and_statements_hold_no_english_word(scenario):
    with speaking("zh"):
        shown = [[group["title"], *group["items"]] for group in groups(scenario, "social")]
        told = [entry for theme in statements() for entry in theme["entries"]]
    items = [[one["label"], one["meaning"], one["unit"]] for _, *held in shown for one in held]
    said = [[one[key] for key in ("kind", "says", "shown", "missing")] for one in told]
    homes = [home for one in told for home in one["homes"] if home["kind"] != "strategy"]
    said += [[home["called"], home["meaning"]] for home in homes]
    words = " ".join(strings([items, said, [title for title, *_ in shown]]))
    assert foreign(re.sub("`+[^`]+`+", " ", words), scenario.firm_names) <= OF_THE_FIELD


OF_THE_FIELD = {"Berry", "McGuire", "Beta", "Copula", "sigma", "exp"}


def test_who_speaks_a_language_does_so_alone(comparison):
    with speaking("zh"):
        assert translate("Profit") == "利润" and language() == "zh"
        assert "利润" in comparison.to_text() and "Profit" not in comparison.to_text()
    assert "Profit" in comparison.to_text() and language() == "en"


def test_one_thread_does_not_speak_the_language_of_another():
    with ThreadPoolExecutor(1) as other, speaking("zh"):
        assert other.submit(language).result() == "en"
        other.submit(speak, "zh").result()
        with speaking("en"):
            assert other.submit(translate, "Profit").result() == "利润"
            assert translate("Profit") == "Profit"
        other.submit(speak, "en").result()
        assert language() == "zh"
    # Nor does one visit of the page, in turns with another on one thread.
    first, second = copy_context(), copy_context()
    first.run(speak, "zh")
    assert (second.run(language), first.run(language), language()) == ("en", "zh", "en")


def test_what_is_told_in_one_language_can_be_told_in_another(life):
    before = life.to_text()
    with speaking("zh"):
        assert foreign(life.to_text(), life.scenario.firm_names) == set()
    assert life.to_text() == before


def test_data_is_the_same_in_every_language(comparison):
    before = comparison.to_json()
    with speaking("zh"):
        assert comparison.to_json() == before
        assert list(comparison.to_frame().columns) == list(comparison.to_frame().columns)
        assert json.loads(json.dumps(FIGURES["profit"].title)) == "Profit"


def test_a_language_that_there_is_not_is_refused(life, tmp_path):
    with pytest.raises(relsim.InputError, match="language: found 'fr'; allowed is en or zh"):
        relsim.report(life, tmp_path / "life.html", language="fr")
