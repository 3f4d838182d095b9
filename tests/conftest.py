"""What holds for all tests."""

from hypothesis import settings

# The same cases every time, and no clock: a test fails because something is wrong.
settings.register_profile("relsim", deadline=None, derandomize=True)
settings.load_profile("relsim")
