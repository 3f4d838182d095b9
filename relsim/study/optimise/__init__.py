"""The best of some levers under a limit, and how much better than its neighbours it is."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
