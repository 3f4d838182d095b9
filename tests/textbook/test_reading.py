"""The files that hold the statements: how they are read, and how their faults are told."""

import re

import pytest

from relsim.errors import InputError
from relsim.textbook.concept import HOME_KINDS, Home
from relsim.textbook.reading import read, themes
from tests.textbook.test_concepts import README

RIGHT = """
title = "What is tried here"

[S7.01]
kind = "lever"
says = "Somebody says so."
shown = \"\"\"
First line,
and   second.\"\"\"
literature = ["Berry 1983"]
homes.outcome = ["periods.trust"]
homes.lever = ["social", "level"]
"""


def test_the_files_are_read_once():
    assert themes() is themes()


def test_a_line_end_in_a_text_counts_as_a_space():
    ((one,),) = [theme.concepts for theme in read({"a.toml": RIGHT})]
    assert one.shown == "First line, and second."


def test_homes_stand_in_the_order_of_their_kinds_whatever_the_file_says():
    ((one,),) = [theme.concepts for theme in read({"a.toml": RIGHT})]
    wanted = (Home("lever", "social"), Home("lever", "level"), Home("outcome", "periods.trust"))
    assert one.homes == wanted


def test_what_is_left_out_is_not_so():
    ((one,),) = [theme.concepts for theme in read({"a.toml": RIGHT})]
    assert (one.id, one.theme) == ("S7.01", "S7")
    assert (one.emergent, one.against, one.missing) == (False, (), "")


def test_an_experiment_joins_the_homes_of_what_it_tries():
    text = RIGHT.replace(
        'homes.outcome = ["periods.trust"]\nhomes.lever = ["social", "level"]\n', ""
    )
    ((one,),) = [theme.concepts for theme in read({"a.toml": text}, {"S7.01": ["a_claim"]})]
    assert one.homes == (Home("experiment", "a_claim"),)


def test_an_experiment_that_tries_what_nobody_says_is_named():
    told = 'a_claim.py concepts: there is no "S7.02". Did you mean S7.01?'
    with pytest.raises(InputError, match=re.escape(told)):
        read({"a.toml": RIGHT}, {"S7.02": ["a_claim"]})


def test_themes_stand_in_the_order_of_their_numbers():
    files = {"a.toml": RIGHT.replace("[S7.", "[S10."), "b.toml": RIGHT}
    assert [theme.id for theme in read(files)] == ["S7", "S10"]


def test_the_readmes_example_is_a_statement():
    (example,) = re.findall(r"^```toml\n(.*?)^```$", README.read_text("utf-8"), re.S | re.M)
    (theme,) = read({"a.toml": f'title = "Example"\n{example.replace("S0.27", "S1.20")}'})
    assert theme.concepts[0].emergent and theme.concepts[0].says.endswith("counts as a space.")
    assert {home.kind for home in theme.concepts[0].homes} <= set(HOME_KINDS)


SPOILT = [
    ('title = "What is tried here"', "title = 3", "a.toml: there is no title"),
    ("[S7.01]", "[S7.1]", "a.toml S7.1: this is no statement; a statement is a table"),
    ("[S7.01]", "[S7.01.02]", "a.toml S7.01: kind is missing"),
    ("[S7.01]", "[trust]", "a.toml: found trust; beside its title"),
    ("[S7.01]", "[S8.01]\n[S7.01]", "a.toml: found S8 and S7; beside its title"),
    (
        "[S7.01]",
        "[S7.01]\n[S7.01]",
        "a.toml:5 column 7: this is not TOML: [S7.01] stands there twice",
    ),
    ('kind = "lever"', "", "a.toml S7.01: kind is missing; allowed is one of definition"),
    ('kind = "lever"', 'kind = "leaver"', 'a.toml S7.01 kind: found "leaver"; allowed is one of'),
    ('kind = "lever"', 'kind = ["lever"]', "a.toml S7.01 kind: found a list; allowed is one of"),
    (
        'says = "Somebody',
        'sais = "Somebody',
        'a.toml S7.01: there is no key "sais"; allowed are kind',
    ),
    ('"Somebody says so."', '" "', 'a.toml S7.01 says: found " "; allowed is text in quotes'),
    ('["Berry 1983"]', '"Berry 1983"', "a.toml S7.01 literature: found"),
    ('["Berry 1983"]', "[]", "a.toml S7.01 literature: found a list; allowed is a list of texts"),
    ('["Berry 1983"]', "[1983]", "a.toml S7.01 literature: found a list; allowed is a list of"),
    ("homes.lever", "homes.leaver", "Did you mean homes.lever?"),
    ('homes.outcome = ["periods.trust"]\nhomes.lever', "homes", 'there is no key "homes"'),
    (
        'homes.outcome = ["periods.trust"]\nhomes.lever = ["social", "level"]',
        "",
        "a.toml S7.01: homes are missing",
    ),
    ("[S7.01]", '[S7.01]\nemergent = "yes"', 'emergent: found "yes"; allowed is true or false'),
    ("[S7.01]", '[S7.01]\nagainst = ["S7.02"]', 'against: there is no "S7.02". Did you mean S7.01'),
]


@pytest.mark.parametrize(("right", "wrong", "told"), SPOILT, ids=[told for *_, told in SPOILT])
def test_a_fault_is_named_by_file_and_statement(right, wrong, told):
    assert right in RIGHT
    with pytest.raises(InputError, match=re.escape(told)):
        read({"a.toml": RIGHT.replace(right, wrong)})


def test_a_theme_has_one_file():
    with pytest.raises(InputError, match=r"b\.toml: theme S7 has a file already\. See a\.toml\."):
        read({"a.toml": RIGHT, "b.toml": RIGHT})


def test_all_faults_are_told_at_once():
    files = {"a.toml": RIGHT.replace("says =", "sais ="), "b.toml": "x"}
    with pytest.raises(InputError) as refused:
        read(files)
    assert len(str(refused.value).split("\n\n")) == 3
