"""What strategies come to in plausible settings of a market: luck, and what nobody knows."""
