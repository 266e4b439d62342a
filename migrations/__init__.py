"""Database revisions and the roles they are made under."""
