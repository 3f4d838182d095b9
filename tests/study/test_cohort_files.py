"""Cohort files as people have them: one cohort in every dialect, and one fault a file."""

import random
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relsim.errors import InputError
from relsim.study.data.cohort import read_cohort

FILES = Path(__file__).parents[1] / "data" / "cohorts"
SHARES = (1.0, 0.79848, 0.6964, 0.64)
LARGE, SMALL = 1_250_000.0, 1250.0

# The file; the market's period; how many it began with, None where only shares are known.
READ = [
    ("english.csv", "month", LARGE),
    ("english_percent.csv", "month", None),
    ("english_dates.csv", "month", SMALL),
    ("continental.csv", "month", LARGE),
    ("continental_percent.csv", "month", None),
    ("continental_dates.csv", "month", SMALL),
    ("french.csv", "month", LARGE),
    ("swiss.csv", "month", LARGE),
    ("excel.csv", "year", SMALL),
    ("excel_months.csv", "month", SMALL),
    ("excel_quarters.csv", "quarter", SMALL),
    ("workbook.xlsx", "month", SMALL),
    ("workbook_text.xlsx", "month", LARGE),
]

# The file; the one thing that is said of it; and nothing else.
REFUSED = [
    ("english_ambiguous.csv", ':2 customers: "1,250" may be 1250 or 1.25'),
    ("broken_cut_in_two.csv", ':3: 3 values for 2 columns: "1 | 79 | 8"'),
    ("broken_mixed_signs.csv", ':2 customers: "1.250,5" has a decimal comma'),
    ("broken_mixed_percent.csv", ':3 customers: found "79,8" without a percent sign'),
    ("broken_irregular_dates.csv", ":2 period: the dates lie neither whole weeks nor whole months"),
    ("broken_months_for_years.csv", ":2 period: the dates lie whole months apart, and the market"),
    ("broken_two_kinds_of_date.csv", 'Write it like "2024-01" on line 2'),
    ("broken_period_0.csv", ':2 customers: found "many"'),
    ("broken_nameless_total.csv", ':4 period: found ""'),
    ("broken_twice.csv", ":4 period: 1 stands there twice"),
    ("broken_quote.csv", ":2: a quotation mark is opened and never closed"),
    ("broken_old_workbook.xls", ": this is an old kind of workbook"),
    ("broken_two_sheets.xlsx", ': the sheets "North" and "South" both have the columns'),
    ("broken_no_columns.xlsx", ":1: there is no column period"),
    ("broken_formula.xlsx", ':3 customers: found ""'),
]


def read(name, period="month", decimal=None):
    return read_cohort(FILES / name, period, decimal)


def refusal(name, period="month", decimal=None):
    with pytest.raises(InputError) as caught:
        read(name, period, decimal)
    return str(caught.value)


@pytest.mark.parametrize(("name", "period", "heads"), READ)
def test_every_dialect_is_the_same_cohort(name, period, heads):
    cohort = read(name, period)
    assert cohort.periods == (0, 1, 2, 3)
    assert cohort.shares == pytest.approx(SHARES, abs=5e-4)
    assert cohort.heads == heads


@pytest.mark.parametrize(("name", "words"), REFUSED)
def test_a_broken_file_is_refused_for_one_thing_alone(name, words):
    said = refusal(name, "year" if name == "broken_months_for_years.csv" else "month")
    paragraphs = said.split("\n\n")
    assert words in paragraphs[-1]
    assert len(paragraphs) == (2 if "two_kinds" in name else 1)
    assert not said.endswith(("..", " "))


def test_every_file_is_tried():
    tried = {name for name, *_ in [*READ, *REFUSED]} | {"english_days_first.csv"}
    assert tried == {path.name for path in FILES.iterdir()}


def test_decimal_settles_what_the_column_does_not():
    assert read("english_ambiguous.csv", decimal=".").shares == pytest.approx(SHARES, abs=5e-4)
    assert read("english_ambiguous.csv", decimal=".").decimal == "."
    assert "a cohort cannot grow" in refusal("english_ambiguous.csv", decimal=",")
    assert 'where "." stands before no decimals' in refusal("continental.csv", decimal=".")
    with pytest.raises(InputError, match=r"--decimal: found \"x\""):
        read("english.csv", decimal="x")


def test_a_day_of_the_month_comes_first_where_only_that_is_regular():
    assert read("english_days_first.csv").periods == (0, 1, 2)


@pytest.mark.parametrize(
    ("period", "periods"), [("month", (0, 12, 24, 36)), ("quarter", (0, 4, 8, 12))]
)
def test_years_are_counted_in_the_market_s_periods(period, periods):
    cohort = read("excel.csv", period)
    assert cohort.periods == periods
    assert cohort.period == period
    assert str(cohort.remarks[0]) == f"2020 to 2023 are the periods 0 to {periods[-1]}."


def test_a_total_is_left_out_and_said():
    assert "The total on line 7 was left out." in map(str, read("excel.csv", "year").remarks)


def test_weeks_are_counted_in_weeks_alone(tmp_path):
    first = date(2024, 1, 1)
    days = [first + timedelta(weeks=week) for week in range(4)]
    path = tmp_path / "weeks.csv"
    path.write_text("period,customers\n" + "".join(f"{day},{9}\n" for day in days))
    assert read_cohort(path, "week").periods == (0, 1, 2, 3)
    with pytest.raises(InputError, match="the dates lie whole weeks apart"):
        read_cohort(path, "month")


def test_a_damaged_workbook_is_one_sentence(tmp_path):
    whole = (FILES / "workbook.xlsx").read_bytes()
    for place in (40, 400, len(whole) // 2, len(whole) - 30):
        path = tmp_path / "damaged.xlsx"
        path.write_bytes(whole[:place])
        with pytest.raises(InputError, match="no workbook that can be read"):
            read_cohort(path)


@given(st.data())
def test_the_order_of_rows_and_empty_cells_change_nothing(tmp_path_factory, data):
    lines = [f"{time};{left}" for time, left in enumerate((100, 80, 80, 5))]
    random.Random(data.draw(st.integers(0, 99))).shuffle(lines)
    for _ in range(data.draw(st.integers(0, 3))):
        place = data.draw(st.integers(0, len(lines)))
        lines.insert(place, ";" * data.draw(st.integers(0, 4)))
    path = tmp_path_factory.mktemp("rows") / "cohort.csv"
    path.write_text("\n".join(["period;customers", *lines]))
    assert read_cohort(path).customers == (100.0, 80.0, 80.0, 5.0)


@given(st.binary(max_size=200), st.sampled_from([b"", b"period,customers\n0,100\n1,"]))
def test_whatever_is_in_a_file_is_read_or_refused(tmp_path_factory, content, before):
    path = tmp_path_factory.mktemp("any") / "cohort.csv"
    path.write_bytes(before + content)
    try:
        assert read_cohort(path).periods[0] == 0
    except InputError as error:
        assert str(error)
