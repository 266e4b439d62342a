"""Health, metrics, and the phone's kit."""
