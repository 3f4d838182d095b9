"""The class code and how fast it may be guessed at."""

from relsim.app.server.class_code import ClassCode
from tests.app.test_sessions import Clock


def test_the_code_is_accepted_however_it_is_typed():
    code = ClassCode("KFMXRDBT")
    assert all(code.accepts(typed) for typed in ("KFMX-RDBT", "kfmxrdbt", " k f m x r d b t "))
    assert code.wait() == 0


def test_anything_else_is_not():
    code = ClassCode("KFMXRDBT")
    assert not any(code.accepts(typed) for typed in ("", "KFM", "KFMXRDBTA", "KFMXRDBA", "٣"))


def test_codes_are_never_the_same_and_long_enough_to_need_no_lock():
    codes = {ClassCode().shown for _ in range(100)}
    assert len(codes) == 100
    assert all(len(one.replace("-", "")) == 8 for one in codes)


def test_wrong_answers_make_all_answers_slower_and_lock_nobody_out():
    clock = Clock()
    code = ClassCode("KFMXRDBT", clock)
    for _ in range(50):
        code.accepts("WRONG")
    assert 0.5 < code.wait() < 2
    for _ in range(10_000):
        code.accepts("WRONG")
    assert code.wait() == 2
    assert code.accepts("KFMXRDBT")
    clock.now = 61
    assert code.wait() == 0
