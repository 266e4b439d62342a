"""Signing in by a municipality's own identity provider (OpenID Connect), and its settings."""
