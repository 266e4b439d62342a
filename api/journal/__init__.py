"""The append-only journal: the one way in, and the feed out."""
