"""What is not known of a market: which numbers, what is known, the settings that fit it."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
