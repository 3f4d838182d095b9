"""The power fails at every sync of a store: what was acknowledged is there, and it goes on."""

import pytest

from relsim.errors import StorageError
from relsim.study.store import open_store, opening
from relsim.study.store import store as storing
from relsim.study.store.journal import AHEAD, BACK, journal_for
from tests.study import cutting

pytestmark = pytest.mark.skipif(cutting.vfs() is None, reason="this Python hides its SQLite")

RUNS = 5
PURPOSE = {"seed": 1}


def figures(number):
    return {"npv": number / 7, "course": [number / 9] * 200}


def after_cuts(folder, journal, monkeypatch):
    """Yield what was acknowledged and what is left, for every moment at which the power fails."""
    monkeypatch.setattr(opening, "journal_for", lambda place: journal)
    with (
        monkeypatch.context() as at_once,
        cutting.power_may_fail() as disk,
        open_store(folder / "runs.sqlite", PURPOSE) as store,
    ):
        at_once.setattr(storing, "BATCH", 1)
        store._connection.execute("PRAGMA wal_autocheckpoint = 4")
        for number in range(RUNS):
            store.put((number,), figures(number))
            disk.safe = store.acknowledged
            disk.cut()
    assert disk.safe == RUNS
    monkeypatch.setattr(opening, "_SYNCHRONOUS", "OFF")  # from here on the power stays
    for place, (safe, files) in enumerate([*disk.cuts, (RUNS, disk.synced)]):
        there = folder / str(place)
        there.mkdir()
        for name, content in files.items():
            (there / name).write_bytes(content)
        yield safe, there / "runs.sqlite"


@pytest.mark.parametrize("journal", [AHEAD, BACK])
def test_nothing_acknowledged_is_lost_when_the_power_fails(tmp_path, monkeypatch, journal):
    cuts, found = 0, set()
    for safe, place in after_cuts(tmp_path, journal, monkeypatch):
        with open_store(place, PURPOSE) as store:
            kept = dict(store)
            assert {(number,) for number in range(safe)} <= kept.keys()
            for number in range(RUNS):
                store.put((number,), figures(number))
            assert dict(store) == {(number,): figures(number) for number in range(RUNS)}
            assert kept.items() <= dict(store).items()
        cuts, found = cuts + 1, found | {len(kept)}
    assert cuts > 4 * RUNS and found == {*range(RUNS + 1)}


@pytest.mark.parametrize(("journal", "way"), [(AHEAD, "NORMAL"), (BACK, "FULL")])
def test_a_run_that_is_lost_would_be_seen(tmp_path, monkeypatch, journal, way):
    """Syncing less than the store does loses runs, and the cuts show it."""
    monkeypatch.setattr(opening, "_SYNCHRONOUS", way)
    lost = 0
    for safe, place in after_cuts(tmp_path, journal, monkeypatch):
        try:
            with open_store(place, PURPOSE) as store:
                lost += len(store) < safe
        except StorageError:
            lost += 1
    assert lost


MOUNTS = """\
22 1 8:1 / / rw shared:1 - ext4 /dev/sda1 rw
30 22 0:40 / /home rw - nfs4 server:/home rw
31 30 8:2 / /home/my\\040disk rw - xfs /dev/sdb1 rw
32 22 0:41 / /scratch rw - lustre x@tcp:/scratch rw
33 22 0:42 / /there rw - fuse.sshfs somebody@there: rw
"""


def test_a_disk_that_other_computers_see_has_a_journal_that_is_right_there(tmp_path, monkeypatch):
    found = {"/var/a": AHEAD, "/home/a": BACK, "/home/my disk/a": AHEAD, "/scratch/a": BACK}
    mounts = tmp_path / "mountinfo"
    monkeypatch.setattr("relsim.study.store.journal._MOUNTS", mounts)
    assert journal_for(tmp_path) == BACK, "where nobody says"
    mounts.write_text(MOUNTS, encoding="utf-8")
    found |= {"/there/a": BACK, "/homes/a": AHEAD}
    assert {place: journal_for(opening.Path(place)) for place in found} == found


def test_who_reads_and_who_writes_wait_for_each_other(tmp_path, monkeypatch):
    monkeypatch.setattr(opening, "journal_for", lambda place: BACK)
    place = tmp_path / "runs.sqlite"
    with open_store(place, PURPOSE) as store:
        for number in range(3):
            store.put((number,), figures(number))
        store.flush()
        assert not place.with_name("runs.sqlite-wal").exists()
        with open_store(place) as reader:
            assert len([*reader]) == 3
        reading = open_store(place)
        rows = iter(reading)
        next(rows)
        monkeypatch.setattr(storing, "BATCH", 1)
        store._connection.execute("PRAGMA busy_timeout = 100")
        with pytest.raises(StorageError, match=r"locked.*run the same command again"):
            store.put((3,), figures(3))
        rows.close()
        reading.close()
        store.put((3,), figures(3))
        assert store.acknowledged == 4
