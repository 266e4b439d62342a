"""What happened or was seen."""
