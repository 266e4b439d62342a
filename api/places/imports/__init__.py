"""Imports of files into the registers of places."""
