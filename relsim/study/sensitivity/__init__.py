"""Which of a market's unknown numbers move an outcome, and which a difference."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
