"""Dangerous acts that one person asks for and another confirms."""
