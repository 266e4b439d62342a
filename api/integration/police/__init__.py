"""The police's public event feed."""
