"""Claims of the textbooks, put to the test: one short script each, and this room does the rest.

A script in ``experiments/`` holds a :class:`Claim`: what is said and by whom, what stands beside
what (its arms), what is measured, what the textbook predicts, and from which effect on it would
matter. Everything else happens here: the runs, the paired interval, the verdict, the setting at
which it flips, the ledger of all claims. ``experiments/README.md`` says how a script is written.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
