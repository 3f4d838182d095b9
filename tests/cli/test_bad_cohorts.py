"""The cohort that ``relsim fit`` reads: line and column of everything that is wrong."""

import os

import pytest

FIT = ("--parameter", "behaviour.loss_aversion", "--output", "fitted.toml")

# What it is; the bytes; words of the refusal.
REFUSED = [
    ("empty", b"", "cohort.csv: empty"),
    ("remarks only", b"# nothing\n\n", "cohort.csv: empty"),
    ("a header only", b"period,customers\n", "needs period 0"),
    ("one row", b"period,customers\n0,100\n", "needs period 0 and at least one later"),
    ("no header", b"0,100\n1,90\n", "cohort.csv:1: there is no column period"),
    ("another header", b"month,clients\n0,100\n", "cohort.csv:1: there is no column period"),
    ("half a header", b"period\n0\n", "there is no column customers"),
    ("a column twice", b"period,customers,Customers\n0,1,1\n", "customers stands there twice"),
    ("strokes", b"period/customers\n0/100\n", "Separate the columns with commas, semicolons"),
    ("a ragged row", b"period,customers\n0,100\n1\n", 'cohort.csv:3 customers: found ""'),
    ("a comma too many", b"period,customers\n0,100\n1,95,5\n", "3 values for 2 columns"),
    ("a doubtful comma", b'period,customers\n0,"1,000"\n1,90\n', "--decimal . for 1000"),
    ("half in per cent", b"period,customers\n0,100%\n1,90\n", "without a percent sign"),
    ("an empty cell", b"period,customers\n0,100\n1,\n", 'cohort.csv:3 customers: found ""'),
    ("a word", b"period,customers\n0,many\n1,90\n", 'cohort.csv:2 customers: found "many"'),
    ("not a number", b"period,customers\n0,100\n1,nan\n", "cohort.csv:3 customers:"),
    ("infinity", b"period,customers\n0,inf\n1,90\n", "cohort.csv:2 customers:"),
    ("too large to hold", b"period,customers\n0,1e400\n1,90\n", "cohort.csv:2 customers:"),
    ("five thousand digits", b"period,customers\n0," + b"9" * 5_000 + b"\n", "cohort.csv:2 cust"),
    ("a negative count", b"period,customers\n0,100\n1,-1\n", "cohort.csv:3 customers: found"),
    ("nobody", b"period,customers\n0,0\n1,0\n", "begins with at least one customer"),
    ("growth", b"period,customers\n0,100\n1,101\n", "a cohort cannot grow"),
    ("a negative period", b"period,customers\n-1,100\n0,90\n", "cohort.csv:2 period:"),
    ("half a period", b"period,customers\n0,100\n0.5,90\n", "cohort.csv:3 period: found 0.5"),
    ("a first period of 1", b"period,customers\n1,100\n2,90\n", "cohort.csv:2 period: found 1"),
    ("a period twice", b"period,customers\n0,100\n0,90\n", "0 stands there twice"),
    ("a date", b"period,customers\n2020-01,100\n", "at least one later period"),
    ("10^12 periods", b"period,customers\n0,100\n1000000000000,1\n", "100,000 periods at most"),
    ("10^300 periods", b"period,customers\n0,100\n1e300,1\n", "100,000 periods at most"),
    ("not UTF-8", b"period,customers\n0,100\n1,\xff\n", "cohort.csv:3: this is not UTF-8"),
    ("UTF-16", "period,customers\n0,100\n".encode("utf-16"), "cohort.csv:1: this is not UTF-8"),
    ("a control character", b"period,customers\n0,\x1b[31m\n", "cohort.csv:2 customers:"),
    ("nought", b"period,customers\n0,\x00\n", "cohort.csv:2 customers:"),
    (
        "a quotation mark left open",
        b'period,customers\n0,"100\n1,90\n2,80\n',
        "cohort.csv:2: a quotation mark is opened and never closed",
    ),
    ("a workbook", b"PK\x03\x04" + b"\xff" * 100, "no workbook that can be read"),
    ("a page", b"<html><body>404</body></html>", "there is no column period"),
    ("a line of 200 kB", b"period,customers\n" + b"1," * 100_000, "values for 2 columns"),
    ("17 MB", b"period,customers\n" + b"#" * 17_000_000, "larger than 16384 kB"),
    ("too many wrong rows", b"period,customers\n" + b"x,y\n" * 500, "more."),
]


@pytest.fixture
def refuse(relsim_command, scenario_file, tmp_path, monkeypatch):
    """Return a function that fits to a cohort that is wrong, and returns what is said."""
    monkeypatch.chdir(tmp_path)

    def said(name="cohort.csv"):
        answer = relsim_command("fit", scenario_file, "--cohort", name, *FIT)
        assert answer.code == 2 and answer.out == ""
        assert not (tmp_path / "fitted.toml").exists()
        assert all(letter.isprintable() or letter == "\n" for letter in answer.err)
        assert all(len(paragraph) < 400 for paragraph in answer.err.split("\n\n"))
        return answer.err

    return said


@pytest.mark.parametrize(
    ("content", "words"), [x[1:] for x in REFUSED], ids=[x[0] for x in REFUSED]
)
def test_a_wrong_cohort_is_refused(refuse, tmp_path, content, words):
    (tmp_path / "cohort.csv").write_bytes(content)
    assert words in refuse()


def test_a_missing_cohort_is_refused(refuse):
    assert "there is no such file" in refuse("none.csv")


def test_a_folder_is_no_cohort(refuse):
    assert "this is a folder" in refuse(".")


@pytest.mark.skipif(os.name != "posix", reason="has no such files")
def test_a_pipe_is_no_cohort_and_nobody_waits_for_it(refuse, tmp_path):
    os.mkfifo(tmp_path / "pipe.csv")
    assert "not an ordinary file" in refuse("pipe.csv")


@pytest.mark.skipif(os.name != "posix", reason="has no such files")
def test_a_device_is_no_cohort(refuse):
    assert "not an ordinary file" in refuse("/dev/zero")
