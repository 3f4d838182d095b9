"""Reports of calibrations, fits and explanations speak one language each, whole."""

import html
import json
import re
from concurrent.futures import ThreadPoolExecutor

import pytest

import relsim
from relsim.study.compare import worlds
from relsim.study.data.survey import Tier
from relsim.study.fit import fitting, search
from relsim.study.plausible import living
from relsim.view import to_html
from relsim.words.catalogue import Phrase, Word
from relsim.words.language import speaking
from tests.study.fakes import fake_survivors
from tests.study.test_explain import asked_of, worth
from tests.words.test_shown import NAMED, UNSPOKEN, foreign, texts

OF_THE_FIELD = {"PRIM", "BG", "NBD", "price", "promotion_depth", "loyalty_discount"}
"""And levers as a scenario writes them."""
TO_A_COMPUTER = re.compile(
    r"--[\w-]+(?: (?:segments|contracts))?|(?:behaviour|market|segments)[.\w]+|"
    r"\[\[\w+\]\]|relsim \w+|=LOW..HIGH|fitted(?=\.)|\S+\.csv"
)


def explained(cohort):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(worlds, "live", worth)
        patch.setattr(living, "figures_of", asked_of)
        found = relsim.explain(relsim.load("insurance"), ["none", "social"], settings=60)
    return found.comparison, [found]


def calibrated(cohort):
    market = relsim.load(
        "insurance", {"market.customers": 120, "market.periods": 24, "market.warm_up": 6}
    )
    return relsim.calibrate(market, cohort=cohort, runs=60, settings=20), []


def fitted(cohort):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(search, "survivors", fake_survivors)
        numbers = ["behaviour.loss_aversion", "behaviour.refusal_severity"]
        asked = {"replications": 1, "evaluations": 8, "hold_out": 1}
        return fitting.fit(relsim.load("insurance"), cohort, numbers, **asked), []


@pytest.fixture(scope="module", params=[explained, calibrated, fitted])
def reported(request, tmp_path_factory):
    cohort = tmp_path_factory.mktemp("read") / "cohort.csv"
    left = (1000, 992, 985, 981, 974)
    rows = "".join(f"{period},{many}\n" for period, many in enumerate(left))
    cohort.write_text(f"period,customers\n{rows}total,4932\n", encoding="utf-8")
    return request.param(cohort)


def test_a_report_in_chinese_holds_no_english_word(reported):
    with speaking("zh"):
        page = to_html(*reported)
    held = re.findall(r'id="chart-[\w-]+-data">(.*?)</script>', page, re.DOTALL)
    shown = [UNSPOKEN.sub(" ", page), *NAMED.findall(page)]
    shown += [text for one in held for text in texts(json.loads(one))]
    words = html.unescape(" ".join(shown))
    scenario = reported[0].scenario
    assert held
    allowed = {*scenario.firm_names, *OF_THE_FIELD}
    assert foreign(TO_A_COMPUTER.sub(" ", words), allowed) == set()


def test_english_is_unchanged_by_it_and_two_threads_speak_two_languages(reported):
    before = to_html(*reported)

    def in_chinese():
        with speaking("zh"):
            return to_html(*reported)

    with ThreadPoolExecutor(1) as other:
        chinese = other.submit(in_chinese)
        assert to_html(*reported) == before
    assert 'lang="zh-Hans"' in chinese.result() and 'lang="en"' in before


def test_what_is_data_and_shown_is_english_as_data():
    tier = Tier(Word("satisfaction"), Word("low"), 1.0, 2.0, 10, 6)
    with speaking("zh"):
        name = Phrase("staying, {tier}", tier=tier.title)
        assert name == "staying, satisfaction low" and {name: 1}["staying, satisfaction low"]
        assert "satisfaction" not in str(name)
