"""The line of a key is exact, whatever stands around it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relsim.scenario.lines import Lines, Path

TEXT = '''# a remark
title = """
[market]
several = "lines"
"""

[market]  # a remark
customers = 5

many = [
  1,  # one

  { a = 2 },
]
[market.costs]
"quoted key" = 1
dotted.key = 2
[[firms]]
name = "Alba"
set = { price = 1, quality = 2 }
[[firms]]
name = "[[firms]]"
last = 1'''


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("title",), 2),
        (("market",), 7),
        (("market", "customers"), 8),
        (("market", "many"), 10),
        (("market", "costs"), 15),
        (("market", "costs", "quoted key"), 16),
        (("market", "costs", "dotted", "key"), 17),
        (("firms",), 18),
        (("firms", 0), 18),
        (("firms", 0, "set", "quality"), 20),
        (("firms", 1), 21),
        (("firms", 1, "last"), 23),
        (("firms", 2), None),
        (("nothing",), None),
        ((), None),
    ],
)
def test_the_line_of_a_key(path: Path, line: int | None) -> None:
    assert Lines(TEXT).find(path) == line


@settings(deadline=None, max_examples=60)
@given(st.lists(st.sampled_from(["", "# x", "x{i} = 1", "x{i} = [\n1,\n]"]), max_size=40))
def test_the_line_of_every_key_of_any_text(parts: list[str]) -> None:
    expected: dict[str, int] = {}
    text = ""
    for place, part in enumerate(parts):
        if part.startswith("x{i}"):
            expected[f"x{place}"] = text.count("\n") + 1
        text += part.format(i=place) + "\n"
    lines = Lines(text)
    assert {name: lines.find((name,)) for name in expected} == expected


def test_a_search_in_a_large_file_is_given_up_in_time() -> None:
    text = "x = [\n" + "1,\n" * 60_000 + "]\n" + "y = 1\n"
    assert Lines(text).find(("y",)) in (60_003, None)


LIST = """[market]
periods = 3
firms = 1
[x]
firms = [
    { name = "Alba" },

    # a remark
    { name = "Brio", price = -1 },
    { name = '''
Corso''', price = -1 },
    { name = "Duna", tags = [
        1,
    ] },
]
"""


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("x", "firms"), 5),
        (("x", "firms", 0, "name"), 6),
        (("x", "firms", 1, "price"), 9),
        (("x", "firms", 2, "price"), 11),
        (("x", "firms", 2, "name"), 10),
        (("x", "firms", 3, "tags"), 12),
        (("x", "firms", 3, "tags", 0), 12),
        (("x", "firms", 4), None),
    ],
)
def test_an_element_of_a_list_of_several_lines_is_found_on_its_own(
    path: tuple[str | int, ...], line: int | None
) -> None:
    assert Lines(LIST).find(path) == line
