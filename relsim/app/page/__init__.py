"""What people see and touch: drawn from the state of a session."""
