"""What textbooks say about customer relationships, and where it lives in relsim."""
