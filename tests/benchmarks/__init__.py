"""How fast relsim is; run as ``python -m tests.benchmarks`` on a quiet machine."""
