"""The server refuses to serve with a database role that could pass the wall."""

from api.kit.db import Database

_POWERS = """
SELECT r.rolsuper AS superuser, r.rolbypassrls AS bypasses,
  EXISTS (SELECT FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
          WHERE n.nspname = 'public' AND c.relkind = 'r' AND pg_has_role(r.oid, c.relowner, 'USAGE')) AS owner
FROM pg_roles r WHERE r.rolname = current_user
"""


class WrongRole(Exception):
    """The database role has powers that an API process must not have."""


async def refuse_powerful_role(database: Database) -> None:
    """Raise WrongRole for a superuser, a role with BYPASSRLS or an owner of tables."""
    async with database.bound(None) as connection:
        row = await connection.fetchrow(_POWERS)
    powers = [name for name in ("superuser", "bypasses", "owner") if row is not None and row[name]]
    if powers:
        words = {
            "superuser": "is superuser",
            "bypasses": "bypasses row-level security",
            "owner": "owns tables",
        }
        reasons = " and ".join(words[power] for power in powers)
        raise WrongRole(
            f"LEDLJUS_DATABASE_URL names a role that {reasons}: use ledljus_app, as roles.sql makes it"
        )
