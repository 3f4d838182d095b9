"""The passes in plain C, a third time written, leave the very bytes that the engine's leave."""

from __future__ import annotations

import pytest

from tests.benchmarks.in_c import STRICT, compiler
from tests.benchmarks.moments import PASSES, Moment


@pytest.mark.statistics
@pytest.mark.skipif(compiler() is None, reason="no C compiler here")
@pytest.mark.parametrize("customers", [1_500, 9_000])
def test_c_leaves_the_same_bytes(customers: int) -> None:
    moment = Moment(customers)
    for name in PASSES:
        if name == "experience":
            moment.on_to_experience()
        assert moment.left_by(moment.in_c(name, STRICT)) == moment.left_by(moment.in_engine(name))


@pytest.mark.statistics
@pytest.mark.skipif(compiler() is None, reason="no C compiler here")
def test_what_c_leaves_out_it_refuses() -> None:
    moment = Moment(300)
    moment.state.world["contracts"] = 1.0
    moment.state.world["spend_drift"] = 0.2
    refused = [moment.in_c(name, STRICT)[0]() for name in PASSES]
    assert refused == [-1, -1]
