"""What a result says of a user's own code is found out by threads that leave each other alone."""

import inspect
import threading
import time
from concurrent.futures import ThreadPoolExecutor

from relsim.scenario.own_code import own_code


class Mind:
    """A mind that does nothing."""


def test_sources_are_read_one_at_a_time(monkeypatch):
    # Python 3.11 and 3.12 now and then end in a SystemError where two threads parse at once.
    inside = threading.Semaphore(1)
    together = []

    def read(kind):
        if inside.acquire(blocking=False):
            time.sleep(0.01)
            inside.release()
        else:
            together.append(kind)
        return "class Mind: ..."

    monkeypatch.setattr(inspect, "getsource", read)
    with ThreadPoolExecutor(4) as threads:
        found = list(threads.map(lambda _: own_code((), {"Alba": Mind}), range(8)))
    assert not together
    assert len({one[0].source for one in found}) == 1
