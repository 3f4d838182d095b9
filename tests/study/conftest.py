"""A comparison that takes no time."""

import pytest

import relsim
import relsim.study.compare.worlds as worlds
from tests.study.fakes import FakeScenario, fake_live


@pytest.fixture
def scenario():
    return FakeScenario()


@pytest.fixture
def compare(monkeypatch):
    """Return the real comparison over a market that is made up."""
    monkeypatch.setattr(worlds, "live", fake_live)
    return relsim.compare
