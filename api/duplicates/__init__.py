"""Reports that may tell of the same thing."""
