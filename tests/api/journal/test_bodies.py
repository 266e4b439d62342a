"""What a body may be: altered, too large, of another version, hostile; the answer is never a 5xx."""

import random
from typing import Any

import httpx
import orjson
import pytest

from api.kit.ids import new_id
from tests.api.journal.holding import held
from tests.api.journal.listening import read_all
from tests.api.journal.projections import wrong
from tests.api.journal.town import Town, ago, digest_header, entry, frozen, path_to, put, report

NUL, DEEP = "\x00", 1000
NESTED = b"[" * DEEP + b"]" * DEEP
# Anything may stand in place of a value; what cannot be JSON is put there as bytes.
HOSTILE: tuple[Any, ...] = (
    None, True, 0, -1, 0.5, 2**53, 2**63, 2**64, 10**30, 1e308, -0.0, "", " ", NUL, f"a{NUL}b",
    "\u202eomvänd", "\ufeff", "å" * 5000, "=1+1", "<script>", "'; DROP TABLE journal --", "%s %d",
    "2026-02-30T10:00:00Z", "0000-01-01T00:00:00Z", "9999-12-31T23:59:59-23:59", "1700000000",
    "2026-11-22 10:00:00Z", "2026-11-22T10:00:00", "urn:uuid:00000000-0000-7000-8000-000000000000",
    [], {}, [None], {"": ""}, {NUL: NUL}, [[[[]]]], {"lat": 91, "lon": 0}, {"lat": "58", "lon": "18"},
    {"lat": 58, "lon": 18, "more": NUL}, [{"id": NUL}], ["police"] * 1000, "+46 70 123 45 67",
)  # fmt: skip
RAW = (
    b"1e400", b"-1e400", b"NaN", b"Infinity", b'"\\ud800"', b'"\\udc00\\ud800"', b'"\\u0000"',
    NESTED, b"{" + b'"a":{' * DEEP + b"}" * DEEP + b"}", b"1" * 5000, b"\xff\xfe", b'"\xc3"', b"01",
)  # fmt: skip
FIELDS = (*report(), "position", "note", "site_id", "occurred_until", "summoned", "first_response")
FIELDS += ("cost_sek", "replaces", "attachments", "severity", "unheard_of", "_", "_masked")


@pytest.mark.parametrize("version", [1, 2])
async def test_no_value_in_any_field_makes_the_server_fail(
    client: httpx.AsyncClient, town: Town, scale: int, version: int
) -> None:
    """Every field with a share of the values each run, all of them at a larger scale."""
    chance = random.Random(version)
    for field in FIELDS:
        values = chance.sample(HOSTILE, min(8 * scale, len(HOSTILE)))
        for value in values:
            body = report(v=version) | {field: value}
            await _is_answered(client, town, frozen(body))
        for value in chance.sample(RAW, min(3 * scale, len(RAW))):
            plain = orjson.dumps(report(v=version) | {field: "HERE"})
            await _is_answered(client, town, plain.replace(b'"HERE"', value))


@pytest.mark.parametrize("version", [1, 2])
@pytest.mark.parametrize("kind", ["note", "correction", "status", "assigned", "nonsense"])
async def test_no_value_in_an_entry_makes_the_server_fail(
    client: httpx.AsyncClient, town: Town, version: int, kind: str
) -> None:
    subject = new_id()
    await put(client, town.guard, path_to(subject), report())
    chance = random.Random(kind)
    for field in ("v", "kind", "note", "fields", "status", "reason", "organisation_id", "person_id"):
        for value in chance.sample(HOSTILE, 5):
            body = entry(kind, v=version) | {field: value}
            answer = await put(client, town.coordinator, path_to(subject, new_id()), body)
            assert answer.status_code in {201, 202, 422}, (field, value)
    assert await wrong(town, [subject]) == []


async def _is_answered(client: httpx.AsyncClient, town: Town, raw: bytes) -> None:
    fact_id = new_id()
    answers = [await put(client, town.guard, path_to(fact_id), raw) for _ in range(2)]
    status = answers[0].status_code
    assert status in {201, 202, 422}, raw[:200]
    if status == 422:
        assert answers[0].headers["content-type"] == "application/problem+json"
        assert {"not_json", "not_an_object", "too_deep", "invalid_body"} >= {answers[0].json()["code"]}
    else:
        again, first = (answer.json()["receipt"] for answer in reversed(answers))
        assert (first["digest"], first["receipt_no"]) == (again["digest"], again["receipt_no"])
        assert await wrong(town, [fact_id]) == []


@pytest.mark.parametrize("path", ["report", "entry"])
async def test_bytes_that_were_altered_on_the_way_are_asked_for_again(
    client: httpx.AsyncClient, town: Town, path: str
) -> None:
    where = path_to(new_id(), *([new_id()] if path == "entry" else []))
    raw = frozen(report() if path == "report" else entry("note", note="hel"))
    told = {"Content-Digest": digest_header(raw)}
    for altered in (raw[:-1], raw.replace(b'"v":1', b'"v":3'), b"", raw + b" "):
        answer = await put(client, town.guard, where, altered, **told)
        assert (answer.status_code, answer.json()["code"]) == (400, "digest_mismatch")
    answer = await put(client, town.guard, where, raw, Content_Digest="sha-256=:not base64:")
    assert (answer.status_code, answer.json()["code"]) == (400, "bad_digest")
    for unknown in ("sha-512=:AAAA:", "", "unixsum=:AAAA:"):
        assert (await put(client, town.guard, where, raw, Content_Digest=unknown)).is_success


async def test_a_body_larger_than_256_kb_is_refused(client: httpx.AsyncClient, town: Town) -> None:
    for size, status in ((256 * 1024, 201), (256 * 1024 + 1, 413)):
        raw = frozen(report(v=2, padding=""))
        raw = raw.replace(b'"padding":""', b'"padding":"%s"' % (b"x" * (size - len(raw))))
        assert (await put(client, town.guard, path_to(new_id()), raw)).status_code == status


@pytest.mark.parametrize("version", [1, 3, 4, 5, 8])
async def test_an_id_that_is_no_uuid_of_version_7_is_refused(
    client: httpx.AsyncClient, town: Town, version: int
) -> None:
    other = f"01a205ec-04a4-{version}b75-97e6-5a425fc79a9a"
    for path in (f"/api/v1/incidents/{other}", f"/api/v1/incidents/{new_id()}/entries/{other}"):
        answer = await put(client, town.guard, path, report())
        assert (answer.status_code, answer.json()["code"]) == (422, "invalid_body")


async def test_of_a_key_given_twice_the_last_is_stored_and_read(
    client: httpx.AsyncClient, town: Town
) -> None:
    raw = frozen(report(note="A")).replace(b'"note":"A"', b'"note":"A","note":"B"')
    fact_id = new_id()
    assert (await put(client, town.guard, path_to(fact_id), raw)).json()["note"] == "B"


async def test_numbers_are_numbers_and_moments_are_moments(client: httpx.AsyncClient, town: Town) -> None:
    """What the fold reads from the kept body later is what was checked."""
    for field, value in (
        ("cost_sek", "500"), ("cost_sek", 500.0), ("cost_sek", True), ("v", "1"),
        ("position", {"lat": "58.5", "lon": 18}), ("occurred_until", "1700000000"),
        ("occurred_until", f"{ago()[:10]} 10:00:00Z"), ("occurred_at", ago()[:-1]),
    ):  # fmt: skip
        answer = await put(client, town.guard, path_to(new_id()), report() | {field: value})
        assert answer.status_code == 422, (field, value)
        assert answer.json()["errors"][0]["field"].startswith(field)


async def test_unknown_fields_of_a_newer_version_are_stored_masked_and_flagged(
    client: httpx.AsyncClient, town: Town
) -> None:
    fact_id = new_id()
    unheard = {"witness": ["ring 070-123 45 67"], "at": {"x": f"a{NUL}"}}
    body = report(v=2, unheard_of=unheard, position={"lat": 58.5, "lon": 18, "told": "a@b.se"})
    answer = await put(client, town.guard, path_to(fact_id), body | {"_": {"area_id": "mine"}})
    assert answer.status_code == 201
    receipt = answer.json()["receipt"]
    assert (receipt["flags"], receipt["masked"]) == (["newer_version"], 2)
    bodies = "SELECT string_agg(body::text, ' ') FROM journal_bodies"
    told = await town.value(f"{bodies} WHERE municipality_id = $1 AND record_id = $2", fact_id)
    assert "[telefonnummer]" in told and "[e-postadress]" in told and "a\ufffd" in told
    assert "123 45 67" not in told and "a@b.se" not in told
    read, _ = await read_all(client, town, "reader")
    assert str(fact_id) in str(read)
    assert "telefonnummer" not in str(read) and "e-postadress" not in str(read)
    plain = await put(client, town.guard, path_to(new_id()), report(v=2))
    assert plain.json()["flags"] == ["newer_version"]


async def test_a_newer_body_that_cannot_be_read_is_held(client: httpx.AsyncClient, town: Town) -> None:
    fact_id, raw = new_id(), frozen(report(v=2, category={"code": "x", "says": f"0701234567{NUL}"}))
    first, again = [await put(client, town.guard, path_to(fact_id), raw) for _ in range(2)]
    assert (first.status_code, again.status_code) == (202, 202)
    assert first.json()["receipt"] == again.json()["receipt"]
    assert first.json()["receipt"]["flags"] == ["newer_version", "quarantined"]
    (one,) = await held(client, town, fact_id)
    assert one["reason"] == "newer_version"
    assert one["body"]["category"]["says"] == "[telefonnummer]\ufffd"
    standing = new_id()
    await put(client, town.guard, path_to(standing), report())
    answer = await put(client, town.guard, path_to(standing), raw)
    assert (answer.status_code, answer.json()["code"]) == (409, "id_conflict")
