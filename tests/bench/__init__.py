"""Measurements: `make bench`; nothing here runs in `make test`."""
