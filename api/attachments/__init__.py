"""Photos: their bytes, hashes and re-encoding."""
