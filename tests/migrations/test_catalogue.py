"""The catalogue holds what the wall needs, and the look at it notices every planted fault."""

import pytest

from api.kit.db import Connection
from tests.migrations.catalogue import BOUND, UNWALLED, faults

PLANTED = {
    "DROP POLICY incidents_app ON incidents": "incidents: its policies",
    "DROP POLICY incidents_owner ON incidents": "incidents: its policies",
    f"CREATE POLICY more ON incidents TO ledljus_app USING ({BOUND} OR true)": "incidents: its policies",
    "ALTER POLICY incidents_app ON incidents USING (true)": "incidents: its policies",
    "ALTER POLICY incidents_app ON incidents TO PUBLIC": "incidents: its policies",
    "ALTER TABLE people NO FORCE ROW LEVEL SECURITY": "people: row-level security",
    "ALTER TABLE people DISABLE ROW LEVEL SECURITY": "people: row-level security",
    "CREATE TABLE alarms (municipality_id uuid, id uuid)": "alarms: row-level security",
    "CREATE TABLE rumours (id uuid PRIMARY KEY)": "rumours has no municipality_id",
    "CREATE VIEW everybody AS TABLE people": "everybody is no ordinary table",
    "ALTER TABLE people OWNER TO ledljus_worker": "people belongs to ledljus_worker",
    "GRANT UPDATE ON journal TO ledljus_app": "journal: ledljus_app UPDATE",
    "GRANT DELETE ON journal TO ledljus_worker": "journal: ledljus_worker DELETE",
    "GRANT UPDATE ON journal_bodies TO ledljus_worker": "journal_bodies: ledljus_worker UPDATE",
    "GRANT DELETE ON journal_bodies TO ledljus_app": "journal_bodies: ledljus_app DELETE",
    "GRANT TRUNCATE ON incidents TO ledljus_app": "incidents: ledljus_app TRUNCATE",
    "GRANT TRIGGER ON journal TO ledljus_app": "journal: ledljus_app TRIGGER",
    "GRANT UPDATE (note) ON incidents TO ledljus_app": "incidents has grants to PUBLIC or on columns",
    "GRANT SELECT ON tokens TO PUBLIC": "tokens has grants to PUBLIC or on columns",
    "GRANT UPDATE ON SEQUENCE journal_seq_seq TO ledljus_app": "ledljus_app may use the sequence",
    "GRANT CREATE ON SCHEMA public TO ledljus_app": "ledljus_app may create in schema public",
    "ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO ledljus_app": "given by default",
    "CREATE UNIQUE INDEX everywhere ON sites (name)": "sites: everywhere begins with name",
    "ALTER TABLE sites ADD UNIQUE (area_id, municipality_id)": "begins with area_id",
    "ALTER TABLE sites ADD other uuid REFERENCES sites_only": "sites: sites_other_fkey begins with other",
    "CREATE TYPE mood AS ENUM ('good')": "a type of its own: mood",
    "ALTER ROLE ledljus_app BYPASSRLS": "ledljus_app is: login bypassrls",
    "ALTER ROLE ledljus_worker NOBYPASSRLS": "ledljus_worker is: login",
    "GRANT ledljus_worker TO ledljus_app": "ledljus_app is: login, is ledljus_worker",
    "GRANT ledljus_worker TO ledljus_owner WITH INHERIT TRUE": "ledljus_owner is: login, is ledljus_worker",
    "ALTER FUNCTION search_incidents RESET search_path": "most integer) has settings",
    "ALTER FUNCTION search_incidents SECURITY INVOKER": "does not act as its owner",
    "ALTER FUNCTION search_incidents OWNER TO postgres": "most integer) belongs to postgres",
    "GRANT EXECUTE ON FUNCTION search_incidents TO PUBLIC": "or who may call it differs",
    "DROP FUNCTION search_incidents": "most integer) is missing",
    "CREATE FUNCTION all_of(municipality uuid) RETURNS SETOF people SECURITY DEFINER LANGUAGE sql"
    " AS 'TABLE people'": "all_of(municipality uuid) acts as its owner and is not on the list",
    "ALTER TABLE municipalities ENABLE ROW LEVEL SECURITY": "municipalities has a wall",
    "CREATE TRIGGER quiet BEFORE UPDATE ON incidents"
    " EXECUTE FUNCTION suppress_redundant_updates_trigger()": "a trigger on incidents",
}


async def test_a_migrated_database_has_no_faults(admin: Connection) -> None:
    assert await faults(admin) == []
    tables = {row["name"] for row in await admin.fetch("SELECT tablename AS name FROM pg_tables")}
    assert set(UNWALLED) <= tables, "on the list of those without a wall, and not there"


@pytest.mark.parametrize("deed", PLANTED)
async def test_a_planted_fault_is_noticed(admin: Connection, deed: str) -> None:
    if "sites_only" in deed:
        await admin.execute("CREATE TABLE sites_only (id uuid PRIMARY KEY)")
    await admin.execute(deed)
    found = await faults(admin)
    assert any(PLANTED[deed] in fault for fault in found), found
