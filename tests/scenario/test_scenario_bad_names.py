"""Names: every script is welcome; what nobody sees, or takes for another name, is not."""

from __future__ import annotations

import pytest

from relsim.errors import ScenarioError
from relsim.scenario import parse

WELCOME = [
    "Алба",
    "日本航空",
    "ビール",
    "한국",
    "شركة",
    "בזק",
    "कंपनी",
    "บริษัท",
    "Ελλάς",
    "Հայաստան",
    "ქართული",
    "አማርኛ",
    "Ñandú & Söhne",
    "O'Neill",
    'the "best"',
    "back\\slash",
    "a.b.c",
    "[x]",
    "100 %",
    "🙂",
    "👩‍👩‍👧",
    "می‌خواهم",
    "<img src=x onerror=alert(1)>",
    "{{constructor}}",
    "=cmd()",
    "-1",
    "true",
    "nan",
    "__class__",
    "x" * 100,
]

# What it is; how it is written in TOML; words of the refusal.
UNWELCOME = [
    ("nothing", '""', "is empty"),
    ("blanks", '" \\t "', "is empty"),
    ("a blank of another script", '"\\u3000"', "is empty"),
    ("joiners alone", '"\\u200d\\u200c"', "is empty"),
    ("a blank before", '" Alba"', "begins or ends with a space"),
    ("a blank after", '"Alba\\u00a0"', "begins or ends with a space"),
    ("101 letters", f'"{"x" * 101}"', "101 characters, 100 at most"),
    ("ten thousand letters", f'"{"x" * 10_000}"', "10,000 characters"),
    ("nought", '"Al\\u0000ba"', "a control character (U+0000)"),
    ("a bell", '"Al\\u0007ba"', "a control character (U+0007)"),
    ("an escape", '"Al\\u001b[31mba"', "a control character (U+001B)"),
    ("a deletion", '"Al\\u007fba"', "a control character (U+007F)"),
    ("a control character of Latin 1", '"Al\\u0085ba"', "a control character (U+0085)"),
    ("a carriage return", '"Al\\rba"', "a control character (U+000D)"),
    ("a tabulator", '"Al\\tba"', "a control character (U+0009)"),
    ("a line end", '"Al\\nba"', "a control character (U+000A)"),
    ("a line separator", '"Al\\u2028ba"', "(U+2028)"),
    ("a paragraph separator", '"Al\\u2029ba"', "(U+2029)"),
    *(
        (f"a mark of direction U+{code:04X}", f'"Al\\u{code:04x}ba"', "turns the reading direction")
        for code in (0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A))
    ),
    ("no space at all", '"Al\\u200bba"', "an invisible character (U+200B)"),
    ("a byte order mark", '"Al\\ufeffba"', "an invisible character (U+FEFF)"),
    ("a letter that fills a place", '"Al\\u3164ba"', "an invisible character (U+3164)"),
    ("a blank of Braille", '"\\u2800"', "an invisible character (U+2800)"),
    ("a mark on nothing", '"\\ufe0f"', "empty"),
    ("a soft hyphen", '"Al\\u00adba"', "an invisible character (U+00AD)"),
    ("a word joiner", '"Al\\u2060ba"', "an invisible character (U+2060)"),
    ("a language tag", '"Al\\U000e0041ba"', "an invisible character"),
]
ALIKE = [
    ("case", "Alba", "ALBA"),
    ("folding", "Straße", "STRASSE"),
    ("wide letters", "Alba", "\uff21\uff4c\uff42\uff41"),
    ("a ligature", "\ufb01rm", "firm"),
    ("composition", "café", "cafe\u0301"),
    ("a Greek sigma at the end", "ΟΔΟΣ", "οδος"),
    ("a circled digit", "Firm 1", "Firm ①"),
    ("the Kelvin sign", "K", "\u212a"),
]


def refusal(text: str) -> str:
    with pytest.raises(ScenarioError) as error:
        parse(text, name="a.toml")
    return str(error.value)


@pytest.mark.parametrize("name", WELCOME)
def test_a_name_in_any_script_is_welcome_and_survives(name: str) -> None:
    written = name.replace("\\", "\\\\").replace('"', '\\"')
    scenario = parse(f'[[firms]]\nname = "{written}"\n')
    assert scenario.firm_names == (name,)
    assert parse(scenario.to_toml()).firm_names == (name,)


@pytest.mark.parametrize(
    ("written", "words"), [x[1:] for x in UNWELCOME], ids=[x[0] for x in UNWELCOME]
)
def test_a_firms_name_is_refused(written: str, words: str) -> None:
    said = refusal(f"[market]\nperiods = 12\n[[firms]]\nname = {written}\n")
    assert said.startswith("a.toml:4 firms[0].name: the name ")
    assert words in said
    assert all(letter.isprintable() for letter in said)
    assert "Give the firm a plain name" in said


@pytest.mark.parametrize("room", ["segments", "events", "strategies", "phases"])
def test_whatever_has_a_name_is_held_to_the_same_rules(room: str) -> None:
    text = '[[firms]]\nname = "Alba"\n'
    text += {
        "segments": '[[segments]]\nname = "a\\u202eb"\n',
        "events": '[[events]]\nname = "a\\u202eb"\nperiod = 1\nset = { freedom = 0.5 }\n',
        "strategies": '[strategies."a\\u202eb"]\nsocial = 0.5\n',
        "phases": '[phases."a\\u202eb"]\nx = 0.5\n',
    }[room]
    assert "turns the reading direction (U+202E)" in refusal(text)


@pytest.mark.parametrize(("one", "other"), [x[1:] for x in ALIKE], ids=[x[0] for x in ALIKE])
def test_two_names_that_differ_in_spelling_only_are_refused(one: str, other: str) -> None:
    said = refusal(f'[[firms]]\nname = "{one}"\n[[firms]]\nname = "{other}"\n')
    assert said.startswith("a.toml:4 firms[1].name:")
    assert "differ in spelling only" in said and "Rename one" in said


@pytest.mark.parametrize("key", ["title", "about", "currency", "network_file"])
def test_a_text_that_could_steer_a_terminal_is_refused(key: str) -> None:
    said = refusal(f'[market]\n{key} = "a\\u001b"\n[[firms]]\nname = "Alba"\n')
    assert said.startswith(f"a.toml:2 market.{key}: the text holds a control character (U+001B)")


@pytest.mark.parametrize(("key", "most"), [("title", 200), ("about", 10_000), ("currency", 8)])
def test_a_text_beyond_its_length_is_refused(key: str, most: int) -> None:
    firm = '[[firms]]\nname = "Alba"\n'
    parse(f'[market]\n{key} = "{"x" * most}"\n{firm}')
    said = refusal(f'[market]\n{key} = "{"x" * (most + 1)}"\n{firm}')
    assert f"{most:,} at most" in said
