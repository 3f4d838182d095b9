"""``relsim compare --report`` writes the report beside the table."""

import pytest

from relsim.cli import main

SMALL = ("market.customers=100", "market.periods=12", "market.warm_up=6")
SETTINGS = [word for one in SMALL for word in ("--set", one)]


def call(*words):
    with pytest.raises(SystemExit) as leaving:
        main([str(word) for word in words])
    return leaving.value.code


def test_the_report_is_written_beside_the_table(tmp_path, capsys):
    path = tmp_path / "report.html"
    assert call("compare", "insurance", "-n", 2, *SETTINGS, "--report", path) == 0
    captured = capsys.readouterr()
    assert f"Written: {path}" in captured.err
    assert "What each strategy leads to" in captured.out
    assert path.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")


@pytest.mark.parametrize("place", ["", "nowhere/report.html"])
def test_a_report_that_cannot_be_written_is_refused_before_any_run(tmp_path, capsys, place):
    assert call("compare", "insurance", "--report", tmp_path / place) == 2
    assert "folder" in capsys.readouterr().err
