"""Hand-overs to receivers outside the system: the letter, its link, and what they answer."""
