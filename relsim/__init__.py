"""relsim: an agent-based laboratory for customer relationships.

Which bonds keep customers, and do they pay? A scenario describes a market: its customers, its
firms and the strategies that a firm may follow. relsim lives through it, customer by customer,
and compares the strategies under the same luck.

Examples
--------
>>> import relsim
>>> scenario = relsim.load("insurance", {"market.customers": 200, "market.periods": 24})
>>> comparison = relsim.compare(scenario, ["none", "social"], replications=3)
>>> comparison.strategies
('none', 'social')

``print(comparison)`` shows the table, ``comparison.to_frame()`` every number. Names are loaded
when they are first used: importing relsim itself is immediate.
"""

import lazy_loader

from relsim.version import __version__ as __version__

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
__all__ = sorted([*__all__, "__version__"])
