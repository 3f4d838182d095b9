"""Questions asked of a market: which strategy leads to what, where that turns, and why."""
