-- The yardstick: what any service with a wall, tokens and an audit trail pays for one fact, run by pgbench.
\set person random(1, 1000)
BEGIN;
SELECT set_config('ledljus.municipality', '01900000-0000-7000-8000-00000000000a', true);
SELECT person_id AS author FROM anchor_tokens
WHERE municipality_id = '01900000-0000-7000-8000-00000000000a'
  AND token_hash = sha256((:person)::int::text::bytea) AND expires_at > now() \gset
INSERT INTO anchor_facts (municipality_id, id, kind, subject_id, author_id, occurred_at, digest_mac, receipt_no, body)
VALUES ('01900000-0000-7000-8000-00000000000a', uuidv7(), 'incident.reported', uuidv7(), (:author)::uuid, now(),
  '\x9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08', 'ABCD-EFGH',
  '{"v": 1, "category": "vandalism", "place": "Hamnkajen", "note": "Tre lyktstolpar mörka utmed kajen, glas på marken vid bänkarna. Ingen på platsen när vi kom."}');
INSERT INTO anchor_audit (municipality_id, author_id, what, about)
VALUES ('01900000-0000-7000-8000-00000000000a', (:author)::uuid, 'incident.reported', uuidv7());
COMMIT;
