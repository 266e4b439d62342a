"""Municipalities, people, devices, keys, and what they may do."""
