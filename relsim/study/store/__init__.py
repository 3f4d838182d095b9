"""Runs kept on disk: nothing that was acknowledged is lost, and the same command goes on."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
