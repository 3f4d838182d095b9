"""Why: which lever kept whom, who leaves when, sorting and dynamics."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
