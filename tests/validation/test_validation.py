"""The section "Validation" says what the model gives now, and what was fitted stays little."""

import math
import re

import pytest

from tests.documentation import MODEL
from tests.validation.section import (
    MOST,
    ROWS,
    fitted,
    fitted_in_the_scenario,
    in_the_description,
    kept,
    section,
)

HOW = "run python -m tests.validation"
QUICK = [row for row in ROWS if row.quick]
REFERENCES = MODEL.read_text(encoding="utf-8").split("## References")[1]
MISSING, NOTHING = "original not traced", "no number from outside"


@pytest.mark.parametrize("row", QUICK, ids=lambda row: row.key)
def test_the_first_world_gives_the_figures_that_were_kept(row):
    was = kept()[row.key]
    now = row.measure(0, was["prepared"])
    moved = [
        f"{label}: {before} -> {after}"
        for label, before, after in zip(_labels(row), was["worlds"][0], now, strict=True)
        if not math.isclose(before, after, rel_tol=1e-9, abs_tol=1e-9)
    ]
    assert not moved, f"{HOW}: {moved}"


def _labels(row):
    if not row.counted:
        return [line.label for line in row.lines]
    return [f"{line.label} ({what})" for line in row.lines for what in ("stayed", "of")]


def test_the_section_shows_the_worlds_that_were_kept():
    assert in_the_description() == section(kept()), HOW


def test_every_row_has_all_its_worlds():
    assert {key: len(found["worlds"]) for key, found in kept().items()} == {
        row.key: row.worlds for row in ROWS
    }


def test_no_more_than_six_parameters_are_fitted():
    assert sum(len(names) for names in fitted().values()) <= MOST
    assert len(fitted_in_the_scenario()) <= MOST


def test_every_row_that_was_fitted_belongs_to_one_of_the_three_patterns():
    """Nothing else may be fitted: what is predicted would prove nothing any more."""
    found = {row.key for row in ROWS if row.status == "fitted"}
    assert found == {"survival", "ladder large", "ladder small", "talk"}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.key)
def test_the_source_of_an_outside_number_is_among_the_references(row):
    if MISSING in row.source or row.source == NOTHING:
        return
    author, year = re.search(r"([A-Z]\w+)[^;()\d]* (\d{4})", row.source).groups()
    works = [work for work in REFERENCES.split("\n- ") if f"({year})" in work]
    assert any(author in work.split(f"({year})")[0] for work in works)
