"""Other systems: importers, exports and protocols."""
