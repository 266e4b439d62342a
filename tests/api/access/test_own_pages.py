"""Requests from other sites' pages change nothing, and every answer carries its security headers."""

import httpx
import pytest

from tests.api.access.town import PASSWORD, Member, Town, sign_in


@pytest.fixture(scope="module")
async def eva(town: Town) -> Member:
    """A guard with a password."""
    return await town.person("guard", organisation="Väktarna", password=PASSWORD)


FOREIGN = [
    {"Origin": "https://evil.example"},
    {"Origin": "null"},
    {"Origin": "http://127.0.0.1.evil.example:8000"},
    {"Origin": "http://127.0.0.1:9999"},
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Sec-Fetch-Site": "cross-site", "Origin": "http://127.0.0.1:8000"},
]
OWN = [
    {},
    {"Origin": "http://127.0.0.1:8000"},
    {"Sec-Fetch-Site": "same-origin", "Origin": "http://127.0.0.1:8000"},
    {"Sec-Fetch-Site": "none"},
]


@pytest.mark.parametrize("headers", FOREIGN)
async def test_another_site_s_page_changes_nothing(
    client: httpx.AsyncClient, eva: Member, headers: dict[str, str]
) -> None:
    await sign_in(client, eva.username, cookie=True)
    refused = [
        await client.delete("/api/v1/session", headers=headers),
        await client.put("/api/v1/incidents/x", json={}, headers=headers),
        await client.post("/api/v1/receipts/query", json=[], headers=headers),
        await sign_in(client, eva.username, headers=headers),
    ]
    assert {answer.status_code for answer in refused} == {403}
    assert {answer.json()["code"] for answer in refused} == {"cross_site"}
    assert (await client.get("/api/v1/session", headers=headers)).status_code == 200  # reading is harmless


@pytest.mark.parametrize("headers", OWN)
async def test_our_own_pages_and_programs_may(
    client: httpx.AsyncClient, eva: Member, headers: dict[str, str]
) -> None:
    await sign_in(client, eva.username, cookie=True)
    answer = await client.post("/api/v1/receipts/query", json=[], headers=headers)
    assert answer.status_code == 200


async def test_every_answer_carries_the_security_headers(client: httpx.AsyncClient, eva: Member) -> None:
    answers = [
        await client.get("/api/v1/session"),
        await client.get("/api/v1/session", headers=eva.headers),
        await client.get("/api/v1/nothing"),
        await client.get("/healthz"),
        await client.put("/api/v1/session", headers={"Sec-Fetch-Site": "cross-site"}),
    ]
    for answer in answers:
        assert answer.headers["strict-transport-security"].startswith("max-age=31536000")
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert answer.headers["permissions-policy"] == "microphone=()"
        assert answer.headers["cross-origin-opener-policy"] == "same-origin"
        assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
        assert "access-control-allow-origin" not in answer.headers
    for answer in answers[:3]:
        assert answer.headers["cache-control"] == "no-store"
