"""Gallring as it is decided: which kinds of thing go after how long, and what must stay."""
