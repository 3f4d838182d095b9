"""Watching lives: the passes again, uncompiled, on one row, with their rules overheard."""

from relsim.market.witness.witness import Period, Witness

__all__ = ["Period", "Witness"]
