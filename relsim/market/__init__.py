"""The world and its clock: markets, firms, customers, network, chance, books."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
