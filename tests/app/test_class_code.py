"""The class code and how often it may be guessed at."""

from relsim.app.server.class_code import ClassCode
from tests.app.test_sessions import Clock


def test_the_code_is_accepted_however_it_is_typed():
    code = ClassCode("KFMXRD")
    assert all(code.accepts(typed, "a") for typed in ("KFM-XRD", "kfmxrd", " k f m x r d "))


def test_anything_else_is_not():
    code = ClassCode("KFMXRD")
    assert not any(code.accepts(typed, "a") for typed in ("", "KFM", "KFMXRDA", "KFMXRE", "٣"))


def test_codes_are_never_the_same():
    assert len({ClassCode().shown for _ in range(100)}) == 100


def test_who_guesses_too_often_must_wait_even_with_the_right_code():
    clock = Clock()
    code = ClassCode("KFMXRD", clock)
    for _ in range(10):
        assert not code.must_wait("guesser")
        code.accepts("WRONG", "guesser")
    assert code.must_wait("guesser")
    assert not code.accepts("KFMXRD", "guesser")
    assert code.accepts("KFMXRD", "somebody else")
    clock.now = 61
    assert code.accepts("KFMXRD", "guesser")


def test_many_guessers_together_must_wait_too():
    code = ClassCode("KFMXRD", Clock())
    for number in range(100):
        code.accepts("WRONG", f"address {number}")
    assert code.must_wait("newcomer")
