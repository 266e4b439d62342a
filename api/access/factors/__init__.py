"""Second factors of local accounts: codes of an app, passkeys, recovery codes, and known browsers."""
