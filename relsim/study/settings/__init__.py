"""What is not known of a market: which numbers, what is known, the settings that fit it."""
