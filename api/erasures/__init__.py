"""Gallring as it is done: what a rule takes, the log of it, and that it does not come back."""
