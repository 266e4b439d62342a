"""Two municipalities with one of everything in each, made as their people would make it."""

from dataclasses import dataclass, field
from typing import Any

import httpx
from fastapi import FastAPI

from api.access.permissions import KEY_SCOPES, ROLE_PERMISSIONS, Permission, Role
from api.kit.ids import new_id
from tests.api.access.registering import NEW
from tests.api.access.town import PASSWORD, Member, Town, enrol, found
from tests.api.attachments.pictures import corners, written
from tests.api.attachments.test_photos_http import declared
from tests.api.incidents.reports import INCIDENTS, added, frozen, report, tell

API = "/api/v1"
P = Permission
# Guards beside those of each role: two of everybody's organisation, and one of another.
OTHERS = {"colleague": "Väktarna", "bearer": "Väktarna", "stranger": "Värdarna"}
PICTURE = written(corners(), "JPEG")


@dataclass
class Side:
    """One municipality: its people by role, and ids of objects by kind and owner ("" is everybody's)."""

    client: httpx.AsyncClient
    town: Town
    word: str  # stands in every name of this side
    secret: str  # stands in all that only who reads text may read
    at: float  # its latitude, which no other side has
    people: dict[str, Member] = field(default_factory=dict)
    objects: dict[tuple[str, str], str] = field(default_factory=dict)

    async def ask(self, who: str, method: str, path: str, status: int, body: Any = None) -> httpx.Response:
        """An answer with that status; every row put is a new one."""
        headers = self.people[who].headers | (NEW if method == "PUT" else {})
        answer = await self.client.request(method, f"{API}{path}", json=body, headers=headers)
        assert answer.status_code == status, (path, answer.text)
        return answer

    def said(self, what: str) -> str:
        """A text of this side that is found again wherever it comes out."""
        return f"{self.word} {what} {new_id().hex[-8:]}"

    def told(self, what: str) -> str:
        """The same for what incidents.read_text is needed for."""
        return f"{self.secret} {self.said(what)}"


async def settle(app: FastAPI, client: httpx.AsyncClient, owner_url: str, slug: str, at: float) -> Side:
    """A municipality with people of every role in one organisation, and somebody in another."""
    side = Side(client, await found(app, owner_url, slug), f"{slug}ord", f"{slug}text", at)
    for role in Role:
        side.people[role] = await _person(side, role, "Väktarna")
    for name, organisation in OTHERS.items():
        side.people[name] = await _person(side, Role.GUARD, organisation)
    side.people["key"] = await side.town.key(*sorted(KEY_SCOPES))
    await _places(side)
    await _registers(side)
    for name, who in list(side.people.items()):
        await _own(side, name, who)
    bearer = side.people["bearer"]
    side.people["device"] = await enrol(client, bearer)
    for kind in ("incident", "photo", "link", "spare device"):
        side.objects[kind, "device"] = side.objects[kind, "bearer"]
    side.objects["device", "device"] = str(side.people["device"].device_id)
    await _held(side)
    await side.town.change("UPDATE tokens SET confirmed_at = now() WHERE municipality_id = $1")
    await side.town.settled()
    return side


async def _person(side: Side, role: Role, organisation: str) -> Member:
    name = side.said(f"person {role}")
    made = await side.town.person(
        role, organisation=f"{side.word} {organisation}", password=PASSWORD, name=name
    )
    side.objects["organisation", "stranger" if organisation == "Värdarna" else ""] = str(made.organisation_id)
    return made


async def _put(side: Side, who: str, kind: str, register: str, body: dict[str, Any]) -> str:
    object_id = str(new_id())
    await side.ask(who, "PUT", f"/{register}/{object_id}", 201, body)
    side.objects[kind, ""] = object_id
    return object_id


async def _places(side: Side) -> None:
    at, technician = side.at, "technician"
    square = [[18.04, at], [18.06, at], [18.06, at + 0.012345], [18.04, at]]
    geometry = {"type": "Polygon", "coordinates": [square]}
    named = {"name": side.said("område"), "kind": f"{side.word}_kind"}
    await _put(side, technician, "area", "areas", named | {"geometry": geometry})
    site = {
        "name": side.said("objekt"), "address": side.said("gata"), "lat": at + 0.004321, "lon": 18.051,
        "instructions": side.said("instruktion"), "expected": ["locked"],
    }  # fmt: skip
    site_id = await _put(side, technician, "site", "sites", site)
    point = {"name": side.said("kontrollpunkt"), "site_id": site_id, "lat": at + 0.004322, "lon": 18.051}
    await _put(side, technician, "checkpoint", "checkpoints", point)
    slug = f"{side.word}_slag"
    words = {"sv": side.said("kategori"), "en": side.said("category")}
    category = {"name": words, "position": 50, "icon": "alert", "radius_m": 9, "window_h": 9}
    await side.ask("admin", "PUT", f"/categories/{slug}", 201, category | {"phrases": [words]})
    side.objects["category", ""] = slug


async def _registers(side: Side) -> None:
    hook = {"name": side.said("webhook"), "url": f"https://{side.word}.example/hook"}
    await _put(side, "technician", "webhook", "webhooks", hook | {"scopes": ["incidents.read"]})
    for name in side.people:
        key = {"name": side.said("nyckel"), "scopes": ["field_kit.read"]}
        side.objects["key", name] = await _put(side, "admin", "key", "keys", key)
    number = {"kind": "control_room", "name": {"sv": side.said("larm"), "en": side.said("alarm")}}
    headers = side.people["admin"].headers | {"If-Match": '"0"'}
    body = {"duty_phone": "08-465 004 00", "numbers": [number | {"number": "08-46500400"}]}
    answer = await side.client.put(f"{API}/settings", json=body, headers=headers)
    assert answer.status_code == 200, answer.text


async def _own(side: Side, name: str, who: Member) -> None:
    """What somebody has of their own, as far as they may."""
    if name == "key":
        await _report(side, name, who)
        return
    held = ROLE_PERMISSIONS[Role.GUARD if name in OTHERS else Role(name)]
    side.objects["person", name] = str(who.id)
    for _ in range(2):  # the last one nobody may remove
        side.objects["factor", name] = str(factor_id := new_id())
        await side.town.change(
            "INSERT INTO second_factors (municipality_id, id, person_id, kind, name, key, counter)"
            " VALUES ($1, $2, $3, 'totp', $4, 'x', 0)",
            factor_id, who.id, side.said("app"),
        )  # fmt: skip
    if P.DEVICES_ENROL in held:
        for kind in ("device", "spare device"):
            token = who.token if kind == "device" else await side.town.session(who.id)
            device = await enrol(side.client, Member(who.id, token))
            side.objects[kind, name] = str(device.device_id)
    if P.VIEWS_WRITE in held:
        view = f"/views/{(view_id := new_id())}"
        await side.ask(name, "PUT", view, 201, {"name": side.said("vy"), "query": "category=graffiti"})
        side.objects["view", name] = str(view_id)
    if P.INCIDENTS_WRITE in held:
        await _report(side, name, who)


async def _report(side: Side, name: str, who: Member) -> None:
    """A report with a photo, a note and a hand-over by letter."""
    photo = declared(PICTURE)
    told = await tell(
        side.client, who, category="noise", place=side.told("plats"), note=side.told("anteckning"),
        position={"lat": side.at + 0.006789, "lon": 18.05}, attachments=[photo],
    )  # fmt: skip
    sent = await side.client.put(f"{API}/attachments/{photo['id']}", content=PICTURE, headers=who.headers)
    assert sent.status_code == 201, sent.text
    side.objects["incident", name], side.objects["photo", name] = told["id"], photo["id"]
    await added(side.client, who, told["id"], "note", note=side.told("tillägg"))
    if name == "stranger":  # whose report still waits for the desk
        return
    mail = {"to": f"drift@{side.word}.example", "include": ["place", "note"]}
    entry_id = new_id()
    body = {
        "v": 1, "kind": "handed_over", "occurred_at": told["occurred_at"], "saved_at": told["saved_at"],
        "receiver": side.told("mottagare"), "reference": side.told("ref"), "email": mail,
    }  # fmt: skip
    path = f"{INCIDENTS}/{told['id']}/entries/{entry_id}"
    chief = side.people["safety_chief"].headers
    answer = await side.client.put(path, content=frozen(body), headers=chief)
    assert answer.status_code == 201, answer.text
    side.objects["link", name] = str(entry_id)


async def _held(side: Side) -> None:
    """Two bodies under each of two ids: the second is held, and a person has decided about one of them."""
    guard = side.people["guard"].headers
    for path in (f"{INCIDENTS}/{new_id()}", f"{INCIDENTS}/{new_id()}"):
        for _ in range(2):
            await side.client.put(path, content=frozen(report(note=side.told("hållen"))), headers=guard)
    held = (await side.ask("coordinator", "GET", "/quarantine", 200)).json()["items"][0]["id"]
    decision = {"reason": side.told("skäl")}
    await side.ask("coordinator", "POST", f"/quarantine/{held}/reject", 200, decision)
    side.objects["held", ""] = held
