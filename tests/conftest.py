"""What holds for all tests."""

import os

from hypothesis import settings

# The same cases every time, and no clock: a test fails because something is wrong.
settings.register_profile("relsim", deadline=None, derandomize=True)
settings.load_profile("relsim")

# Whoever looks for planted faults (tests/mutants) lives through small markets as plain Python,
# because compiling takes longer than they do.
if os.environ.get("RELSIM_TESTS_UNCOMPILED"):
    from relsim.market import Market

    Market.__init__.__kwdefaults__["uncompiled"] = True
