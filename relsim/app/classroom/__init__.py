"""A class: a board that one person leads, and phones that answer."""
