"""The version of relsim: what makes a result is written beside it."""

__version__ = "0.1.0"
