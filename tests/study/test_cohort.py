"""Cohort files: what is read, and how each fault is named."""

import pytest

from relsim.errors import InputError
from relsim.study.data.cohort import read_cohort


def written(folder, text):
    path = folder / "cohort.csv"
    path.write_text(text, encoding="utf-8")
    return path


def refusal(folder, text):
    with pytest.raises(InputError) as caught:
        read_cohort(written(folder, text))
    return str(caught.value)


def test_reads_periods_and_customers(tmp_path):
    cohort = read_cohort(written(tmp_path, "period,customers\n0,1000\n1,631\n3,382\n"))
    assert cohort.periods == (0, 1, 3)
    assert cohort.shares == (1.0, 0.631, 0.382)


def test_skips_comments_empty_lines_byte_order_mark_and_other_columns(tmp_path):
    text = "\ufeff# a source\nCustomers, note, Period\n\n200, first, 0\n150, second, 1\n"
    assert read_cohort(written(tmp_path, text)).customers == (200.0, 150.0)


def test_a_sequence_counts_from_period_0():
    assert read_cohort([100, 60, 60]).periods == (0, 1, 2)


HEAD = "period,customers\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "empty"),
        ("period/customers\n0/100\n", "Separate the columns with commas, semicolons or"),
        ("period,heads\n0,100\n", "there is no column customers"),
        ("period,period,customers\n0,0,100\n", "period stands there twice"),
        (HEAD + "0,100\n1,63,1\n", ':3: 3 values for 2 columns: "1 | 63 | 1"'),
        (HEAD + "0,100\n1\n", ':3 customers: found ""'),
        (HEAD + '0,100.5\n1,"63,1"\n', '"63,1" has a decimal comma, and "100.5" on line 2 a'),
        (HEAD + "0,100 %\n1,63\n", "without a percent sign"),
        (HEAD + "0,100\n1,-4\n", ':3 customers: found "-4"'),
        (HEAD + "0,100\n1,nan\n", ':3 customers: found "nan"'),
        (HEAD + "0,100\none,60\n", ':3 period: found "one"'),
        (HEAD + "0,100\n1.5,60\n", ":3 period: found 1.5; allowed is a whole number"),
        (HEAD + "0,100\n1,60\n2,61\n", ":4 customers: found 61 after 60; a cohort cannot grow"),
        (HEAD + "0,100\n2,60\n1,50\n", ":3 customers: found 60 after 50"),
        (HEAD + "0,100\n1,60\n1,50\n", ":4 period: 1 stands there twice"),
        (HEAD + "1,100\n2,60\n", ":2 period: found 1; the first is 0"),
        (HEAD + "0,0\n1,0\n", "begins with at least one customer"),
        (HEAD + "0,100\n", "at least one later period"),
    ],
)
def test_refuses_naming_line_and_column(tmp_path, text, expected):
    assert expected in refusal(tmp_path, text)


def test_names_every_fault_at_once(tmp_path):
    found = refusal(tmp_path, HEAD + "0,100\n1,-4\n2,x\n")
    assert ":3 customers" in found and ":4 customers" in found


def test_says_that_there_is_no_file(tmp_path):
    with pytest.raises(InputError, match="there is no such file"):
        read_cohort(tmp_path / "nowhere.csv")


def test_refuses_a_growing_sequence():
    with pytest.raises(InputError, match=r"cohort\[2\] customers"):
        read_cohort([100, 50, 60])
