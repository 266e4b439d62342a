"""Lists and maps at ten thousand rows and at a million: the same questions, the same answers' size."""

import statistics
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from uuid import UUID

import asyncpg
import httpx

from api.kit.crs import CRS_3006
from tests.bench.stage import Stage, add_database, add_key, municipality_of, sign_in
from tests.servers import serving

# Which hold 70 and 300 of ten thousand, so that all of a page is found in both lists.
BOX = "18.040,58.540,18.050,58.547"
LARGER_BOX = "18.030,58.535,18.050,58.550"
LIST, FEATURES = "/api/v1/incidents", "/ogc/collections/incidents/items"
QUESTIONS = {
    "newest 50": f"{LIST}?limit=50",
    "50 of a category": f"{LIST}?limit=50&category=graffiti",
    "50 open": f"{LIST}?limit=50&status=new",
    "50 of a severity few have": f"{LIST}?limit=50&severity=high",
    "50 of an area": f"{LIST}?limit=50&area={{area}}",
    "50 in a small box": f"{LIST}?limit=50&bbox={BOX}",
    "50 on the island": f"{LIST}?limit=50&bbox=17.9,58.4,18.2,58.7",
    "OGC, 100 in a box": f"{FEATURES}?limit=100&bbox={LARGER_BOX}",
    "OGC, 100 on the island in SWEREF 99 TM": f"{FEATURES}?limit=100&bbox=17.9,58.4,18.2,58.7&crs={CRS_3006}",
    "OGC, one feature": f"{FEATURES}/{{incident}}",
}
# What the desk waits for: its queue, search, and the map's page as GeoJSON.
SEARCHES = {
    "triage, 20 with what may be the same": "/api/v1/triage",
    "search, a word in every report": f"{LIST}?limit=50&q=klotter",
    "search, a word in one of 10,000": f"{LIST}?limit=50&q=sprayburk",
    "search with a category": f"{LIST}?limit=50&q=kajen&category=graffiti",
    "50 by arrival": f"{LIST}?limit=50&sort=-received_at",
    "what waits, counted": "/api/v1/situation/waiting",
    "50 flagged": f"{LIST}?limit=50&needs=flagged",
    "50 whose photos have not come": f"{LIST}?limit=50&needs=photos",
    "50 without an answer": f"{LIST}?limit=50&needs=answer",
    "50 without an answer, by arrival": f"{LIST}?limit=50&needs=answer&sort=received_at",
    "50 of a status few have": f"{LIST}?limit=50&status=dismissed",
    "50 of a source few have": f"{LIST}?limit=50&source=key",
    "a source nobody has": f"{LIST}?limit=50&source=nobody",
    "a category where it never is": f"{LIST}?limit=50&category=litter&area={{area}}",
    "a status where it never is": f"{LIST}?limit=50&status=dismissed&area={{area}}",
    "a rare status, by arrival": f"{LIST}?limit=50&status=dismissed&sort=-received_at",
}
MAPS = {
    "map, 200 in a box": f"{LIST}?limit=200&bbox={LARGER_BOX}",
    "map, 200 on the island": f"{LIST}?limit=200&bbox=17.9,58.4,18.2,58.7",
}
_ASKED = 30

# Rows as the fold would make them, spread over two years, five categories, areas and the island. One in
# twenty is open; of these one in a hundred is flagged, half have a photo, a fifth wait for an answer.
_FILL = """
INSERT INTO incidents (municipality_id, id, shelf, category, status, source, occurred_at, received_at,
  lat, lon, precision, cell_s, cell_m, cell_l, area_id, severity, note, author_kind, author_id,
  organisation_id, receipt_no, changed_at, need, flags, attachments, handed_over)
SELECT $1, gen_random_uuid(), 'reports',
  (ARRAY['vandalism','lighting_fault','disturbance','graffiti','litter'])[(1 + n % 5)::int],
  CASE WHEN n % 100 = 0 THEN 'in_progress' WHEN n % 20 = 0 THEN 'new' WHEN n % 100000 = 3 THEN 'dismissed'
    ELSE 'resolved' END,
  CASE WHEN n % 50000 = 1 THEN 'key' ELSE 'field' END, at, at, lat, lon, 'point',
  y * 1048576 + x, y / 8 * 1048576 + x / 8, y / 64 * 1048576 + x / 64,
  ($3::uuid[])[(1 + n % cardinality($3::uuid[]))::int],
  CASE WHEN n % 100 = 0 THEN 'high' END,
  'Klotter på muren vid kajen' || CASE WHEN n % 10000 = 0 THEN ', sprayburk' ELSE '' END,
  'person', $4, NULL,
  'AAAA-AAAA', at, CASE WHEN n % 20 = 0 AND n % 100 <> 0 THEN 0 END,
  CASE WHEN n % 2000 = 0 THEN '{stale_category}'::text[] ELSE '{}' END,
  CASE WHEN n % 40 = 0 THEN jsonb_build_array(jsonb_build_object('id', gen_random_uuid(), 'sha256',
    repeat('0', 64), 'media_type', 'image/jpeg', 'size', 5)) ELSE '[]' END,
  CASE WHEN n % 100 = 0 THEN jsonb_build_object('receiver', 'Energi',
    'at', to_jsonb(now() - make_interval(days => (n / 100 % 15)::int))) END
FROM (
  SELECT n, now() - make_interval(secs => 63072000.0 * n / $2) AS at, lat, lon,
    floor((lat + 90) * 444)::bigint AS y, floor((lon + 180) * 228)::bigint AS x
  FROM (SELECT n, 58.50 + 0.1 * (n * 7919 % 1009) / 1009 AS lat,
          18.00 + 0.1 * (n * 104729 % 1013) / 1013 AS lon
        FROM generate_series(1, $2::bigint) AS n) AS placed
) AS told
"""


# Every thousandth of the photos is still on a phone.
_PHOTOS = """
WITH declared AS (
  INSERT INTO attachment_declarations
    (municipality_id, record_id, attachment_id, author_id, receipt_no, sha256, media_type, size)
  SELECT municipality_id, id, (attachments -> 0 ->> 'id')::uuid, author_id, receipt_no,
    decode(attachments -> 0 ->> 'sha256', 'hex'), 'image/jpeg', 5
  FROM incidents WHERE attachments <> '[]' RETURNING *
), told AS (
  SELECT *, row_number() OVER () % 1000 <> 0 AS stored FROM declared
), stored AS (
  INSERT INTO attachments (municipality_id, id, sent_sha256, stored_sha256, media_type, size, width, height)
  SELECT municipality_id, attachment_id, sha256, sha256, media_type, size, 1, 1 FROM told WHERE stored
), awaited AS (
  INSERT INTO awaited_attachments
  SELECT municipality_id, attachment_id, record_id, sha256 FROM told WHERE NOT stored
)
INSERT INTO journal (municipality_id, id, epoch, kind, subject_type, subject_id, author_kind, author_id, v,
  occurred_at, digest_mac, digest_key_id, receipt_no, source, part_digests)
SELECT municipality_id, record_id, 1, 'incident.reported', 'incidents', record_id, 'person', author_id, 1,
  declared_at, sha256, 1, receipt_no, 'field', '{}' FROM told WHERE NOT stored
"""
# As the follower would index them.
_INDEX = """
INSERT INTO incident_search (municipality_id, incident_id, document)
SELECT municipality_id, id, to_tsvector('pg_catalog.swedish', note) FROM incidents
"""


@dataclass(frozen=True, slots=True)
class Taken:
    """How long a question took, milliseconds."""

    median: float
    p95: float


@dataclass(frozen=True, slots=True)
class Desk:
    """Who asks a server about its rows, and what the questions name."""

    client: httpx.Client
    token: str
    key: str
    named: dict[str, UUID]

    def ask(self, name: str, question: str) -> tuple[float, int]:
        """How long an answer takes, ms, and its size in kB. Raises when it is no success."""
        credential = self.key if FEATURES in question else self.token
        accepted = "application/geo+json" if name in MAPS else "*/*"
        headers = {"Authorization": f"Bearer {credential}", "Accept": accepted}
        start = time.perf_counter()
        answer = self.client.get(question.format(**self.named), headers=headers)
        taken = 1000 * (time.perf_counter() - start)
        answer.raise_for_status()
        return taken, round(len(answer.content) / 1000)


async def compared(stage: Stage, few: int, many: int) -> dict[str, tuple[Taken, Taken]]:
    """How long each question takes over few incidents and over many, asked in turns."""
    async with _desk(stage, few) as small, _desk(stage, many) as large:
        return {
            name: _taken(small, large, name, question)
            for name, question in {**QUESTIONS, **SEARCHES, **MAPS}.items()
        }


@asynccontextmanager
async def _desk(stage: Stage, rows: int) -> AsyncIterator[Desk]:
    settings = await add_database(stage, f"rows_{rows}")
    key = await add_key(settings, "incidents.read", "incidents.read_text", "ogc.read")
    with serving(settings, "--no-worker") as server, httpx.Client(base_url=server.url) as client:
        token = sign_in(server.url, "operator")
        named = await _fill(stage, f"rows_{rows}", municipality_of(token), rows)
        yield Desk(client, token, key, named)


async def _fill(stage: Stage, database: str, municipality_id: UUID, rows: int) -> dict[str, UUID]:
    """Fill the tables; the `area` and the `incident` that questions name."""
    connection = await asyncpg.connect(stage.server.url("postgres", database), command_timeout=1200)
    areas = [row["id"] for row in await connection.fetch("SELECT id FROM areas ORDER BY id")]
    author = await connection.fetchval("SELECT id FROM people LIMIT 1")
    await connection.execute(_FILL, municipality_id, rows, areas, author)
    await connection.execute(_PHOTOS)
    await connection.execute(_INDEX)
    await connection.execute("VACUUM (ANALYZE) incidents")
    await connection.execute("VACUUM (ANALYZE) incident_search")
    incident = await connection.fetchval("SELECT id FROM incidents ORDER BY id LIMIT 1")
    await connection.close()
    return {"area": areas[0], "incident": incident}


def _taken(small: Desk, large: Desk, name: str, question: str) -> tuple[Taken, Taken]:
    asked = [(small.ask(name, question), large.ask(name, question)) for _ in range(_ASKED)]
    for (_, few_kb), (_, many_kb) in asked:
        alike = name in SEARCHES or few_kb >= 0.95 * many_kb  # a search finds more among more
        assert alike, f"{name}: answers of {few_kb} and {many_kb} kB say nothing of the tables"
    times = ([ms for ms, _ in one] for one in zip(*asked, strict=True))
    few, many = (Taken(statistics.median(one), statistics.quantiles(one, n=20)[-1]) for one in times)
    return few, many
