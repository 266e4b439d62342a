"""Registerutdrag: everything that stands about a person, for whoever has a right to know."""
