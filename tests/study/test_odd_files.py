"""Files as they come out of tills and spreadsheets: odd ones are read, and wrong ones say why."""

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

import relsim
from relsim.errors import InputError

PURCHASES = [(who, month) for who in range(12) for month in (1, 2, 5)]
AHEAD = (datetime.now(UTC) + timedelta(days=400)).date().isoformat()


def log(day="2024-0{month}-03", amount="10", heads="id,date,amount"):
    rows = [f"{who},{day.format(month=month)},{amount}" for who, month in PURCHASES]
    return "\n".join([heads, *rows])


def read(tmp_path, text, encoding="utf-8", **more):
    path = tmp_path / "file.csv"
    path.write_bytes(text.encode(encoding))
    return relsim.read(path, **more)


@pytest.mark.parametrize(
    "day",
    [
        *("2024-0{month}-03T10:11:12Z", "2024-0{month}-03 10:11", "2024-0{month}-03T23:59:59.123"),
        *("2024-0{month}-03 10:11:12+01:00", "{month}/23/2024 8:26 AM", "23.0{month}.2024 08:26"),
    ],
)
def test_a_time_of_day_says_nothing_of_the_day(tmp_path, day):
    found = read(tmp_path, log(day))
    assert sorted(found.days["day"].unique()) == [0.0, 31.0, 121.0]


@pytest.mark.parametrize("amount", ["€ 10.50", "10.50 EUR", '"$1,010.50"', "£10.50"])
def test_signs_of_money_are_no_part_of_the_number(tmp_path, amount):
    assert read(tmp_path, log(amount=amount)).days["amount"].iloc[0] in (10.5, 1010.5)


def test_returns_are_no_purchases(tmp_path):
    found = read(tmp_path, log() + "\n3,2024-04-01,-10\n4,2024-04-01,-10")
    assert len(found.days) == len(PURCHASES)
    assert "Left out: 2 rows with an amount below 0 (returns)." in map(str, found.notes())
    with pytest.raises(InputError, match="no row has a customer, a date and an amount"):
        read(tmp_path, log(amount="-1"))


@pytest.mark.parametrize(("encoding", "said"), [("cp1252", "Windows-1252"), ("utf-16", "UTF-16")])
def test_excel_s_other_ways_to_write_are_read_and_said(tmp_path, encoding, said):
    found = read(tmp_path, log(heads="Kunde,Datum,Umsatz in €").replace("0,", "Ä,"), encoding)
    assert said in str(found) and found.shape == "transactions"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (log("2024-0{month}-03") + f"\n1,{AHEAD},10", "which lies ahead"),
        (f"id,start,end\n1,2020-01-01,{AHEAD}\n2,2020-01-01,\n", "what is only planned"),
        ("id,tenure,churn\n1,1500,yes\n2,30,no\n", "If these are days, divide them"),
        ("id,tenure,status\n1,3,active\n2,4,gone\n", "--column left=HEADING."),
        ("id,when,amount\n1,2024-01-01,3\n", "--column date=HEADING."),
    ],
)
def test_what_cannot_be_is_refused_with_what_to_do(tmp_path, text, said):
    with pytest.raises(InputError, match=said.replace(".", r"\.")):
        read(tmp_path, text)


def test_where_nobody_came_again_no_silence_is_made_up(tmp_path):
    found = read(tmp_path, "id,date,amount\n1,2024-01-01,5\n2,2024-03-01,5")
    (asked,) = found.questions()
    assert "Nobody came again" in str(asked) and "0 days" not in str(asked)


def test_a_curve_that_ends_with_nobody_is_no_warning(tmp_path):
    rows = [f"{who},{1 + who % 9},yes" for who in range(40)]
    found = read(tmp_path, "\n".join(["id,tenure,churn", *rows]), leavers="ever")
    cohort = found.cohort()
    assert cohort.shares[-1] == 0.0 and np.isfinite(cohort.as_sure_as).all()
