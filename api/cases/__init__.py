"""What the desk makes of incidents: each with its whole story."""
