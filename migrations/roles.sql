-- The three roles of Ledljus and their hold on one database: the same file for the embedded server and for an external one.
--
-- Run it connected to Ledljus' database, as superuser (or as a role with CREATEROLE and BYPASSRLS that owns the database):
--   createdb --encoding=UTF8 --template=template0 ledljus && psql -d ledljus -v ON_ERROR_STOP=1 -f roles.sql
-- It may be run again at any time: it mends what differs and leaves passwords alone.
--
-- Passwords. The embedded server needs none: its socket lies in a folder only its own account enters. On an external server
-- give each role its own, with psql's \password (which sends only the hash), or let pg_hba.conf ask for certificates:
--   \password ledljus_owner    used by `ledljus migrate` only: LEDLJUS_OWNER_DATABASE_URL
--   \password ledljus_app      used by API processes:          LEDLJUS_DATABASE_URL
--   \password ledljus_worker   used by worker processes only:  LEDLJUS_WORKER_DATABASE_URL
--
-- No rights on tables are given here: each migration grants on the tables it makes.

DO $roles$
DECLARE
  wanted record;
BEGIN
  FOR wanted IN
    SELECT * FROM (VALUES ('ledljus_owner', false), ('ledljus_app', false), ('ledljus_worker', true)) AS w (name, bypass)
  LOOP
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = wanted.name) THEN
      EXECUTE format('CREATE ROLE %I LOGIN', wanted.name);
    END IF;
    -- Only when something differs: a role that is not superuser may not even repeat NOSUPERUSER.
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = wanted.name
               AND (rolsuper OR rolcreaterole OR rolcreatedb OR rolreplication OR NOT rolcanlogin)) THEN
      EXECUTE format('ALTER ROLE %I LOGIN NOSUPERUSER NOCREATEROLE NOCREATEDB NOREPLICATION', wanted.name);
    END IF;
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = wanted.name AND rolbypassrls <> wanted.bypass) THEN
      EXECUTE format('ALTER ROLE %I %s', wanted.name, CASE WHEN wanted.bypass THEN 'BYPASSRLS' ELSE 'NOBYPASSRLS' END);
    END IF;
  END LOOP;
  -- Before version 18 handing something to a role asks for membership in it, which only a superuser has without being told.
  IF NOT (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) THEN
    EXECUTE format('GRANT ledljus_owner TO %I WITH INHERIT TRUE, SET TRUE', current_user);
  END IF;
END
$roles$;

-- The owner hands the one search function to the worker role by SET ROLE; it inherits nothing from it.
GRANT ledljus_worker TO ledljus_owner WITH INHERIT FALSE, SET TRUE;

DO $database$
BEGIN
  EXECUTE format('ALTER DATABASE %I OWNER TO ledljus_owner', current_database());
  EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', current_database());
  EXECUTE format('GRANT CONNECT ON DATABASE %I TO ledljus_app, ledljus_worker', current_database());
END
$database$;

ALTER SCHEMA public OWNER TO ledljus_owner;
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO ledljus_app, ledljus_worker;
