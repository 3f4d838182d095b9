"""What strategies come to in plausible settings of a market: luck, and what nobody knows."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
