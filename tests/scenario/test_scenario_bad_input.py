"""Every kind of wrong scenario, and the words with which it is refused."""

from __future__ import annotations

import pytest

from relsim.errors import ScenarioError
from relsim.scenario import parse

pytestmark = pytest.mark.smoke

FIRM = '[[firms]]\nname = "Alba"\n'
TWO = FIRM + '[[firms]]\nname = "Brio"\n'

# What it is; the text; where it is refused; words of the refusal.
CATALOGUE: list[tuple[str, str, str, tuple[str, ...]]] = [
    # Settings that belong elsewhere
    (
        "a scandal that never ends",
        FIRM + "scandal = 1.0\n",
        "a.toml:3 firms[0].scandal:",
        ("set of an event",),
    ),
    # Wrong types
    (
        "text for a number",
        FIRM + 'price = "10"\n',
        "a.toml:3 firms[0].price:",
        (
            'found "10"',
            "from 1e-12 to 1,000,000,000,000 (money per use)",
            "Write 10 without quotes",
        ),
    ),
    (
        "text with a decimal comma",
        FIRM + 'price = "10,5"\n',
        "a.toml:3 firms[0].price:",
        ("Write 10.5.",),
    ),
    (
        "text with a percent sign",
        FIRM + 'reward_rate = "5 %"\n',
        "a.toml:3 firms[0].reward_rate:",
        ("Write 0.05 for 5 %",),
    ),
    (
        "truth value for a number",
        FIRM + "social = true\n",
        "a.toml:3 firms[0].social:",
        ("found true", "a number from 0 to 1"),
    ),
    (
        "truth value for a whole number",
        "[market]\ncustomers = true\n" + FIRM,
        "a.toml:2 market.customers:",
        ("found true", "a whole number"),
    ),
    (
        "number for a truth value",
        "[behaviour]\nword_of_mouth = 0\n" + FIRM,
        "a.toml:2 behaviour.word_of_mouth:",
        ("found 0", "true or false", "Write false"),
    ),
    (
        "text for a truth value",
        '[behaviour]\nword_of_mouth = "on"\n' + FIRM,
        "a.toml:2 behaviour.word_of_mouth:",
        ('found "on"', "Write true"),
    ),
    (
        "number for text",
        "[market]\ntitle = 7\n" + FIRM,
        "a.toml:2 market.title:",
        ("found 7", "text in quotes", 'Write "7"'),
    ),
    (
        "number for a name",
        "[[firms]]\nname = 3\n",
        "a.toml:2 firms[0].name:",
        ("found 3", "text in quotes"),
    ),
    (
        "decimals for a whole number",
        "[market]\nperiods = 12.0\n" + FIRM,
        "a.toml:2 market.periods:",
        ("found 12.0", "Write 12"),
    ),
    (
        "list for a number",
        FIRM + "price = [1, 2]\n",
        "a.toml:3 firms[0].price:",
        ("found a list",),
    ),
    (
        "list of several lines for a number",
        FIRM + "price = [\n  1,\n  2,\n]\n",
        "a.toml:3 firms[0].price:",
        ("found a list",),
    ),
    (
        "table for a number",
        FIRM + "price = { mean = 1 }\n",
        "a.toml:3 firms[0].price:",
        ("found a table",),
    ),
    (
        "date for a number",
        FIRM + "price = 2020-01-01\n",
        "a.toml:3 firms[0].price:",
        ("found a date or time",),
    ),
    (
        "no such choice",
        FIRM + 'level = "pro-active"\n',
        "a.toml:3 firms[0].level:",
        ('one of "basic"', 'Did you mean "proactive"?'),
    ),
    (
        "no such period",
        '[market]\nperiod = "weekly"\n' + FIRM,
        "a.toml:2 market.period:",
        ('Did you mean "week"?',),
    ),
    # Ranges
    (
        "percentage for a share",
        "[market]\nfreedom = 5\n" + FIRM,
        "a.toml:2 market.freedom:",
        ("found 5", "from 0 to 1 (share)", "Write 0.05 for 5 %"),
    ),
    (
        "percentage for a rate that ends below 1",
        FIRM + "reward_rate = 5.0\n",
        "a.toml:3 firms[0].reward_rate:",
        ("Write 0.05 for 5 %",),
    ),
    (
        "not a number",
        FIRM + "quality = nan\n",
        "a.toml:3 firms[0].quality:",
        ("found nan (not a number)", "Write 0.72, its default"),
    ),
    ("infinity", FIRM + "advertising = inf\n", "a.toml:3 firms[0].advertising:", ("found inf",)),
    (
        "minus infinity",
        FIRM + "price = -inf\n",
        "a.toml:3 firms[0].price:",
        ("found -inf",),
    ),
    (
        "number too large to hold",
        FIRM + "advertising = 1e400\n",
        "a.toml:3 firms[0].advertising:",
        ("a number too large to hold",),
    ),
    (
        "whole number too large for a number",
        FIRM + f"advertising = {'9' * 400}\n",
        "a.toml:3 firms[0].advertising:",
        ("a whole number too large to hold",),
    ),
    (
        "price of nothing",
        FIRM + "price = 0\n",
        "a.toml:3 firms[0].price:",
        ("from 1e-12", "Write at least 1e-12"),
    ),
    ("negative price", FIRM + "price = -1\n", "a.toml:3 firms[0].price:", ("found -1",)),
    (
        "negative cost",
        FIRM + "unit_cost = -0.5\n",
        "a.toml:3 firms[0].unit_cost:",
        ("found -0.5", "Write at least 0"),
    ),
    (
        "negative unit cost of the market",
        "[market.costs]\nacquisition = -1\n" + FIRM,
        "a.toml:2 market.costs.acquisition:",
        ("found -1",),
    ),
    (
        "negative count",
        "[market]\ncustomers = -1\n" + FIRM,
        "a.toml:2 market.customers:",
        ("found -1", "Write at least 0"),
    ),
    (
        "one ulp above 1",
        "[market]\nfreedom = 1.0000000000000002\n" + FIRM,
        "a.toml:2 market.freedom:",
        ("found 1.0000000000000002", "Write at most 1"),
    ),
    (
        "one ulp below 0",
        "[market]\nfreedom = -5e-324\n" + FIRM,
        "a.toml:2 market.freedom:",
        ("found -5e-324", "Write at least 0"),
    ),
    (
        "a million million customers",
        "[market]\ncustomers = 1_000_000_000_000\n" + FIRM,
        "a.toml:2 market.customers:",
        ("from 0 to 10,000,000", "Write at most 10000000"),
    ),
    (
        "a million million periods",
        "[market]\nperiods = 1_000_000_000_000\n" + FIRM,
        "a.toml:2 market.periods:",
        ("from 0 to 100,000", "Write at most 100000"),
    ),
    (
        "negative warm-up",
        "[market]\nwarm_up = -1\n" + FIRM,
        "a.toml:2 market.warm_up:",
        ("found -1", "(months)"),
    ),
    (
        "reference price of nothing",
        "[market]\nreference_price = 0\n" + FIRM,
        "a.toml:2 market.reference_price:",
        ("from 1e-12",),
    ),
    (
        "parameter of behaviour out of range",
        "[behaviour]\nloss_aversion = -2\n" + FIRM,
        "a.toml:2 behaviour.loss_aversion:",
        ("found -2",),
    ),
    # Keys and tables
    (
        "misspelt key",
        "[market]\ncustmers = 3\n" + FIRM,
        "a.toml:2 market.custmers:",
        ('no key "custmers"', "Did you mean customers?"),
    ),
    (
        "shortened key",
        "[market.costs]\nacq = 3\n" + FIRM,
        "a.toml:2 market.costs.acq:",
        ("Did you mean acquisition?",),
    ),
    (
        "key of another table",
        FIRM + "loss_aversion = 2.0\n",
        "a.toml:3 firms[0].loss_aversion:",
        ("a key of [behaviour]",),
    ),
    (
        "key above all tables",
        "customers = 3\n" + FIRM,
        "a.toml:1 customers:",
        ("at the top of a scenario", "a key of [market]"),
    ),
    (
        "unknown table",
        FIRM + "[competitors]\nx = 1\n",
        "a.toml:3 competitors:",
        ('no table or key "competitors"',),
    ),
    (
        "misspelt table",
        FIRM + "[behavior]\nloss_aversion = 2.0\n",
        "a.toml:3 behavior:",
        ("Did you mean behaviour?",),
    ),
    (
        "key of ten thousand letters",
        f"[market]\n{'x' * 10_000} = 1\n" + FIRM,
        "a.toml:2 market.",
        ("there is no key",),
    ),
    ("missing name", "[[firms]]\nprice = 3.0\n", "a.toml:1 firms[0]:", ("name is missing",)),
    (
        "missing name of a segment",
        FIRM + "[[segments]]\nshare = 1.0\n",
        "a.toml:3 segments[0]:",
        ("name is missing",),
    ),
    (
        "single brackets for firms",
        '[firms]\nname = "Alba"\n',
        "a.toml:1 firms:",
        ("found a table", "Write [[firms]]"),
    ),
    (
        "double brackets for the market",
        "[[market]]\nperiods = 3\n" + FIRM,
        "a.toml:1 market:",
        ("found a list", "Write [market]"),
    ),
    ("number for a table", "market = 5\n" + FIRM, "a.toml:1 market:", ("found 5",)),
    (
        "numbers for firms",
        "firms = [1]\n",
        "a.toml:1 firms[0]:",
        ("found 1", "allowed is a table", "Write [[firms]]"),
    ),
    (
        "text for events",
        'events = "none"\n' + FIRM,
        "a.toml:1 events:",
        ('found "none"', "[[events]]"),
    ),
    (
        "number for strategies",
        "strategies = 1\n" + FIRM,
        "a.toml:1 strategies:",
        ("[strategies.NAME]",),
    ),
    # Counts
    ("empty file", "", "a.toml:", ("no firm", "Write [[firms]]")),
    ("comments only", "# nothing\n", "a.toml:", ("no firm",)),
    ("no firm", "firms = []\n", "a.toml:", ("no firm",)),
    ("no segment", "segments = []\n" + FIRM, "a.toml:", ("no segment",)),
    (
        "seventeen firms",
        "".join(f'[[firms]]\nname = "F{i}"\n' for i in range(17)),
        "a.toml:33 firms[16]:",
        ("17 firms", "16 at most"),
    ),
    # Shares and ids
    (
        "shares of segments short of 1",
        FIRM + '[[segments]]\nname = "a"\nshare = 0.5\n[[segments]]\nname = "b"\nshare = 0.4\n',
        "a.toml:8 segments[1].share:",
        ("sum to 0.9", "Write 0.5 here"),
    ),
    (
        "shares of firms beyond 1",
        '[[firms]]\nname = "a"\nopening_share = 0.7\n[[firms]]\nname = "b"\nopening_share = 0.7\n'
        '[[firms]]\nname = "c"\n',
        "a.toml:6 firms[1].opening_share:",
        ("sum to 1.4", "must sum to 1"),
    ),
    (
        "shares in percent",
        FIRM + '[[segments]]\nname = "a"\nshare = 60\n[[segments]]\nname = "b"\nshare = 40\n',
        "a.toml:5 segments[0].share:",
        ("Write 0.6 for 60 %",),
    ),
    (
        "two firms with one id",
        FIRM + 'id = 3\n[[firms]]\nname = "Brio"\nid = 3\n',
        "a.toml:6 firms[1].id:",
        ("taken by firms[0]", "Write id = 4"),
    ),
    (
        "an id that is another's place",
        FIRM + 'id = 1\n[[firms]]\nname = "Brio"\n',
        "a.toml:4 firms[1]:",
        ("the id 1 is taken",),
    ),
    # Names
    (
        "duplicate name",
        FIRM + FIRM,
        "a.toml:4 firms[1].name:",
        ('"Alba" is there already',),
    ),
    (
        "names equal after case folding",
        '[[firms]]\nname = "Straße"\n[[firms]]\nname = "STRASSE"\n',
        "a.toml:4 firms[1].name:",
        ("differ in spelling only",),
    ),
    (
        "names equal after normalising",
        '[[firms]]\nname = "Alba"\n[[firms]]\nname = "\uff21lba"\n',
        "a.toml:4 firms[1].name:",
        ("differ in spelling only",),
    ),
    ("empty name", '[[firms]]\nname = ""\n', "a.toml:2 firms[0].name:", ("is empty",)),
    ("blank name", '[[firms]]\nname = "  "\n', "a.toml:2 firms[0].name:", ("is empty",)),
    (
        "name with a space at its end",
        '[[firms]]\nname = "Alba "\n',
        "a.toml:2 firms[0].name:",
        ("ends with a space",),
    ),
    (
        "name of ten thousand letters",
        f'[[firms]]\nname = "{"x" * 10_000}"\n',
        "a.toml:2 firms[0].name:",
        ("10,000 characters", "100 at most"),
    ),
    (
        "control character in a name",
        '[[firms]]\nname = "Al\\u001bba"\n',
        "a.toml:2 firms[0].name:",
        ("a control character (U+001B)",),
    ),
    (
        "line end in a name",
        '[[firms]]\nname = "Al\\nba"\n',
        "a.toml:2 firms[0].name:",
        ("a control character (U+000A)",),
    ),
    (
        "bidirectional override in a name",
        '[[firms]]\nname = "Al\u202eba"\n',
        "a.toml:2 firms[0].name:",
        ("turns the reading direction (U+202E)",),
    ),
    (
        "invisible character in a name",
        '[[firms]]\nname = "Al\u200bba"\n',
        "a.toml:2 firms[0].name:",
        ("an invisible character (U+200B)",),
    ),
    (
        "control character in a title",
        '[market]\ntitle = "a\\u0007"\n' + FIRM,
        "a.toml:2 market.title:",
        ("a control character",),
    ),
    (
        "currency that is a sentence",
        '[market]\ncurrency = "pieces of eight"\n' + FIRM,
        "a.toml:2 market.currency:",
        ("15 characters", "8 at most"),
    ),
    # Traits
    (
        "mean of a trait out of range",
        FIRM + '[[segments]]\nname = "a"\nneed_rate = { mean = 90 }\n',
        "a.toml:5 segments[0].need_rate.mean:",
        ("Write 0.9 for 90 %",),
    ),
    (
        "unknown term of a law",
        FIRM + '[[segments]]\nname = "a"\nneed_rate = { mean = 0.9, sigma = 1.0 }\n',
        "a.toml:5 segments[0].need_rate.sigma:",
        ("mean, concentration",),
    ),
    (
        "text for a trait",
        FIRM + '[[segments]]\nname = "a"\nneed_rate = "high"\n',
        "a.toml:5 segments[0].need_rate:",
        ('found "high"', "or a table of mean and concentration"),
    ),
    (
        "trait out of range",
        FIRM + '[[segments]]\nname = "a"\nspend = 0\n',
        "a.toml:5 segments[0].spend:",
        ("found 0", "from 1e-12", "or a table of mean and sigma"),
    ),
    # Strategies
    (
        "no such strategy of a firm",
        FIRM + 'strategy = "socail"\n',
        "a.toml:3 firms[0].strategy:",
        ('no strategy "socail"', 'Did you mean "social"?'),
    ),
    (
        "no such strategy to open on",
        '[market]\ncompare = "none, socail"\n' + FIRM,
        "a.toml:2 market.compare:",
        ('no strategy "socail"', 'Did you mean "social"?'),
    ),
    (
        "a comparison of one",
        '[market]\ncompare = "none"\n' + FIRM,
        "a.toml:2 market.compare:",
        ("found 1", "2 to 4, each once"),
    ),
    (
        "a strategy compared with itself",
        '[market]\ncompare = "none, social, none"\n' + FIRM,
        "a.toml:2 market.compare:",
        ("found one twice",),
    ),
    (
        "no such strategy to extend",
        FIRM + '[strategies.mine]\nextends = "structual"\n',
        "a.toml:4 strategies.mine.extends:",
        ('Did you mean "structural"?',),
    ),
    (
        "strategies in a circle",
        FIRM + '[strategies.a]\nextends = "b"\n[strategies.b]\nextends = "a"\n',
        "a.toml:4 strategies.a.extends:",
        ("in a circle: a → b → a",),
    ),
    (
        "strategy that extends itself",
        FIRM + '[strategies.social]\nextends = "social"\n',
        "a.toml:4 strategies.social.extends:",
        ("in a circle: social → social",),
    ),
    (
        "circumstance in a strategy",
        FIRM + "[strategies.mine]\nunit_cost = 3.0\n",
        "a.toml:4 strategies.mine.unit_cost:",
        ("write it under the firm",),
    ),
    (
        "lever of a strategy out of range",
        FIRM + "[strategies.mine]\nreward_rate = 5\n",
        "a.toml:4 strategies.mine.reward_rate:",
        ("Write 0.05 for 5 %",),
    ),
    (
        "misspelt lever",
        FIRM + "[strategies.mine]\nsocail = 0.5\n",
        "a.toml:4 strategies.mine.socail:",
        ("Did you mean social?",),
    ),
    (
        "strategy named like a ready-made one",
        FIRM + "[strategies.Social]\nsocial = 0.5\n",
        "a.toml:3 strategies.Social:",
        ("differ in spelling only",),
    ),
    # Events
    (
        "event after the last period",
        FIRM + '[[events]]\nperiod = 120\nfirm = "Alba"\nset = { price = 3.0 }\n',
        "a.toml:4 events[0].period:",
        ("found 120", "from -24 to 119"),
    ),
    (
        "event before warming up",
        FIRM + '[[events]]\nperiod = -25\nfirm = "Alba"\nset = { price = 3.0 }\n',
        "a.toml:4 events[0].period:",
        ("found -25",),
    ),
    (
        "event of an unknown firm",
        FIRM + '[[events]]\nperiod = 1\nfirm = "Alva"\nset = { price = 3.0 }\n',
        "a.toml:5 events[0].firm:",
        ('no firm "Alva"', 'Did you mean "Alba"?'),
    ),
    (
        "lever without a firm",
        FIRM + "[[events]]\nperiod = 1\nset = { price = 3.0 }\n",
        "a.toml:5 events[0].set.price:",
        ("name the firm",),
    ),
    (
        "setting of the market with a firm",
        FIRM + '[[events]]\nperiod = 1\nfirm = "Alba"\nset = { freedom = 0.5 }\n',
        "a.toml:6 events[0].set.freedom:",
        ("leave the firm out",),
    ),
    (
        "setting that never changes",
        FIRM + "[[events]]\nperiod = 1\nset = { customers = 5 }\n",
        "a.toml:5 events[0].set.customers:",
        ("fixed for a whole run",),
    ),
    (
        "event that sets nothing",
        FIRM + "[[events]]\nperiod = 1\nset = {}\n",
        "a.toml:5 events[0].set:",
        ("sets nothing",),
    ),
    ("event without set", FIRM + "[[events]]\nperiod = 1\n", "a.toml:3 events[0]:", ("set is",)),
    (
        "event without a period",
        FIRM + "[[events]]\nset = { freedom = 0.5 }\n",
        "a.toml:3 events[0]:",
        ("period is missing",),
    ),
    (
        "lever beside set",
        FIRM + '[[events]]\nperiod = 1\nfirm = "Alba"\nprice = 3.0\nset = { price = 3.0 }\n',
        "a.toml:6 events[0].price:",
        ("within set",),
    ),
    (
        "event's value out of range",
        FIRM + '[[events]]\nperiod = 1\nfirm = "Alba"\nset = { price = -3.0 }\n',
        "a.toml:6 events[0].set.price:",
        ("found -3.0",),
    ),
    (
        "two events with one name",
        FIRM
        + '[[events]]\nname = "x"\nperiod = 1\nset = { freedom = 0.5 }\n'
        + '[[events]]\nname = "X"\nperiod = 2\nset = { freedom = 0.5 }\n',
        "a.toml:8 events[1].name:",
        ("differ in spelling only",),
    ),
    # The firm under study, the network, phases
    (
        "unknown focal firm",
        '[market]\nfocal = "Brioo"\n' + TWO,
        "a.toml:2 market.focal:",
        ('Did you mean "Brio"?',),
    ),
    (
        "focal firm where no firm has a name",
        '[market]\nfocal = "Brio"\n[[firms]]\nname = ""\n',
        "a.toml:2 market.focal:",
        ("Give a firm that name.",),
    ),
    (
        "network file not named",
        '[market]\nnetwork = "file"\n' + FIRM,
        "a.toml:2 market.network:",
        ("network_file is missing",),
    ),
    (
        "network file outside the folder",
        '[market]\nnetwork_file = "../friends.csv"\n' + FIRM,
        "a.toml:2 market.network_file:",
        ("in the scenario's folder",),
    ),
    (
        "network file from the root",
        '[market]\nnetwork_file = "/etc/passwd"\n' + FIRM,
        "a.toml:2 market.network_file:",
        ("in the scenario's folder",),
    ),
    (
        "network file of another drive",
        "[market]\nnetwork_file = 'C:\\friends.csv'\n" + FIRM,
        "a.toml:2 market.network_file:",
        ("in the scenario's folder",),
    ),
    (
        "network file without a folder",
        '[market]\nnetwork = "file"\nnetwork_file = "friends.csv"\n' + FIRM,
        "a.toml:3 market.network_file:",
        ("has no folder",),
    ),
    (
        "infinite parameter of a phase",
        FIRM + "[phases.fashion]\nstrength = inf\n",
        "a.toml:4 phases.fashion.strength:",
        ("found inf",),
    ),
    (
        "phase that is a number",
        FIRM + "[phases]\nfashion = 3\n",
        "a.toml:4 phases.fashion:",
        ("found 3",),
    ),
    # What is not TOML
    (
        "bracket left open",
        "[market\nperiods = 3\n",
        "a.toml:1 column 8:",
        ("this is not TOML", "`[market`"),
    ),
    (
        "text without quotes",
        "[market]\nperiod = week\n",
        "a.toml:2 column 10:",
        ("Put quotes around text",),
    ),
    (
        "decimal comma",
        "[market]\nfreedom = 0,5\n",
        "a.toml:2 column 12:",
        ("Write a decimal point: 0.5",),
    ),
    (
        "decimal comma before a comment that a lone carriage return ends",
        "[market]\nfreedom = 0,5 # half\rof all\n",
        "a.toml:2 column",
        ("Write a decimal point: 0.5.",),
    ),
    (
        "percent sign",
        "[market]\nfreedom = 50%\n",
        "a.toml:2 column 13:",
        ("Write 0.5 for 50 %",),
    ),
    ("no nought", "[market]\nfreedom = .5\n", "a.toml:2 column 11:", ("Write 0.5",)),
    (
        "key written twice",
        "[market]\nperiods = 3\nperiods = 4\n",
        "a.toml:3 column",
        ("this is not TOML",),
    ),
    ("half a line", "[market]\nperiods =", "a.toml:2", ("this is not TOML",)),
    (
        "lists nested two thousand deep",
        "x = " + "[" * 2000 + "]" * 2000,
        "a.toml:",
        ("nested too deeply",),
    ),
    (
        "tables nested two thousand deep",
        "x" + ".x" * 2000 + " = 1",
        "a.toml:",
        ("nested too deeply",),
    ),
    (
        "number of five thousand digits",
        "[market]\ncustomers = " + "9" * 5000,
        "a.toml:2:",
        ("5,000 digits",),
    ),
    (
        "hexadecimal number of five thousand digits",
        "[market]\ncustomers = 0x" + "9" * 5000 + "\n" + FIRM,
        "a.toml:2 market.customers:",
        ("too large to hold",),
    ),
]


@pytest.mark.parametrize(
    ("text", "where", "words"),
    [case[1:] for case in CATALOGUE],
    ids=[case[0] for case in CATALOGUE],
)
def test_wrong_input_is_refused_with_place_and_advice(
    text: str, where: str, words: tuple[str, ...]
) -> None:
    with pytest.raises(ScenarioError) as refusal:
        parse(text, name="a.toml")
    paragraphs = str(refusal.value).split("\n\n")
    mine = [paragraph for paragraph in paragraphs if paragraph.startswith(where)]
    assert mine, paragraphs
    for word in words:
        assert any(word in paragraph for paragraph in mine), (word, mine)


@pytest.mark.parametrize("text", [case[1] for case in CATALOGUE], ids=[c[0] for c in CATALOGUE])
def test_a_refusal_is_plain_text(text: str) -> None:
    with pytest.raises(ScenarioError) as refusal:
        parse(text, name="a.toml")
    message = str(refusal.value)
    assert all(character.isprintable() or character == "\n" for character in message)
    assert not any(word in message.lower() for word in ("pydantic", "validation", "traceback"))
    assert all(len(paragraph) < 600 for paragraph in message.split("\n\n"))


def test_all_faults_are_told_at_once_in_the_order_of_the_file() -> None:
    text = "[market]\nfreedom = 5\ncustmers = 1\n" + FIRM + 'price = "x"\n[behaviour]\nfoo = 1\n'
    with pytest.raises(ScenarioError) as refusal:
        parse(text, name="a.toml")
    places = [fault.where.split()[0] for fault in refusal.value.faults]
    assert places == ["a.toml:2", "a.toml:3", "a.toml:6", "a.toml:8"]


def test_only_the_first_faults_of_very_many_are_printed() -> None:
    text = "[market]\n" + "".join(f"wrong_{i} = 1\n" for i in range(300)) + FIRM
    with pytest.raises(ScenarioError) as refusal:
        parse(text, name="a.toml")
    assert len(refusal.value.faults) == 300
    assert "and 280 more" in str(refusal.value)


def test_bad_input_leaves_with_code_2() -> None:
    with pytest.raises(ScenarioError) as refusal:
        parse("")
    assert refusal.value.exit_code == 2
