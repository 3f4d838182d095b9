"""Catalogues are of today's words, whole, and say something else than their source."""

import re
from string import Formatter

import pytest

from relsim.words.language import LANGUAGES, SOURCE
from tests.words.catalogues import has_words, path_of, read, renewed, template, written

OTHERS = [name for name in LANGUAGES if name != SOURCE]
KEPT = re.compile(r"`+[^`]+`+|--groups \w+|--\w+|\bcosts\.\w+|\bsegments\.\w+|\[\[\w+\]\]")
"""What is written to a computer, and stays."""

ALIKE = {"{figure} {factor}", "{name}", "{limits}", "{many} {periods}"}
"""Templates that hold nothing but places."""


@pytest.fixture(scope="module", params=OTHERS)
def catalogue(request):
    return read(request.param)


def both(message):
    """Yield a text with its translation, for every number."""
    ids = message.id if isinstance(message.id, tuple) else (message.id,)
    said = message.string if isinstance(message.string, tuple) else (message.string,)
    return [(ids[-1], one) for one in said]


def places(text):
    return sorted(name for _, name, _, _ in Formatter().parse(text) if name is not None)


@pytest.mark.parametrize("name", OTHERS)
def test_it_holds_the_words_of_today_and_no_others(name):
    now, kept = renewed(name), read(name)
    told = "python -m tests.words renews the catalogues; then translate what is new"
    assert {one.id for one in now if one.id} == {one.id for one in kept if one.id}, told
    assert written(now) == path_of(name).read_bytes(), told


def test_nothing_is_missing_or_doubtful(catalogue):
    assert [one.id for one in catalogue if one.id and not has_words(one)] == []
    assert [one.id for one in catalogue if one.id and one.fuzzy] == []


def test_no_entry_is_its_own_source(catalogue):
    pairs = [pair for one in catalogue if one.id for pair in both(one)]
    lettered = re.compile(r"[A-Za-z]{2,}")
    same = [text for text, said in pairs if text == said and text not in ALIKE]
    assert [text for text in same if lettered.search(re.sub(r"{\w+}", "", text))] == []
    assert set(same) <= ALIKE


def test_places_and_what_is_written_to_a_computer_are_the_same(catalogue):
    pairs = [pair for one in catalogue if one.id for pair in both(one)]
    assert [pair for pair in pairs if places(pair[0]) != places(pair[1])] == []
    kept = [(sorted(KEPT.findall(text)), sorted(KEPT.findall(said)), text) for text, said in pairs]
    assert [one for one in kept if one[0] != one[1]] == []


def test_stops_are_those_of_the_language(catalogue):
    pairs = [pair for one in catalogue if one.id for pair in both(one)]
    wrong = [said for _, said in pairs if re.search(r"[\u4e00-\u9fff][,;:!?.]", said)]
    assert wrong == []
    # A sentence ends as one, and a part of one does not.
    assert [one for one in pairs if one[0].endswith(".") != one[1].endswith("。")] == []


def test_the_template_holds_every_kind_of_word():
    ids = {one.id for one in template() if one.id}
    assert {"Annual retention", "left {origin} for {to}", "In short", "boredom"} <= ids
    assert ("{number} world", "{number} worlds") in ids


ONE_WORD_FOR_ONE = {
    **{"relationship quality": "关系质量", "service recovery": "服务补救", "word of mouth": "口碑"},
    **{"net present value": "净现值", "lifetime value": "客户终身价值", "seed": "种子"},
    **{"customer equity": "客户权益", "market share": "市场份额", "profit": "利润"},
    **{"price sensitivity": "价格敏感度", "satiation": "餍足", "bonding": "联系"},
    **{"social bond": "社会性联系", "structural bond": "结构性联系", "hostages": "人质"},
    **{"apostle": "传道者", "terrorists": "恐怖分子", "mercenar": "图利者", "segment": "细分市场"},
    **{"complaint": "抱怨", "strategy": "策略", "interval": "区间", "discount rate": "折现率"},
    **{"loss aversion": "损失厌恶", "expectation": "期望", "database": "数据库", "rivals": "竞争"},
    **{"guarantee": "保证", "innovation": "创新", "advertising": "广告", "imitat": "模仿"},
    **{"capacity": "容量", "contract": "合同", "channel": "渠道", "observability": "可判断"},
    **{"skill": "技能", "training": "培训", "warmth": "亲切", "newcomer": "新", "churn": "流失"},
    **{
        "lever": "手段",
        "budget": "预算",
        "retention": "保留",
        "relational orientation": "关系导向",
    },
}
"""Terms of the field, and what each is in Chinese wherever it stands."""


@pytest.mark.parametrize("name", OTHERS)
def test_a_term_is_the_same_wherever_it_stands(name):
    pairs = [pair for one in read(name) if one.id for pair in both(one)]
    plain = [(re.sub(r"{\w+}", " ", KEPT.sub(" ", text)), said) for text, said in pairs]
    for term, word in ONE_WORD_FOR_ONE.items():
        there = re.compile(rf"(?<![\w.-]){term}", re.IGNORECASE)
        assert [one for one in plain if there.search(one[0]) and word not in one[1]] == [], term
