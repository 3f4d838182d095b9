"""What any answer is made of: figures, quantities, tables, files, words."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
