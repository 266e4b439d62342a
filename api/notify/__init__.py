"""Messages to people outside the system: the channels, and the log of what was sent."""
