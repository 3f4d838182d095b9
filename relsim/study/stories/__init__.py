"""One customer's life as text, as data and beside the same life under another strategy."""
