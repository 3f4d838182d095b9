"""Does the suite bite? Small wrong changes, planted one at a time, and what catches them."""

from tests.mutants import in_behaviour, in_market
from tests.mutants.fault import Fault

FAULTS: tuple[Fault, ...] = (*in_behaviour.FAULTS, *in_market.FAULTS)
