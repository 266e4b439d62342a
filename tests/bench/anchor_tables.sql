-- What anchor.sql reads and writes: a token, an envelope and an audit row, walled like the product's tables.
-- Facts can be found again as the journal's can: by their subject and in the feed's order.
CREATE TABLE anchor_tokens (
  municipality_id uuid NOT NULL,
  id uuid NOT NULL,
  token_hash bytea NOT NULL,
  person_id uuid NOT NULL,
  expires_at timestamptz NOT NULL,
  PRIMARY KEY (municipality_id, id),
  UNIQUE (municipality_id, token_hash)
);
CREATE TABLE anchor_facts (
  municipality_id uuid NOT NULL,
  id uuid NOT NULL,
  seq bigint GENERATED ALWAYS AS IDENTITY,
  kind text NOT NULL,
  subject_id uuid NOT NULL,
  author_id uuid NOT NULL,
  occurred_at timestamptz NOT NULL,
  received_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  digest_mac bytea NOT NULL,
  receipt_no text NOT NULL,
  flags text[] NOT NULL DEFAULT '{}',
  body jsonb NOT NULL,
  txid bigint NOT NULL DEFAULT (pg_current_xact_id()::text)::bigint,
  PRIMARY KEY (municipality_id, id)
);
CREATE INDEX anchor_facts_subject_index ON anchor_facts (municipality_id, subject_id, seq);
CREATE INDEX anchor_facts_feed_index ON anchor_facts (municipality_id, txid, seq);
CREATE TABLE anchor_audit (
  municipality_id uuid NOT NULL,
  id bigint GENERATED ALWAYS AS IDENTITY,
  author_id uuid NOT NULL,
  what text NOT NULL,
  about uuid NOT NULL,
  at timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (municipality_id, id)
);
DO $walls$
DECLARE
  bound text := 'municipality_id = NULLIF(current_setting(''ledljus.municipality'', true), '''')::uuid';
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['anchor_tokens', 'anchor_facts', 'anchor_audit'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY %I ON %I TO ledljus_app USING (%s) WITH CHECK (%s)', name || '_app', name, bound, bound);
    EXECUTE format('CREATE POLICY %I ON %I TO ledljus_owner USING (true) WITH CHECK (true)', name || '_owner', name);
    EXECUTE format('GRANT SELECT, INSERT ON %I TO ledljus_app', name);
  END LOOP;
END
$walls$;
INSERT INTO anchor_tokens
SELECT '01900000-0000-7000-8000-00000000000a', gen_random_uuid(), sha256(n::text::bytea), gen_random_uuid(), now() + interval '1 day'
FROM generate_series(1, 1000) AS n;
ANALYZE anchor_tokens;
