"""Claims as people look at them: a picture each, the ledger of all, and lessons for a class."""
