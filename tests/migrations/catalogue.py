"""What must hold of PostgreSQL's catalogue after migrating, as one look that names every fault."""

from collections.abc import Iterator

from api.kit.db import Connection, Row

UNWALLED = {  # tables without a wall, and why they may be
    "municipalities": "a sign-in finds its municipality before any wall can be bound",
    "login_domains": "the same: from the domain of a username to its municipality",
    "journal_epochs": "one life of the whole database, and nothing about anybody",
    "process_heartbeats": "which worker processes live, and nothing about anybody",
    "alembic_version": "the migrations' own",
    **{
        prefix + name: "the queue library's own, for all municipalities; jobs hold ids only"
        for prefix in ("", "urgent_")
        for name in ("pgqueuer", "pgqueuer_log", "pgqueuer_schedules", "pgqueuer_statistics")
    },
}
DEFINERS = {  # functions that act as the role that owns them, and the one result they may have
    "search_incidents(wanted text, most integer)": "SETOF uuid",
}
ENUMS = {"pgqueuer_status", "urgent_pgqueuer_status"}  # the queue library's own; ours are text with CHECK
HISTORY = {"journal", "journal_bodies", "journal_seals"}
BOUND = "(municipality_id = (NULLIF(current_setting('ledljus.municipality'::text, true), ''::text))::uuid)"
ROLES = {
    "ledljus_app": "login",
    "ledljus_owner": "login, may become ledljus_worker",
    "ledljus_worker": "login bypassrls",
}

_TABLES = """
SELECT c.oid, c.relname AS name, c.relkind::text AS kind, c.relrowsecurity AS walled,
  c.relforcerowsecurity AS forced, pg_get_userbyid(c.relowner) AS owner,
  EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'municipality_id') AS tenant,
  EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attacl IS NOT NULL) AS by_column,
  ARRAY(SELECT concat_ws(' ', p.policyname, p.permissive, p.cmd, array_to_string(p.roles, ','), p.qual,
    p.with_check) FROM pg_policies p WHERE p.schemaname = 'public' AND p.tablename = c.relname
    ORDER BY 1) AS policies,
  ARRAY(SELECT pg_get_userbyid(r.role) || ' ' || privilege FROM unnest(ARRAY[
    'ledljus_app'::regrole::oid, 'ledljus_worker'::regrole::oid]) AS r (role),
    unnest(ARRAY['UPDATE', 'DELETE', 'TRUNCATE', 'TRIGGER', 'REFERENCES']) AS privilege
    WHERE has_table_privilege(r.role, c.oid, privilege)) AS granted,
  EXISTS (SELECT FROM aclexplode(c.relacl) WHERE grantee = 0) AS public
FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
ORDER BY name
"""
# Every unique index (primary keys too) and both ends of every foreign key, by their first column.
_KEYS = """
SELECT c.relname AS name, i.relname AS key, a.attname AS first
FROM pg_index x JOIN pg_class c ON c.oid = x.indrelid JOIN pg_class i ON i.oid = x.indexrelid
LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = x.indkey[0]
WHERE x.indisunique AND c.relnamespace = 'public'::regnamespace AND c.relrowsecurity
UNION ALL
SELECT c.relname, k.conname, a.attname || CASE WHEN f.relrowsecurity AND b.attname <> 'municipality_id'
  THEN ' to ' || b.attname ELSE '' END
FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_class f ON f.oid = k.confrelid
JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = k.conkey[1]
JOIN pg_attribute b ON b.attrelid = k.confrelid AND b.attnum = k.confkey[1]
WHERE k.contype = 'f' AND c.relnamespace = 'public'::regnamespace
  AND (c.relrowsecurity OR f.relrowsecurity)
"""
_FUNCTIONS = """
SELECT p.proname || '(' || pg_get_function_arguments(p.oid) || ')' AS name, prosecdef AS definer,
  pg_get_function_result(p.oid) AS result, pg_get_userbyid(proowner) AS owner, proconfig AS settings,
  has_function_privilege('ledljus_app', p.oid, 'EXECUTE') AS app,
  proacl IS NULL OR EXISTS (SELECT FROM aclexplode(proacl) WHERE grantee = 0) AS public
FROM pg_proc p WHERE pronamespace = 'public'::regnamespace
"""
_ROLES = """
SELECT r.rolname AS name, concat_ws(', ', concat_ws(' ', CASE WHEN rolcanlogin THEN 'login' END,
  CASE WHEN rolbypassrls THEN 'bypassrls' END, CASE WHEN rolsuper THEN 'superuser' END,
  CASE WHEN rolcreaterole OR rolcreatedb OR rolreplication THEN 'administers' END),
  (SELECT string_agg(CASE WHEN m.inherit_option OR m.admin_option THEN 'is ' ELSE 'may become ' END
    || pg_get_userbyid(m.roleid), ', ') FROM pg_auth_members m WHERE m.member = r.oid)) AS powers
FROM pg_roles r WHERE r.rolname LIKE 'ledljus%'
"""
_OTHERS = """
SELECT 'a type of its own: ' || typname AS fault FROM pg_type
WHERE typnamespace = 'public'::regnamespace AND typtype IN ('e', 'd') AND typname <> ALL ($1)
UNION ALL
SELECT format('%s may use the sequence %s for more than the next number', role, relname)
FROM pg_class, unnest(ARRAY['ledljus_app', 'ledljus_worker']) AS role
WHERE relkind = 'S' AND relnamespace = 'public'::regnamespace AND has_sequence_privilege(role, oid, 'UPDATE')
UNION ALL
SELECT format('%s may create in schema %s', role, nspname)
FROM pg_namespace, unnest(ARRAY['ledljus_app', 'ledljus_worker', 'public']) AS role
WHERE has_schema_privilege(role, oid, 'CREATE')
UNION ALL
SELECT format('%s may create in the database', role)
FROM unnest(ARRAY['ledljus_app', 'ledljus_worker', 'public']) AS role, unnest(ARRAY['CREATE', 'TEMP']) AS deed
WHERE has_database_privilege(role, current_database(), deed)
UNION ALL
SELECT 'a trigger on ' || tgrelid::regclass FROM pg_trigger WHERE NOT tgisinternal
UNION ALL
SELECT 'rights are given by default to what is made later' FROM pg_default_acl
"""


async def faults(connection: Connection) -> list[str]:
    """Everything wrong with a migrated database, in words; asked as the superuser, who sees all."""
    found = [fault for table in await connection.fetch(_TABLES) for fault in _table_faults(table)]
    for key in await connection.fetch(_KEYS):
        if key["first"] != "municipality_id":
            found.append(f"{key['name']}: {key['key']} begins with {key['first'] or 'an expression'}")
    functions = await connection.fetch(_FUNCTIONS)
    found += [fault for function in functions for fault in _function_faults(function)]
    found += [f"{name} is missing" for name in DEFINERS if name not in {one["name"] for one in functions}]
    powers = {row["name"]: row["powers"] for row in await connection.fetch(_ROLES)}
    found += [
        f"{name} is: {powers.get(name)}" for name in ROLES | powers if powers.get(name) != ROLES.get(name)
    ]
    return found + [row["fault"] for row in await connection.fetch(_OTHERS, list(ENUMS))]


def _table_faults(table: Row) -> Iterator[str]:
    name, granted = table["name"], set(table["granted"])
    if table["kind"] != "r":
        yield f"{name} is no ordinary table, so no wall holds it"
    if table["owner"] != "ledljus_owner":
        yield f"{name} belongs to {table['owner']}"
    if table["public"] or table["by_column"]:
        yield f"{name} has grants to PUBLIC or on columns"
    if name in UNWALLED:
        if table["policies"] or table["walled"]:
            yield f"{name} has a wall, take it off the list"
    else:
        yield from _wall_faults(table)
    history = {
        f"{role} {deed}" for role in ("ledljus_app", "ledljus_worker") for deed in ("UPDATE", "DELETE")
    }
    never = {
        f"{role} {deed}"
        for role in ("ledljus_app", "ledljus_worker")
        for deed in ("TRUNCATE", "TRIGGER", "REFERENCES")
    }
    if name in HISTORY:
        never |= history
    if name == "journal_bodies":
        never -= {"ledljus_worker DELETE"}  # erasing under a decision, the one way to lose a body
    yield from sorted(f"{name}: {one}" for one in granted & never)


def _wall_faults(table: Row) -> Iterator[str]:
    name = table["name"]
    if not table["tenant"]:
        yield f"{name} has no municipality_id and is not on the list of those without a wall"
    if not (table["walled"] and table["forced"]):
        yield f"{name}: row-level security is not enabled and forced"
    wanted = [
        f"{name}_app PERMISSIVE ALL ledljus_app {BOUND} {BOUND}",
        f"{name}_owner PERMISSIVE ALL ledljus_owner true true",
    ]
    if table["policies"] != wanted:
        yield f"{name}: its policies are {table['policies']}"


def _function_faults(function: Row) -> Iterator[str]:
    name = function["name"]
    if not function["definer"]:
        if name in DEFINERS:
            yield f"{name} does not act as its owner"
        return
    if DEFINERS.get(name) != function["result"]:
        yield f"{name} acts as its owner and is not on the list, or gives {function['result']}"
    if function["owner"] != "ledljus_worker" or function["public"] or not function["app"]:
        yield f"{name} belongs to {function['owner']}, or who may call it differs"
    # How it is planned changes what it costs, never what it may.
    fixed = [one for one in function["settings"] or () if not one.startswith("plan_cache_mode=")]
    if fixed != ["search_path=pg_catalog, pg_temp"]:
        yield f"{name} has settings {function['settings']}"
    if "municipality" in name or "uuid" in name.partition("(")[2]:
        yield f"{name} asks whose, where the session says it"
