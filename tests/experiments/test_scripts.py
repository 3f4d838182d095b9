"""The scripts: each states its claim and nothing else, and the ledger is of today's numbers."""

import ast
import re
import runpy

import pytest

import relsim
from relsim.claims import claims, ledger, ledger_stages, read_claim, try_out
from relsim.claims.claim import PULSE, TOLD
from relsim.scenario import load

SCRIPTS = claims()
ALLOWED = {"relsim", "relsim.claims", "numpy", "pandas", "math"}
LONGEST = 120
LONGEST_QUESTION = 240
"""Of a bet, in characters: what a phone shows beside its sliders."""

CONCEPT = re.compile(r"S[0-4]\.\d\d")


@pytest.fixture(params=sorted(SCRIPTS))
def name(request):
    return request.param


def imported(tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module


def test_a_script_uses_the_public_names_only_and_can_be_read_aloud(name):
    text = SCRIPTS[name].read_text(encoding="utf-8")
    tree = ast.parse(text)
    assert set(imported(tree)) <= ALLOWED
    assert text.count("\n") <= LONGEST
    assert ast.get_docstring(tree)
    assert text.endswith('if __name__ == "__main__":\n    relsim.try_claim(claim)\n')


def test_a_script_states_a_whole_claim(name):
    claim = read_claim(name)
    assert claim.name == name
    assert claim.sentence.endswith(".") and claim.by
    assert claim.concepts and all(CONCEPT.fullmatch(one) for one in claim.concepts)
    assert len(claim.questions) == 3 and all(one.endswith("?") for one in claim.questions)
    assert claim.main.smallest > 0
    assert claim.bet.endswith("?") and len(claim.bet) <= LONGEST_QUESTION


def flat(tables, path=()):
    """Return every setting of a scenario by its path."""
    if isinstance(tables, dict):
        pairs = tables.items()
    elif isinstance(tables, list) and tables and isinstance(tables[0], dict):
        pairs = ((one["name"], one) for one in tables)
    else:
        return {".".join(path): tables}
    found = {}
    for key, held in pairs:
        found.update(flat(held, (*path, key)))
    return found


def test_settings_differ_from_the_market_and_say_why(name):
    claim = read_claim(name)
    market = flat(load(claim.scenario).to_dict())
    tried = load(claim.scenario, {path: one.value for path, one in claim.settings.items()})
    changed = {path for path, value in flat(tried.to_dict()).items() if market.get(path) != value}
    assert changed == set(claim.settings), "each listed setting differs, and no other"
    assert all(len(one.reason) > 20 for one in claim.settings.values())


def test_a_claim_has_a_line_for_every_verdict(name, monkeypatch):
    found = try_out(read_claim(name), size=PULSE, sweeps=False, budgets=False)
    if len(found.parts) < len(found.claim.contrasts):
        found = try_out(found.claim, size=PULSE, budgets=False)
    for verdict in TOLD:
        monkeypatch.setitem(found.__dict__, "verdict", verdict)
        assert str(found.meaning).endswith(".")


def test_the_ledger_is_of_todays_numbers(name):
    assert ledger.stale(read_claim(name), ledger.read_ledger()) == "", "run relsim claims --ledger"


def test_what_the_ledger_says_besides_verdicts_is_of_today(name):
    again = "run relsim claims --ledger --settings N, --structures or --try-to-break"
    assert ledger_stages.out_of_date(read_claim(name), ledger.read_ledger()) == "", again


def test_the_ledgers_table_is_generated_from_its_entries():
    entries = ledger.read_ledger()
    assert sorted(entries) == sorted(SCRIPTS)
    text = (ledger.folder() / "README.md").read_text(encoding="utf-8")
    assert ledger.with_table(text, entries) == text, "run relsim claims --ledger"


def test_the_ledger_has_a_line_an_entry():
    text = (ledger.folder() / "ledger.json").read_text(encoding="utf-8")
    assert ledger.as_lines(ledger.read_ledger()) == text
    assert text.count("\n") == len(SCRIPTS) + 2


def test_every_entry_has_its_picture_and_no_other_is_there():
    pictures = {one.stem for one in (ledger.folder() / "pictures").glob("*.svg")}
    assert pictures == set(SCRIPTS)


def test_every_entry_is_of_full_size():
    for name, entry in ledger.read_ledger().items():
        evidence = entry["evidence"]
        assert not evidence["quick"] and "interrupted" not in evidence
        assert evidence["replications"] == read_claim(name).size.replications


def test_a_change_of_the_models_numbers_makes_an_entry_stale(monkeypatch):
    claim = read_claim("two_keys")
    entries = ledger.read_ledger()
    monkeypatch.setattr(ledger, "PULSE", relsim.claims.Size(2, customers=201, periods=24))
    assert ledger.stale(claim, entries) == "the model's numbers have changed"


def test_an_entry_that_is_judged_otherwise_now_is_stale():
    claim = read_claim("two_keys")
    entries = ledger.read_ledger()
    entries["two_keys"]["evidence"]["parts"][0]["status"] = "open"
    assert ledger.stale(claim, entries) == "it is judged otherwise now"


def test_a_script_runs_as_a_program(monkeypatch, capsys):
    path = str(SCRIPTS["two_keys"])
    monkeypatch.setattr("sys.argv", [path, "--list"])
    with pytest.raises(SystemExit) as leaving:
        runpy.run_path(path, run_name="__main__")
    assert leaving.value.code == 0
    assert "two_keys" in capsys.readouterr().out
