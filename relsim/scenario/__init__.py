"""What a user writes: the market, its customers, firms and strategies; checked, frozen."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
