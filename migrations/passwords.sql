-- The roles' passwords from the addresses that processes are given, as compose.yaml lays them: run after roles.sql.
-- They pass as the server's own kind of hash in its catalogue, and by `log_statement` in no log.
SET log_statement = 'none';
SET password_encryption = 'scram-sha-256';
\set app `sed 's,^[^:]*://[^:]*:\([^@]*\)@.*,\1,' /run/secrets/app_url`
\set worker `sed 's,^[^:]*://[^:]*:\([^@]*\)@.*,\1,' /run/secrets/worker_url`
\set owner `sed 's,^[^:]*://[^:]*:\([^@]*\)@.*,\1,' /run/secrets/owner_url`
ALTER ROLE ledljus_app PASSWORD :'app';
ALTER ROLE ledljus_worker PASSWORD :'worker';
ALTER ROLE ledljus_owner PASSWORD :'owner';
