"""Compiled code kept on disk: what is damaged, foreign or open to others is compiled again."""

import hashlib
import os
import pickle
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import numba
import pytest

import relsim
from relsim.market import hands, shelf
from relsim.market.bare import BareMarket
from relsim.market.shelf import Bell, Shelf, private_folder
from tests.importing import ROOT

pytestmark = pytest.mark.skipif(os.name != "posix", reason="modes and owners are POSIX's")


def double(number):
    return 2 * number


def compiled_in(folder):
    """Return a pass that is kept in a folder, and what is rung when it is compiled."""
    rung = []
    made = numba.njit(double)
    made._cache = Shelf(double, folder, Bell("compiling", rung.append))
    return made, rung


@pytest.fixture
def kept(tmp_path):
    """Return a folder with the code of one pass."""
    folder = tmp_path / "code"
    assert private_folder(folder)
    made, rung = compiled_in(folder)
    assert made(3) == 6 and rung == ["compiling"]
    return folder


def only_file(folder):
    (file,) = folder.iterdir()
    return file


def test_what_is_kept_is_found(kept):
    made, rung = compiled_in(kept)
    assert made(4) == 8 and rung == []


def test_other_types_are_compiled_beside_it(kept):
    made, rung = compiled_in(kept)
    assert made(1.5) == 3.0 and rung == ["compiling"]
    assert len(list(kept.iterdir())) == 2


class Evil:
    """A pickle that does something."""

    def __init__(self, mark):
        self.mark = mark

    def __reduce__(self):
        return os.mkdir, (str(self.mark),)


def evil(mark):
    data = pickle.dumps(Evil(mark))
    return hashlib.sha256(data).digest() + data


DAMAGE = {
    "empty": lambda content: b"",
    "cut short": lambda content: content[: len(content) // 2],
    "one bit": lambda content: content[:-9] + bytes([content[-9] ^ 1]) + content[-8:],
    "another program's": lambda content: b"PK\x03\x04 something else",
    "whole, but nothing of ours": lambda content: hashlib.sha256(b"x").digest() + b"x",
    "for something else": lambda content: (
        hashlib.sha256(pickle.dumps(("other", ()))).digest() + pickle.dumps(("other", ()))
    ),
}


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE)
def test_what_is_damaged_is_compiled_again_and_kept(kept, damage):
    file = only_file(kept)
    file.write_bytes(damage(file.read_bytes()))
    made, rung = compiled_in(kept)
    assert made(3) == 6 and rung == ["compiling"]
    made, rung = compiled_in(kept)
    assert made(3) == 6 and rung == []
    assert only_file(kept) == file


@pytest.mark.parametrize("mode", [0o620, 0o602])
def test_what_others_may_write_is_never_loaded(kept, tmp_path, mode):
    file, mark = only_file(kept), tmp_path / "mark"
    file.write_bytes(evil(mark))
    file.chmod(mode)
    made, rung = compiled_in(kept)
    assert made(3) == 6 and rung == ["compiling"]
    assert not mark.exists()


def test_a_link_is_never_followed(kept, tmp_path):
    file, mark = only_file(kept), tmp_path / "mark"
    elsewhere = tmp_path / "elsewhere"
    elsewhere.write_bytes(evil(mark))
    file.unlink()
    file.symlink_to(elsewhere)
    made, _ = compiled_in(kept)
    assert made(3) == 6 and not mark.exists()


def test_the_test_would_see_an_evil_file_load(kept, tmp_path):
    only_file(kept).write_bytes(evil(tmp_path / "mark"))
    compiled_in(kept)[0](3)
    assert (tmp_path / "mark").exists(), "it is ours, and nobody else may write it"


@pytest.mark.parametrize("mode", [0o770, 0o707, 0o777, 0o1777])
def test_a_folder_that_others_may_write_is_refused(tmp_path, mode):
    folder = tmp_path / "code"
    folder.mkdir()
    folder.chmod(mode)
    assert not private_folder(folder)


def test_a_folder_of_somebody_else_is_refused(tmp_path, monkeypatch):
    folder = tmp_path / "code"
    folder.mkdir()
    os.chown(folder, os.getuid() or 12345, -1)
    monkeypatch.setattr(os, "getuid", lambda: 4242)
    assert not private_folder(folder)


def test_a_new_folder_is_nobody_elses(tmp_path):
    before = os.umask(0)
    try:
        assert private_folder(tmp_path / "a" / "b")
    finally:
        os.umask(before)
    assert (tmp_path / "a" / "b").stat().st_mode & 0o777 == 0o700


def test_a_link_or_a_file_is_no_folder(tmp_path):
    (tmp_path / "real").mkdir(mode=0o700)
    (tmp_path / "link").symlink_to(tmp_path / "real")
    (tmp_path / "file").touch()
    assert not private_folder(tmp_path / "link")
    assert not private_folder(tmp_path / "file")
    assert not private_folder(tmp_path / "file" / "below")


def test_a_full_disk_costs_time_and_leaves_nothing(tmp_path, monkeypatch):
    def full(*arguments):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("pathlib.Path.replace", full)
    for _ in range(2):
        made, rung = compiled_in(tmp_path)
        assert made(3) == 6 and rung == ["compiling"]
    assert list(tmp_path.iterdir()) == []


def test_the_bell_rings_again_after_a_while(monkeypatch):
    rung, now = [], [0.0]
    monkeypatch.setattr(shelf.time, "monotonic", lambda: now[0])
    bell = Bell("compiling", rung.append)
    for minute in (0.0, 1.0, 100.0):
        now[0] = minute
        bell.begin()
        now[0] += 20.0
        bell.go_on()
    assert len(rung) == 2


def lived(code, **environment):
    """Return what a program leaves that imports the engine."""
    return subprocess.run(
        [sys.executable, "-c", textwrap.dedent(code)],
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
        capture_output=True,
        text=True,
        check=True,
    )


COMPILES = """
    import numpy as np
    from relsim.market import engine, chance, state
    keys = np.zeros((2, 2), np.uint64)
    state.draw_keys(keys, np.uint64(1), np.zeros(2, np.uint64), 0, 0, 2)
    print(engine.CACHE, int(keys[0, 0]))
"""


def test_nowhere_to_keep_it_costs_time_is_said_and_leaves_nothing(tmp_path):
    nowhere = {"RELSIM_CACHE": "/dev/null/a", "XDG_CACHE_HOME": "/dev/null/b"}
    (tmp_path / "temporary").mkdir()
    done = lived(COMPILES, TMPDIR=str(tmp_path / "temporary"), **nowhere)
    assert done.stdout.startswith("None ")
    assert done.stderr.count("\n") == 1 and "RELSIM_CACHE" in done.stderr
    assert list((tmp_path / "temporary").iterdir()) == []


def test_a_folder_that_others_may_write_is_passed_over(tmp_path):
    shared = tmp_path / "shared"
    first = lived(COMPILES, RELSIM_CACHE=str(shared), XDG_CACHE_HOME=str(tmp_path / "own"))
    (folder,) = shared.iterdir()
    assert first.stdout.startswith(str(folder)) and "Compiling" in first.stderr
    folder.chmod(0o777)
    again = lived(COMPILES, RELSIM_CACHE=str(shared), XDG_CACHE_HOME=str(tmp_path / "own"))
    assert again.stdout.startswith(str(tmp_path / "own")) and "Compiling" in again.stderr
    third = lived(COMPILES, RELSIM_CACHE=str(shared), XDG_CACHE_HOME=str(tmp_path / "own"))
    assert third.stderr == ""


def test_two_programs_that_compile_at_once_keep_each_others_code(tmp_path):
    code = """
        import sys
        import numba
        from pathlib import Path
        from relsim.market.shelf import Bell, Shelf
        from tests.market.test_compiled_code import double
        made = numba.njit(double)
        made._cache = Shelf(double, Path(sys.argv[1]), Bell("compiling", print))
        for number in (1, 1.5, 1j) if sys.argv[2] == "up" else (1j, 1.5, 1):
            assert made(number) == 2 * number
    """
    words = [sys.executable, "-c", textwrap.dedent(code), str(tmp_path)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    both = [subprocess.Popen([*words, way], env=environment) for way in ("up", "down")]
    assert [one.wait() for one in both] == [0, 0]
    made, rung = compiled_in(tmp_path)
    assert (made(3), made(1.5), made(2j)) == (6, 3.0, 4j) and rung == []


MEANWHILE = """
    import time
    import numpy as np
    from relsim.market import engine, hands, surveys
    from relsim.market.records import customer_type
    hands._cores = lambda: 2
    hands._BEGIN = {begin!r}
    handed = np.zeros(3, customer_type(4)), 0, np.zeros((1, 3))
    calls = [(surveys.count_cohorts, handed)]
    engine.compile_meanwhile(calls)
    engine.compile_meanwhile(calls)
    late = time.monotonic() + 5.0
    while hands.hands._line and time.monotonic() < late:
        time.sleep(0.01)
    surveys.count_cohorts(*handed)
    print(sum(surveys.count_cohorts.stats.cache_hits.values()), len([*engine.CACHE.glob("*.nbc")]))
"""


@pytest.mark.parametrize(("begin", "found"), [(hands._BEGIN, 1), ("raise SystemExit(1)", 0)])
def test_another_process_compiles_meanwhile_and_one_that_dies_costs_time_only(
    tmp_path, begin, found
):
    done = lived(MEANWHILE.format(begin=begin), RELSIM_CACHE=str(tmp_path / "cache"))
    assert done.stdout == f"{found} 1\n" and done.stderr.startswith("Compiling")


@pytest.fixture
def hired(monkeypatch):
    """Return the processes hired on three cores, which never answer."""
    found = []

    def hire():
        words = [sys.executable, "-c", "import time; time.sleep(600)"]
        found.append(subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE))
        return found[-1]

    monkeypatch.setattr(hands, "_hired", hire)
    monkeypatch.setattr(hands, "_cores", lambda: 3)
    yield found
    for idle in found:
        idle.kill()
        idle.wait()


TASKS = [hands.Task("a module", name, (), Path(f"/nowhere/{name}")) for name in "abcd"]


def begun(made, number):
    """Wait until others are at so many passes; return their names."""
    while len(made._at) < number:
        time.sleep(0.01)
    return sorted(place.name for place in made._at)


def test_each_pass_is_compiled_by_one_and_nobody_outlives_the_program(hired):
    made = hands.Hands()
    assert made.set_to(TASKS[:2]) and made.set_to(TASKS) and not made.set_to(TASKS)
    assert begun(made, 2) == ["a", "b"] and len(hired) == 2
    assert not made.wait_for(Path("/nowhere/c")), "nobody is at it: who needs it, compiles it"
    assert [task.name for task in made._line] == ["d"]
    made.let_go()
    assert [idle.poll() is not None for idle in hired] == [True] * 2


def test_who_waits_compiles_what_stands_last(hired, monkeypatch):
    monkeypatch.setattr(hands, "_cores", lambda: 2)
    done = []

    def do(task):
        done.append(task.name)
        if len(done) == 3:
            hired[0].kill()

    monkeypatch.setattr(hands.Task, "do", do)
    made = hands.Hands()
    assert made.set_to(TASKS) and begun(made, 1) == ["a"]
    assert made.wait_for(Path("/nowhere/a")) and done == ["d", "c", "b"]


def test_a_process_that_has_nothing_to_wait_for_begins_at_the_lines_end(monkeypatch):
    done = []
    monkeypatch.setattr(hands.Task, "do", lambda task: done.append(task.name))
    made = hands.Hands()
    made._line.extend(TASKS)
    made.lend_a_hand()
    assert done == ["d", "c", "b", "a"]
    made.lend_a_hand()
    assert len(done) == 4


def test_passes_are_compiled_meanwhile_for_what_a_market_calls_them_with():
    few = {"market.customers": 60, "market.periods": 12}
    market = BareMarket(relsim.load("insurance", few))
    market.run()
    for function, values in market._state.calls():
        assert tuple(map(numba.typeof, values)) in function.overloads, function


@pytest.mark.parametrize("where", ["_cores", "multiprocessing.parent_process"])
def test_on_one_core_and_in_a_worker_nobody_is_hired(hired, monkeypatch, where):
    monkeypatch.setattr(f"relsim.market.hands.{where}", lambda: 1)
    assert not hands.Hands().set_to(TASKS) and hired == []


TWO_SHAPES = """
    import math
    import sys
    import numba
    import numpy as np
    from relsim.market import engine
    from relsim.market.records import customer_type

    def summing(name):
        @engine.rare
        def worth_from(customers, row):
            found = 0.0
            for place in range(row + 1):
                worth = customers[place].worth
                # So much that it is not taken into its caller; none of it comes about.
                if worth > 1e6:
                    found += math.log(worth) * math.sin(worth) * math.tan(worth) * math.atan(worth)
                    found *= math.sinh(worth) + math.erf(worth) + math.gamma(worth)
                elif worth < -1e6:
                    found -= math.exp(worth) * math.cos(worth) * math.cosh(worth) * math.tanh(worth)
                    found *= math.asinh(worth) + math.erfc(worth) + math.lgamma(worth)
            return found + customers[row].worth

        def total(customers):
            found = 0.0
            for row in range(customers.shape[0]):
                found += worth_from(customers, row) + 0.0 * worth_from(customers, 0)
            return found

        total.__name__ = name
        return engine.compiled(total)

    context = numba.core.registry.cpu_target.target_context
    assert context.mangler is engine.named
    for name in ("as_it_is", "as_numba_names_it"):
        total = summing(name)
        for seats in map(int, sys.argv[1:]):
            people = np.zeros(5, customer_type(seats))
            people["worth"] = np.arange(5)
            print(total(people))
        context.mangler = engine._MANGLE
"""


def test_code_for_two_shapes_of_two_processes_is_not_mistaken_by_a_third(tmp_path):
    """Numba numbers records by process, and of two symbols with one name takes the first loaded.

    Where the last line fails, Numba does no longer, and ``engine.named`` can go.
    """
    code = textwrap.dedent(TWO_SHAPES)
    said = [
        lived(f"import sys; sys.argv[1:] = {seats}\n{code}", RELSIM_CACHE=str(tmp_path / "cache"))
        for seats in (["4"], ["8"], ["4", "8"])
    ]
    four, eight, both = (one.stdout.split() for one in said)
    assert "Compiling" in said[1].stderr and said[2].stderr == "", "the third compiles nothing"
    assert four == eight == ["10.0", "10.0"] and both[:2] == ["10.0", "10.0"]
    assert both[2] == "10.0" != both[3]


def test_three_layouts_for_all_numbers_of_firms_and_none_more_for_steps_and_stories():
    """Whoever lives in stretches, step by step and in stories finds one and the same code."""
    code = """
        import pickle, re
        from collections import Counter
        import relsim.scenario
        from relsim.market import Market, engine, shelf
        from relsim.market.records import customer_type
        from relsim.market.witness import Witness

        def market(firms):
            names = "".join(f"[[firms]]\\nname = 'F{j}'\\n" for j in range(firms))
            size = "customers = 60\\nperiods = 12\\nwarm_up = 0\\n"
            return relsim.scenario.parse(f"[market]\\n{size}{names}")

        for firms in (1, 2, 3, 4):
            Market(market(firms)).run()
        Witness(market(4), [3]).run()
        Market(market(3)).run_model()
        kept = Counter()
        for file in engine.CACHE.glob("*.nbc"):
            (types, *_), _ = pickle.loads(shelf._read(file))
            text = " ".join(map(str, types))
            seats = frozenset(re.findall(r"belief\\W+type=nestedarray\\(\\w+, \\((\\d+),", text))
            assert seats <= {"4", "8", "16"} and len(seats) <= 1
            kept[file.name.rsplit("-", 1)[0], seats] += 1
        assert kept["passes.choose", frozenset({"4"})] == 1
        # Other tests may have laid other networks out; a network knows nothing of firms.
        assert [one for one, count in kept.items() if count > 1 and one[1]] == []
        assert len({id(customer_type(firms)) for firms in range(1, 17)}) == 3
    """
    lived(code)
