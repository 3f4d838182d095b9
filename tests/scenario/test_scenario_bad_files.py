"""Whatever may lie at the end of a path."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from relsim.errors import ScenarioError
from relsim.scenario import load

FIRM = '[[firms]]\nname = "Alba"\n'
posix = pytest.mark.skipif(os.name != "posix", reason="has no such files")


def refusal(source: str | Path) -> str:
    with pytest.raises(ScenarioError) as error:
        load(source)
    return str(error.value)


def test_missing_file_is_refused(tmp_path: Path) -> None:
    assert "there is no such file" in refusal(tmp_path / "none.toml")


@pytest.mark.parametrize("name", ["nomine.toml", "mine.toml", "other/shop.toml", "MINE.TOML"])
def test_a_file_that_is_missing_is_no_market_by_another_name(name: str) -> None:
    said = refusal(name)
    assert f"relsim new {name}" in said and "relsim show scenarios" in said
    assert "Did you mean" not in said and "bundled" not in said


def test_a_missing_file_that_nearly_has_the_name_of_a_market_is_told_of_it() -> None:
    assert refusal("insurence.toml").endswith("Did you mean insurance?")
    assert "Begin one with relsim new 'my shop.toml'" in refusal("my shop.toml")
    assert "relsim new mine.toml" in refusal("a\x1b[31m.toml")


def test_missing_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert "there is no such file" in refusal(tmp_path / "file" / "a.toml")


def test_empty_name_is_refused() -> None:
    assert "is empty" in refusal("")


def test_null_in_a_path_is_refused() -> None:
    assert "there is no such file" in refusal("a\0b.toml")


def test_folder_is_refused(tmp_path: Path) -> None:
    assert "this is a folder" in refusal(tmp_path)


@posix
def test_device_is_refused() -> None:
    assert "not an ordinary file" in refusal("/dev/zero")


@posix
def test_pipe_is_refused_without_waiting(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.toml")
    assert "not an ordinary file" in refusal(tmp_path / "pipe.toml")


@posix
def test_link_to_itself_is_refused(tmp_path: Path) -> None:
    (tmp_path / "loop.toml").symlink_to(tmp_path / "loop.toml")
    assert "leads back to itself" in refusal(tmp_path / "loop.toml")


@posix
def test_link_to_a_file_is_followed(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text(FIRM)
    (tmp_path / "b.toml").symlink_to(tmp_path / "a.toml")
    assert load(tmp_path / "b.toml").name == "b"


def test_unreadable_file_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def forbid(*_: object) -> int:
        raise PermissionError(13, "Permission denied")

    (tmp_path / "a.toml").write_text(FIRM)
    monkeypatch.setattr(os, "open", forbid)
    assert "you may not read this file" in refusal(tmp_path / "a.toml")


def test_file_over_256_kilobytes_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text(FIRM + "#" * 256 * 1024)
    assert "larger than 256 kB" in refusal(tmp_path / "a.toml")


def test_file_of_256_kilobytes_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text(FIRM + "#" * (256 * 1024 - len(FIRM)))
    assert load(tmp_path / "a.toml").firm_names == ("Alba",)


def test_file_that_is_not_utf8_is_refused_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_bytes(b"# fine\n# caf\xe9\n" + FIRM.encode())
    message = refusal(tmp_path / "a.toml")
    assert "a.toml:2: this is not UTF-8 text (byte 0xe9)" in message


def test_byte_order_mark_is_accepted(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_bytes(b"\xef\xbb\xbf" + FIRM.encode())
    assert load(tmp_path / "a.toml").firm_names == ("Alba",)


def test_windows_line_ends_are_accepted(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_bytes(FIRM.replace("\n", "\r\n").encode())
    assert load(tmp_path / "a.toml").firm_names == ("Alba",)


def test_lines_are_counted_through_windows_line_ends(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_bytes((FIRM + "price = -1\n").replace("\n", "\r\n").encode())
    assert "a.toml:3 firms[0].price" in refusal(tmp_path / "a.toml")


def test_file_is_called_as_the_user_wrote_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.toml").write_text(FIRM + "price = -1\n")
    monkeypatch.chdir(tmp_path)
    assert refusal("a.toml").startswith("a.toml:3 firms[0].price:")


def test_control_characters_in_a_path_are_spelt_out(tmp_path: Path) -> None:
    path = tmp_path / "a\x1b[31m.toml"
    assert "\x1b" not in refusal(path)


def test_network_file_must_exist(tmp_path: Path) -> None:
    text = '[market]\nnetwork = "file"\nnetwork_file = "friends.csv"\n' + FIRM
    (tmp_path / "a.toml").write_text(text)
    assert 'a.toml:3 market.network_file: there is no readable file "friends.csv"' in refusal(
        tmp_path / "a.toml"
    )


def test_network_file_beside_the_scenario_is_found(tmp_path: Path) -> None:
    text = '[market]\nnetwork = "file"\nnetwork_file = "friends.csv"\n' + FIRM
    (tmp_path / "a.toml").write_text(text)
    (tmp_path / "friends.csv").write_text("0,1\n")
    assert load(tmp_path / "a.toml").network_path == tmp_path / "friends.csv"


@posix
def test_network_file_that_links_out_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("0,1\n")
    (tmp_path / "inner").mkdir()
    (tmp_path / "inner" / "friends.csv").symlink_to(tmp_path / "secret")
    text = '[market]\nnetwork = "file"\nnetwork_file = "friends.csv"\n' + FIRM
    (tmp_path / "inner" / "a.toml").write_text(text)
    assert "is a link that leads elsewhere" in refusal(tmp_path / "inner" / "a.toml")


@posix
def test_network_file_that_is_a_pipe_is_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "friends.csv")
    text = '[market]\nnetwork = "file"\nnetwork_file = "friends.csv"\n' + FIRM
    (tmp_path / "a.toml").write_text(text)
    assert "not an ordinary file" in refusal(tmp_path / "a.toml")


def test_twenty_faults_are_placed_within_a_fifth_of_a_second(tmp_path: Path) -> None:
    firms = "".join(
        f'[[firms]]\nname = "F{i}"\nprice = -1\nquality = 2\n# a remark\n' for i in range(16)
    )
    (tmp_path / "a.toml").write_text(firms)
    start = time.process_time()
    refusal(tmp_path / "a.toml")
    assert time.process_time() - start < 0.2


def test_nothing_heavy_is_loaded_to_refuse() -> None:
    code = (
        "import sys\nfrom relsim.scenario import parse\nfrom relsim.errors import ScenarioError\n"
        "try:\n    parse('')\nexcept ScenarioError:\n    pass\n"
        "print(sorted({'numpy', 'numba', 'pandas', 'scipy', 'mesa'} & set(sys.modules)))"
    )
    root = Path(__file__).parents[2]
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=root
    )
    assert done.stdout.strip() == "[]"
