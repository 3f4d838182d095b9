"""Tables as people bring them: a CSV file of any dialect, or a workbook."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
