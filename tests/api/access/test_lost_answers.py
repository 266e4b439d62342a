"""Tabs that all ask at once and answers that are lost sign nobody out."""

import asyncio

import httpx

from tests.api.access.town import Member, Town


async def let_an_hour_pass(town: Town, person: Member) -> None:
    await town.change(
        "UPDATE tokens SET expires_at = expires_at - interval '1 hour'"
        " WHERE municipality_id = $1 AND person_id = $2",
        person.id,
    )


async def test_lost_answers_and_many_tabs_sign_nobody_out(
    client: httpx.AsyncClient, town: Town, scale: int
) -> None:
    """P-D5: 500 requests at `scale` 1, every fifth of whose answers never arrives."""
    person = await town.person("guard")
    for _ in range(10 * scale):
        await let_an_hour_pass(town, person)  # so that the session slides while they ask
        asked = [
            asyncio.create_task(client.get("/api/v1/session", headers=person.headers)) for _ in range(50)
        ]
        await asyncio.sleep(0.01)
        for task in asked[::5]:
            task.cancel()
        answers = await asyncio.gather(*asked, return_exceptions=True)
        told = [one for one in answers if isinstance(one, httpx.Response)]
        assert len(told) >= 40
        assert {one.status_code for one in told} == {200}
    assert (await client.get("/api/v1/session", headers=person.headers)).status_code == 200
