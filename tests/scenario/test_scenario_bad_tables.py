"""Tables that no scenario has, counts that none may have, and the smallest that are right."""

from __future__ import annotations

import pytest

from relsim.errors import ScenarioError
from relsim.scenario import parse

FIRM = '[[firms]]\nname = "Alba"\n'

# What it is; the text; where it is refused; words of the refusal.
REFUSED = [
    (
        "an include",
        'include = "other.toml"\n' + FIRM,
        "a.toml:1 include:",
        "includes no other file",
    ),
    (
        "a table of includes",
        FIRM + '[include]\nfile = "a.toml"\n',
        "a.toml:3 include:",
        "includes no other file",
    ),
    (
        "an import",
        FIRM + '[[import]]\nfile = "a.toml"\n',
        "a.toml:3 import:",
        "includes no other file",
    ),
    ("a base", 'extends = "insurance"\n' + FIRM, "a.toml:1 extends:", "a key of a strategy"),
    ("a list of firms by name", 'firms = ["Alba"]\n', "a.toml:1 firms[0]:", "allowed is a table"),
    ("firms by key", "[firms.Alba]\nprice = 3\n", "a.toml:1 firms:", "Write [[firms]]"),
    (
        "one segment in single brackets",
        FIRM + '[segments]\nname = "a"\n',
        "a.toml:3 segments:",
        "[[",
    ),
    (
        "a strategy in double brackets",
        FIRM + '[[strategies]]\nname = "a"\n',
        "a.toml:3 strategies:",
        "[strategies.NAME]",
    ),
    (
        "a strategy that is a number",
        FIRM + "[strategies]\nmine = 3\n",
        "a.toml:4 strategies.mine:",
        "[strategies.mine]",
    ),
    (
        "an event that is a number",
        "events = [3]\n" + FIRM,
        "a.toml:1 events[0]:",
        "Write [[events]]",
    ),
    (
        "costs that are a number",
        "[market]\ncosts = 3\n" + FIRM,
        "a.toml:2 market.costs:",
        "Write [market.costs]",
    ),
    ("costs at the top", FIRM + "[costs]\nacquisition = 3\n", "a.toml:3 costs:", "no table"),
    (
        "behaviour that is a list",
        "behaviour = []\n" + FIRM,
        "a.toml:1 behaviour:",
        "Write [behaviour]",
    ),
    ("phases that are a list", "phases = []\n" + FIRM, "a.toml:1 phases:", "[phases.NAME]"),
    (
        "a phase with a table in it",
        FIRM + "[phases.x]\ny = { z = 1 }\n",
        "a.toml:4 phases.x.y:",
        "finite numbers",
    ),
    (
        "a phase with a date in it",
        FIRM + "[phases.x]\ny = 2020-01-01\n",
        "a.toml:4 phases.x.y:",
        "finite numbers",
    ),
    (
        "a phase with a huge number",
        FIRM + f"[phases.x]\ny = {2**63}\n",
        "a.toml:4 phases.x.y:",
        "finite numbers",
    ),
    (
        "an event that sets a list",
        FIRM + "[[events]]\nperiod = 1\nset = [1]\n",
        "a.toml:5 events[0].set:",
        "allowed is a table",
    ),
    (
        "an event that sets a number",
        FIRM + "[[events]]\nperiod = 1\nset = 3\n",
        "a.toml:5 events[0].set:",
        "allowed is a table",
    ),
    (
        "an event in half a period",
        FIRM + "[[events]]\nperiod = 1.5\nset = { freedom = 0.5 }\n",
        "a.toml:4 events[0].period:",
        "whole number",
    ),
    (
        "an event of nobody",
        FIRM + "[[events]]\nperiod = 1\nfirm = 3\nset = { price = 3.0 }\n",
        "a.toml:5 events[0].firm:",
        "text in quotes",
    ),
    (
        "an event without any period to be in",
        "[market]\nperiods = 0\nwarm_up = 0\n"
        + FIRM
        + "[[events]]\nperiod = 0\nset = { freedom = 0.5 }\n",
        "a.toml:7 events[0].period:",
        "no period at all",
    ),
    (
        "ten thousand and one events",
        FIRM + "events = [" + "{}," * 10_001 + "]\n",
        "a.toml:3 firms[0].events:",
        "there is no key",
    ),
    (
        "ten thousand and one events at the top",
        "events = [" + "{}," * 10_001 + "]\n" + FIRM,
        "a.toml:1 events:",
        "10,000 at most",
    ),
    (
        "a hundred and one segments",
        FIRM + "".join(f'[[segments]]\nname = "s{i}"\n' for i in range(101)),
        "a.toml:203 segments[100]:",
        "100 at most",
    ),
    (
        "two hundred and one strategies",
        FIRM + "".join(f"[strategies.s{i}]\n" for i in range(201)),
        "a.toml:3 strategies:",
        "200 at most",
    ),
    (
        "an id beyond the last",
        FIRM + "id = 1_000_001\n",
        "a.toml:3 firms[0].id:",
        "Write at most 1000000",
    ),
    ("a negative id", FIRM + "id = -1\n", "a.toml:3 firms[0].id:", "Write at least 0"),
    ("an id with decimals", FIRM + "id = 1.0\n", "a.toml:3 firms[0].id:", "Write 1"),
    (
        "a negative share",
        FIRM + '[[segments]]\nname = "a"\nshare = -0.1\n',
        "a.toml:5 segments[0].share:",
        "Write at least 0",
    ),
    (
        "one share short of 1",
        FIRM + '[[segments]]\nname = "a"\nshare = 0.999\n',
        "a.toml:5 segments[0].share:",
        "Write 1 here",
    ),
    (
        "shares beyond 1 by a millionth",
        FIRM
        + '[[segments]]\nname = "a"\nshare = 0.5\n[[segments]]\nname = "b"\nshare = 0.500001\n',
        "a.toml:8 segments[1].share:",
        "sum to 1.000001",
    ),
    (
        "an opening share of a firm that is alone",
        FIRM + "opening_share = 0.5\n",
        "a.toml:3 firms[0].opening_share:",
        "sum to 0.5",
    ),
    (
        "a law with a mean that is text",
        FIRM + '[[segments]]\nname = "a"\nneed_rate = { mean = "0.5" }\n',
        "a.toml:5 segments[0].need_rate.mean:",
        "without quotes",
    ),
    (
        "a law without a spread",
        FIRM + '[[segments]]\nname = "a"\nneed_rate = { concentration = 0 }\n',
        "a.toml:5 segments[0].need_rate.concentration:",
        "from 1e-12",
    ),
    (
        "a law in two laws",
        FIRM + '[[segments]]\nname = "a"\nneed_rate = [0.1, 0.2]\n',
        "a.toml:5 segments[0].need_rate:",
        "found a list",
    ),
    (
        "a trait under the firm",
        FIRM + "need_rate = 0.5\n",
        "a.toml:3 firms[0].need_rate:",
        "a key of a segment",
    ),
    (
        "a lever under the market",
        "[market]\nprice = 3.0\n" + FIRM,
        "a.toml:2 market.price:",
        "a key of a firm",
    ),
    (
        "a key in capitals",
        "[market]\nCustomers = 3\n" + FIRM,
        "a.toml:2 market.Customers:",
        "Did you mean customers?",
    ),
    (
        "a key with a hyphen",
        "[market]\nwarm-up = 3\n" + FIRM,
        "a.toml:2 market.warm-up:",
        "Did you mean warm_up?",
    ),
    (
        "a key in quotes with a blank",
        '[market]\n"warm up" = 3\n' + FIRM,
        'a.toml:2 market."warm up":',
        "Did you mean warm_up?",
    ),
    (
        "a key that is nothing",
        '[market]\n"" = 3\n' + FIRM,
        'a.toml:2 market."":',
        "there is no key",
    ),
    (
        "a key in Cyrillic letters",
        '[market]\n"\\u0440\\u0435riods" = 3\n' + FIRM,
        "a.toml:2 market.",
        "Did you mean periods?",
    ),
    (
        "a key that steers a terminal",
        '[market]\n"\\u001b[31m" = 3\n' + FIRM,
        'a.toml:2 market."\\u001b[31m":',
        "there is no key",
    ),
    (
        "a dotted key too deep",
        "market.customers.x = 3\n" + FIRM,
        "a.toml:1 market.customers:",
        "found a table",
    ),
    (
        "thirteen levels",
        "market" + ".x" * 13 + " = 3\n" + FIRM,
        "a.toml:",
        "no more than 12 levels",
    ),
    (
        "a key of a hundred thousand parts",
        "x" + ".x" * 100_000 + " = 1",
        "a.toml:",
        "nested too deeply",
    ),
    (
        "a header of a hundred thousand parts",
        "[x" + ".x" * 100_000 + "]",
        "a.toml:",
        "nested too deeply",
    ),
    (
        "a table written twice",
        "[market]\nperiods = 3\n[market]\ncustomers = 3\n" + FIRM,
        "a.toml:3 column",
        "this is not TOML",
    ),
    (
        "firms both ways",
        '[firms]\nx = 1\n[[firms]]\nname = "a"\n',
        "a.toml:3 column",
        "this is not TOML",
    ),
    (
        "a date that does not exist",
        "[market]\nperiods = 2020-02-30\n" + FIRM,
        "a.toml:2 column",
        "invalid date",
    ),
    ("JSON", '{"market": {"customers": 3}}\n', "a.toml:1 column 1:", "this is not TOML"),
    ("YAML", "market:\n  customers: 3\n", "a.toml:1 column", "this is not TOML"),
    ("CSV", "period,customers\n0,100\n", "a.toml:1 column", "this is not TOML"),
    ("an INI file's comment", "; a remark\n" + FIRM, "a.toml:1 column 1:", "this is not TOML"),
    (
        "nought in the text",
        '[market]\ntitle = "a\0"\n' + FIRM,
        "a.toml:2 column",
        "this is not TOML",
    ),
    (
        "a carriage return alone",
        "[market]\rperiods = 3\r" + FIRM,
        "a.toml:1 column",
        "this is not TOML",
    ),
    (
        "a typographic quotation mark",
        "[market]\ntitle = “Alba”\n" + FIRM,
        "a.toml:2 column",
        "straight quotes",
    ),
    ("an octal number", "[market]\nperiods = 012\n" + FIRM, "a.toml:2 column", "this is not TOML"),
    (
        "a number with blanks",
        "[market]\ncustomers = 10 000\n" + FIRM,
        "a.toml:2 column",
        "this is not TOML",
    ),
    (
        "a number with an apostrophe",
        "[market]\ncustomers = 10'000\n" + FIRM,
        "a.toml:2 column",
        "this is not TOML",
    ),
    (
        "yes",
        "[behaviour]\nword_of_mouth = yes\n" + FIRM,
        "a.toml:2 column",
        "yes and no are written true and false",
    ),
    (
        "True as in Python",
        "[behaviour]\nword_of_mouth = True\n" + FIRM,
        "a.toml:2 column",
        "written true and false",
    ),
    (
        "nothing as in JSON",
        "[market]\nperiods = null\n" + FIRM,
        "a.toml:2 column",
        "this is not TOML",
    ),
]


@pytest.mark.parametrize(
    ("text", "where", "words"), [x[1:] for x in REFUSED], ids=[x[0] for x in REFUSED]
)
def test_what_no_scenario_has_is_refused_with_place_and_advice(
    text: str, where: str, words: str
) -> None:
    with pytest.raises(ScenarioError) as refusal:
        parse(text, name="a.toml")
    paragraphs = str(refusal.value).split("\n\n")
    mine = [paragraph for paragraph in paragraphs if paragraph.startswith(where)]
    assert any(words in paragraph for paragraph in mine), paragraphs
    assert all(len(paragraph) < 600 for paragraph in paragraphs)
    assert all(letter.isprintable() for paragraph in paragraphs for letter in paragraph)


@pytest.mark.parametrize(
    "text",
    [
        FIRM,
        "[market]\ncustomers = 0\n" + FIRM,
        "[market]\nperiods = 0\n" + FIRM,
        "[market]\ncustomers = 0\nperiods = 0\nwarm_up = 0\n" + FIRM,
        "[market]\ncustomers = 1\nnetwork_degree = 1000\n" + FIRM,
        "[market]\n[behaviour]\n[market.costs]\n" + FIRM,
        FIRM + "present = false\n",
        "firms = [{name = 'Alba'}]",
        FIRM.replace("\n", "\r\n"),
        "\ufeff" + FIRM,
        "# only\n" + FIRM + "# remarks\n",
        FIRM + '[[segments]]\nname = "a"\nshare = 0\n[[segments]]\nname = "b"\nshare = 1\n',
        FIRM + "[strategies.mine]\n",
        FIRM + "[phases.mine]\n",
        FIRM + '[[events]]\nperiod = -24\nset = { freedom = 0.5 }\n',
        "".join(f'[[firms]]\nname = "F{i}"\n' for i in range(16)),
    ],
)  # fmt: skip
def test_the_smallest_and_the_oddest_that_are_right_survive_writing(text: str) -> None:
    scenario = parse(text)
    assert parse(scenario.to_toml()) == scenario
    assert parse(scenario.to_toml(defaults=True)) == scenario
