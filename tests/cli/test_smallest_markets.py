"""Markets without customers, without periods, with one firm: empty results, and well formed."""

import csv
import json

import pytest

EMPTY = [
    ("no customers", ("market.customers=0", "market.periods=12")),
    ("no periods", ("market.customers=50", "market.periods=0")),
    ("no time at all", ("market.customers=50", "market.periods=0", "market.warm_up=0")),
    ("nothing", ("market.customers=0", "market.periods=0", "market.warm_up=0")),
    ("one customer", ("market.customers=1", "market.periods=12")),
]


@pytest.fixture
def one_firm(tmp_path):
    path = tmp_path / "one.toml"
    path.write_text('[[firms]]\nname = "Alba"\n', encoding="utf-8")
    return path


@pytest.mark.parametrize("settings", [one[1] for one in EMPTY], ids=[one[0] for one in EMPTY])
def test_the_smallest_markets_are_run_and_written(relsim_command, one_firm, tmp_path, settings):
    words = [word for setting in settings for word in ("--set", setting)]
    files = [
        word for name in ("periods", "spells", "customers") for word in (f"--{name}-csv", name)
    ]
    files = [tmp_path / f"{word}.csv" if not word.startswith("--") else word for word in files]
    answer = relsim_command("run", one_firm, *words, *files, "--quiet", "--json")
    assert answer.code == 0, answer.err
    data = json.loads(answer.out)
    assert data["focal"] == "Alba"
    for name in ("periods", "spells", "customers"):
        with (tmp_path / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            rows = list(csv.reader(file))
        assert rows and all(len(row) == len(rows[0]) for row in rows)
    assert relsim_command("run", one_firm, *words, "--quiet").code == 0


@pytest.mark.parametrize("settings", [one[1] for one in EMPTY], ids=[one[0] for one in EMPTY])
def test_the_smallest_markets_are_compared(relsim_command, one_firm, settings):
    words = [word for setting in settings for word in ("--set", setting)]
    words += ["-s", "none,social", "-n", "2", "--quiet"]
    answer = relsim_command("compare", one_firm, *words, "--json")
    assert answer.code == 0, answer.err
    data = json.loads(answer.out)
    assert [one["name"] for one in data["strategies"]] == ["none", "social"]
    assert relsim_command("compare", one_firm, *words).code == 0


@pytest.mark.parametrize("settings", [one[1] for one in EMPTY], ids=[one[0] for one in EMPTY])
def test_the_smallest_markets_are_fine(relsim_command, one_firm, settings):
    words = [word for setting in settings for word in ("--set", setting)]
    data = json.loads(relsim_command("check", one_firm, *words, "--json").out)
    assert data["fine"] and data["fits"] and data["bytes"] >= 0 and data["seconds"] > 0
