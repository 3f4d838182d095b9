"""Types of tables and records; the declarations make them, and the type checker reads them.

Nothing here exists when the program runs: see ``typed.pyi``, and ``tests/record_types.py``,
which writes it.
"""
