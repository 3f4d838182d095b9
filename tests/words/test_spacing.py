"""Han characters and figures are set apart by one space, in the catalogue and in what fills it."""

import re
from string import Formatter

import pytest

import relsim
from relsim.result.hypertext import as_html
from relsim.result.quantity import Quantity, Unit
from relsim.result.table import Paragraph
from relsim.result.words import Count, Sentence, joined, listed
from relsim.view.heat import short_path
from relsim.words.catalogue import Phrase, compact, translate
from relsim.words.language import speaking
from relsim.words.spacing import filled
from tests.words.catalogues import read
from tests.words.test_catalogues import KEPT, both

HAN = "[\u3400-\u4dbf\u4e00-\u9fff]"
FIGURE = "[A-Za-z0-9+−±%€$]"
MARK = "[，。；：！？、（）]"
# A number of ten thousands is one numeral: 1.8万.
UNSET = re.compile(
    rf"{HAN}{FIGURE}|{FIGURE}(?![万亿]){HAN}|{HAN} +{HAN}|{HAN}[,;:!?()]|[,;:!?()]{HAN}"
)
DOUBLED = re.compile(rf" {MARK}|{MARK} |[，。；：][，。；：]")
FORMULA = re.compile(r"\((?:[^()]|\([^()]*\))*\)")
"""Brackets of a formula are narrow: they hold a sign of reckoning."""
PLACE = re.compile(r" ?{\d} ?")


def faults(text):
    """Return where a text is set against the rule."""
    plain = FORMULA.sub(lambda one: "1" if re.search("[+−×]", one[0]) else one[0], text)
    return [one[0] for rule in (UNSET, DOUBLED) for one in rule.finditer(plain)]


@pytest.mark.parametrize("fill", ["满意度", "12"])
def test_the_whole_catalogue_is_set_so_whatever_fills_its_places(fill):
    found = []
    for source, said in (pair for one in read("zh") if one.id for pair in both(one)):
        if not said.strip():
            continue
        plain = KEPT.sub("x", said)
        names = {name for _, name, _, _ in Formatter().parse(plain) if name}
        # A browser fills its own templates, and their places are numbered.
        ours = not any(name.isdigit() for name in names)
        shown = filled(plain, dict.fromkeys(names, fill)) if ours else PLACE.sub("·", plain)
        found += [(one, source, shown) for one in faults(shown.strip())]
    assert found == []


def test_the_rule_would_see_what_it_forbids():
    for text in (
        "在其3 个月中",
        "留出的 1期",
        "多 三倍",
        "利润 (高)",
        "概括： Cora",
        "€382 (€127 至 €637)的",
    ):
        assert faults(text), text
    for text in (
        "在其 3 个月中",
        "€1.8万",
        "频率为 (1 + 该值) 倍",
        "（0, 1]",
        "€382（€127 至 €637）",
    ):
        assert not faults(text), text


def test_what_fills_a_place_is_set_apart_when_it_is_shown():
    share = Quantity(0.5, Unit("percent"), 0.4, 0.6, beside="interval")
    with speaking("zh"):
        months = Count(3, "month")
        one = Sentence("{firm}'s {lever}", firm="Alba", lever="price")
        other = Sentence("{firm}'s {lever}", firm="健康", lever="3 级")
        assert (str(one), str(other)) == ("Alba 的 price", "健康的 3 级")
        assert str(share) == "50.0\u00a0%（40.0 至 60.0\u00a0%）"
        assert str(months) == "3 个月"
        assert listed(["social", "无"]) == "social 和无"
        assert listed(["social", "无", "points"]) == "social、无和 points"
        assert joined(["一。", "Alba 二。"]) == "一。Alba 二。"
        assert str(Phrase("share of {segment}", segment="学生")) == "学生的占比"


def test_a_sentence_in_pieces_says_what_it_says_whole():
    gain = Quantity(12.5, Unit("money", 2, "€"))
    for name in ("en", "zh"):
        with speaking(name):
            said = Sentence("{figure} ({amount})", figure="利润", amount=gain)
            outer = Sentence("{first} {second}", first=said, second=Sentence("{clause}.", clause=3))
            assert "".join(map(str, outer.parts())) == str(outer)
            assert gain in outer.parts()


def test_what_leads_a_paragraph_needs_no_space_behind_a_wide_mark():
    assert "</strong>Cora" in str(as_html([Paragraph("Cora 至第 3 期。", lead="概括：")]))
    assert "</strong> Cora" in str(as_html([Paragraph("Cora until 3.", lead="In short:")]))


def test_ticks_hold_no_noise_of_floats():
    with speaking("zh"):
        assert [compact(0.1 * count) for count in (1, 2, 3, 6)] == ["0.1", "0.2", "0.3", "0.6"]
        assert compact(12_345_678.0) == "1235万"


def test_paths_on_axes_are_in_words():
    with speaking("zh"):
        assert short_path("firms.Alba.price") == "价格（Alba）"
        assert short_path("behaviour.loss_aversion") == translate("loss aversion") == "损失厌恶"
    assert short_path("firms.Alba.price") == "price (Alba)"


@pytest.fixture(scope="module")
def market():
    return relsim.load("insurance", {"market.customers": 60, "market.periods": 12})


def test_a_field_and_a_tornado_are_drawn_in_chinese(market):
    from relsim.study.sweep.field import field_of
    from relsim.view.heat import heat
    from relsim.view.tornado import tornado

    grid = relsim.grid({"firms.Alba.price": [18.0, 22.0], "behaviour.loss_aversion": [1.0, 3.0]})
    sweep = relsim.sweep(market, grid, ["none", "social"], replications=2)
    asked = {"inputs": ["behaviour.loss_aversion", "behaviour.refusal_severity"], "points": 16}
    moved = relsim.sensitivity(
        market, ["none", "social"], trajectories=2, keep=1, replications=1, **asked
    )
    with speaking("zh"):
        field = heat(field_of(sweep, "npv"), market)
        drawn = tornado(moved).titled()
        words = [field.figure.layout.xaxis.title.text, field.figure.layout.yaxis.title.text]
        words += [str(field.title), *(str(row.top) for row in field.numbers.rows)]
        words += [drawn.layout.xaxis.title.text, *(one.name for one in drawn.data if one.name)]
    said = "\n".join(words)
    assert set(re.findall(r"[A-Za-z]{2,}", said)) <= {"Alba", "none", "social"}
    assert "social 减 none" in said and faults(said) == []
