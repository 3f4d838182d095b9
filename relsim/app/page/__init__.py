"""What people see and touch: drawn from a session's state, and from nothing else."""
