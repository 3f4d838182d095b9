"""A game: teams run the firms of a market, a year a round, and learn afterwards what else was."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
