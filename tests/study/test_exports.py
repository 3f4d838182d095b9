"""CSV and workbooks: whole, and with text that stays text."""

import csv
import io
import math

import pandas as pd
import pytest
from openpyxl import load_workbook

import relsim
from relsim.errors import InputError, StorageError
from relsim.result import exports
from relsim.result.exports import as_csv, as_workbook
from relsim.result.saving import write_whole
from relsim.scenario import from_dict

pytestmark = pytest.mark.smoke

NASTY = ["=cmd()", "+1", "-1", "@SUM(A1)", "\t=1", "=HYPERLINK(0)", "naïve, 日本", '"quoted"']


@pytest.mark.parametrize("name", NASTY)
def test_a_name_is_text_in_a_workbook(name):
    data = as_workbook({"figures": pd.DataFrame({name: [name]})})
    sheet = load_workbook(io.BytesIO(data))["figures"]
    for place in ("A1", "A2"):
        assert sheet[place].data_type == "s"
        assert sheet[place].value == name


@pytest.mark.parametrize("name", NASTY[:6])
def test_a_name_is_text_in_csv_wherever_it_stands(name):
    frame = pd.DataFrame({"plain": [name], name: [1.5], "kind": pd.Categorical([name])})
    head, row = csv.reader(io.StringIO(as_csv(frame)))
    assert head == ["plain", f"'{name}", "kind"]
    assert row == [f"'{name}", "1.5", f"'{name}"]


@pytest.mark.parametrize("name", ["=cmd()", "@SUM(A1)", "+1", "-1"])
def test_no_export_of_a_result_begins_a_cell_as_a_formula(name):
    """Names of firms, strategies and segments become rows, columns and words of every frame."""
    scenario = from_dict(
        {
            "market": {"customers": 30, "periods": 14},
            "firms": [{"name": name}, {"name": "Brio"}],
            "segments": [{"name": name}],
            "strategies": {name: {"social": 0.5}},
        }
    )
    results = [
        relsim.Market(scenario, strategy=name).run(),
        relsim.compare(scenario, [name, "social"], replications=2),
        relsim.sweep(
            scenario, relsim.grid({f'firms."{name}".price': [20.0, 21.0]}), [name, "none"]
        ),
    ]
    for frame in (one for result in results for one in result.frames().values()):
        for cell in (cell for row in csv.reader(io.StringIO(as_csv(frame))) for cell in row):
            assert not cell.startswith(("=", "@", "+")), cell
            assert not cell.startswith("-") or math.isfinite(float(cell)), cell
        book = load_workbook(io.BytesIO(as_workbook({"x": frame})))["x"]
        assert all(cell.data_type != "f" for row in book.iter_rows() for cell in row)


def test_numbers_stay_numbers_in_both():
    frame = pd.DataFrame({"gain": [-1.5, 0.1, None], "n": [1, 2, 3], "fine": [True, False, True]})
    assert as_csv(frame) == "gain,n,fine\n-1.5,1,True\n0.1,2,False\n,3,True\n"
    sheet = load_workbook(io.BytesIO(as_workbook({"x": frame})))["x"]
    assert [cell.value for cell in sheet["A"]] == ["gain", -1.5, 0.1, None]
    assert sheet["B2"].data_type == "n" and sheet["C2"].data_type == "b"


def test_categories_are_text():
    frame = pd.DataFrame({"firm": pd.Categorical(["=x", None])})
    assert as_csv(frame) == 'firm\n\'=x\n""\n'


def test_control_characters_are_left_out_of_a_workbook():
    sheet = load_workbook(io.BytesIO(as_workbook({"x": pd.DataFrame({"a": ["b\x07c"]})})))["x"]
    assert sheet["A2"].value == "bc"


def test_a_frame_that_is_longer_than_a_sheet_is_refused(monkeypatch):
    monkeypatch.setattr(exports, "MOST_ROWS", 2)
    with pytest.raises(InputError, match="has 3 rows, and a sheet holds 2"):
        as_workbook({"figures": pd.DataFrame({"a": [1, 2, 3]})})


def test_a_file_is_written_whole_or_not_at_all(tmp_path, monkeypatch):
    target = tmp_path / "out.xlsx"
    write_whole(target, b"old")

    def full(*arguments):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(StorageError, match="No space left"):
        write_whole(target, b"new")
    assert target.read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["out.xlsx"]
