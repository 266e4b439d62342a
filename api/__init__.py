"""Ledljus on the server."""
