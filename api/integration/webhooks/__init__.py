"""Webhooks: each record told to who asked for it, signed, at least once."""
