"""What every role, device and key gets of every route, decided in writing: a route without a row fails."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from api.kit.ids import new_id
from tests.api.access.registering import NEW
from tests.api.access.town import device_body
from tests.api.journal.town import entry, frozen, report

SHELL = re.compile(r"GET /(desk|lagesbild|admin)?(/\{rest\})?")  # the built app, the same for everybody
RELATIONS = ("own", "own organisation", "other organisation", "other municipality", "missing")
OLD = {"If-Match": '"999"'}  # a version that no row has: 412 tells who may see the row, and changes nothing


class Reach(Enum):
    """Whose object somebody with the permission reaches."""

    NOTHING = "the path names no object"
    MINE = "one's own"
    SEEN = "an incident that one sees"
    TOWN = "everybody's in the municipality"


# Who sees an incident, by whose it is; whoever is in no line sees none.
_AUTHORS = {
    "host", "guard", "public_order_guard", "parking_attendant", "shift_lead", "operator", "coordinator",
    "field_secretary", "safety_chief", "device", "key",
}  # fmt: skip
_SEES_ALL = {"operator", "coordinator", "field_secretary", "safety_chief", "reader", "key"}
SEES = {
    "own": _AUTHORS,
    "own organisation": _AUTHORS | {"reader", "technician"},
    "other organisation": _SEES_ALL,
}


@dataclass(frozen=True)
class Row:
    """One route: whose object it reaches, and the answers for one within reach and one beyond it.

    `names` is the kind of object that each part of the path names, or its text; `fresh` asks by an
    account that nobody needs afterwards; `undo` makes the next request find what this one changed;
    `besides` is a permission that is needed beside the route's own.
    """

    reach: Reach = Reach.NOTHING
    found: int = 0
    unseen: int = 404
    names: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    body: Any = None
    fresh: bool = False
    undo: str = ""
    besides: str = ""


def _row(reach: Reach, found: int, kind: str, **more: Any) -> Row:
    return Row(reach, found, names={"id": kind}, **more)


def _register(kind: str, one: str = "id") -> dict[str, Row]:
    """Reading and changing a row that everybody of the municipality with the permission may."""
    named = {one: kind}
    return {"GET": Row(Reach.TOWN, 200, names=named), "PUT": Row(Reach.TOWN, 412, names=named, headers=OLD)}


def _note() -> bytes:
    return frozen(entry("note", note="Lugnt igen."))


_SEEN, _TOWN, _MINE = Reach.SEEN, Reach.TOWN, Reach.MINE
_PHOTO = {"id": "incident", "attachment": "photo"}
_ENTRY = {"id": "incident", "entry": "new"}
_LINK = {"id": "incident", "link": "link"}
_FEATURE = {"collection": "=incidents", "feature": "incident"}
_PERSON = {"username": "ny@ljusvik.example", "name": "Ny", "roles": ["guard"]}
_WEBHOOK: dict[str, Any] = {
    "name": "Ny",
    "url": "https://arenden.ljusvik.example/",
    "scopes": ["incidents.read"],
    "enabled": False,
}
_REVOKED = "UPDATE reply_links SET revoked_at = NULL WHERE municipality_id = $1 AND revoked_at IS NOT NULL"
_I, _Q, _D, _P = (
    "/api/v1/incidents/{id}",
    "/api/v1/quarantine/{id}",
    "/api/v1/devices/{id}",
    "/api/v1/people/{id}",
)
_RULE = {"what": "texts", "after_days": 30, "decision_no": "KS 1", "decided_on": "2026-01-01"}
_HOLD = {"receipt_no": "AAAA-AAAA", "reference": "KS 1"}
_V, _W, _F = "/api/v1/views/{id}", "/api/v1/webhooks/{id}", "/api/v1/second-factors"

ROWS: dict[str, Row] = {
    f"GET {_I}": _row(_SEEN, 200, "incident"),
    f"PUT {_I}": _row(_TOWN, 409, "incident", unseen=201, body=lambda: frozen(report())),
    f"GET {_I}/attachments/{{attachment}}": Row(_SEEN, 200, names=_PHOTO),
    f"PUT {_I}/entries/{{entry}}": Row(_SEEN, 201, 202, names=_ENTRY, body=_note),
    f"POST {_I}/reply-links/{{link}}/revoke": Row(_TOWN, 204, names=_LINK, undo=_REVOKED),
    "PUT /api/v1/attachments/{id}": _row(_MINE, 422, "photo", unseen=409, body=lambda: b"no photo"),
    f"POST {_Q}/release": _row(_TOWN, 409, "held"),
    f"POST {_Q}/reject": _row(_TOWN, 409, "held"),
    f"PUT {_D}": _row(_TOWN, 409, "device", unseen=201, body=device_body, fresh=True),
    f"POST {_D}/revoke": _row(_TOWN, 204, "spare device"),
    f"PUT {_D}/status": _row(_MINE, 204, "device", body=lambda: {"unsent": 0, "app_version": "1.0"}),
    f"POST {_P}/second-factors/reset": _row(_TOWN, 204, "other person"),
    f"POST {_P}/sessions/end": _row(_TOWN, 204, "other person"),
    f"POST {_F}/{{id}}/name": _row(_MINE, 204, "factor"),
    f"DELETE {_F}/{{id}}": _row(_MINE, 204, "factor"),
    f"GET {_V}": _row(_MINE, 200, "view"),
    f"PUT {_V}": _row(_MINE, 412, "view", headers=OLD),
    f"DELETE {_V}": _row(_MINE, 412, "view", headers=OLD),
    "POST /api/v1/keys/{id}/revoke": _row(_TOWN, 204, "key"),
    "GET /api/v1/keys/{id}": _row(_TOWN, 200, "key"),
    "PUT /api/v1/keys/{id}": _row(_TOWN, 412, "key", unseen=201, headers=NEW),
    "GET /api/v1/sites/{id}/qr-sheet": _row(_TOWN, 200, "site"),
    f"GET {_P}": _row(_TOWN, 200, "person"),
    f"PUT {_P}": _row(_TOWN, 412, "person", headers=OLD, body=lambda: _PERSON),
    **{
        f"GET /api/v1/{path}/{{id}}": _row(_TOWN, 404, "new") for path in ("retention-rules", "legal-holds")
    },
    "PUT /api/v1/retention-rules/{id}": _row(_TOWN, 404, "new", headers=OLD, body=lambda: _RULE),
    "PUT /api/v1/legal-holds/{id}": _row(_TOWN, 422, "new", unseen=422, headers=OLD, body=lambda: _HOLD),
    f"GET {_W}": _row(_TOWN, 200, "webhook"),
    f"PUT {_W}": _row(_TOWN, 412, "webhook", headers=OLD, body=lambda: _WEBHOOK),
    f"POST {_W}/secret": _row(_TOWN, 412, "webhook", headers=OLD),
    f"GET {_W}/deliveries": _row(_TOWN, 200, "webhook"),
    f"POST {_W}/replays": _row(_TOWN, 201, "webhook"),
    "GET /ogc/collections/{collection}/items/{feature}": Row(_SEEN, 200, names=_FEATURE),
    **{
        f"{method} /api/v1/{path}": row
        for path, kind, one in (
            ("organisations/{id}", "organisation", "id"),
            ("areas/{id}", "area", "id"),
            ("sites/{id}", "site", "id"),
            ("checkpoints/{id}", "checkpoint", "id"),
            ("categories/{slug}", "category", "slug"),
        )
        for method, row in _register(kind, one).items()
    },
    **dict.fromkeys(
        ("DELETE /api/v1/session", "DELETE /api/v1/sessions", "POST /api/v1/session/confirm"), Row(fresh=True)
    ),
    **dict.fromkeys(
        ("GET /ogc/collections/{collection}", "GET /ogc/collections/{collection}/items"),
        Row(names={"collection": "=incidents"}),
    ),
    **dict.fromkeys(("GET /api/v1/tiles/{role}", "PUT /api/v1/tiles/{role}"), Row(names={"role": "=guard"})),
    "POST /api/v1/receipts/query": Row(body=list),
    "GET /api/v1/quarantine": Row(besides="incidents.read_text"),  # bodies are shown as they were sent
    "POST /api/v1/session/provider/{slug}/logout": Row(names={"slug": "=ljusvik"}),
    # Whose acts somebody may decide about is proved in tests/api/access/test_confirmations.py.
    **dict.fromkeys(
        ("POST /api/v1/confirmations/{id}/confirm", "POST /api/v1/confirmations/{id}/refuse"),
        Row(names={"id": "new"}),
    ),
    **dict.fromkeys(("GET /atersvar/{token}", "POST /atersvar/{token}"), Row(names={"token": "=x"})),
    **dict.fromkeys(
        (
            *(f"{method} /api/v1/settings" for method in ("GET", "PUT")),
            *(f"{method} /api/v1/sign-in-settings" for method in ("GET", "PUT")),
            *(f"GET /api/v1/{register}" for register in (
                "incidents", "people", "organisations", "keys", "devices", "areas", "sites", "checkpoints",
                "categories", "tiles", "views", "webhooks", "triage", "journal", "retention-rules",
                "legal-holds", "retention-due", "extracts",
            )),
            "GET /api/v1/session", "POST /api/v1/session", "POST /api/v1/session/token",
            "POST /api/v1/session/code", "POST /api/v1/session/passkey-question",
            "POST /api/v1/session/passkey", "GET /api/v1/sign-in-methods", "GET /api/v1/session/provider",
            "GET /api/v1/session/provider/callback", "GET /api/v1/session/provider/leave",
            f"GET {_F}", f"POST {_F}", f"POST {_F}/totp", f"POST {_F}/passkey", f"POST {_F}/recovery-codes",
            "GET /api/v1/permissions", "GET /api/v1/incidents/similar", "GET /api/v1/journal/stream",
            "GET /api/v1/case-choices", "GET /api/v1/situation/waiting", "GET /api/v1/incident-exports",
            "POST /api/v1/incident-exports", "GET /api/v1/confirmations", "GET /api/v1/confirmations/waiting",
            "GET /api/v1/setup-check", "GET /api/v1/field-kit", "GET /api/v1/api-info",
            "GET /api/v1/map-tiles", "POST /api/v1/imports/areas", "POST /api/v1/imports/sites",
            "POST /api/v1/extracts",
            "GET /healthz", "GET /readyz", "GET /metrics", "GET /ogc", "GET /ogc/", "GET /ogc/conformance",
            "GET /ogc/api", "GET /ogc/collections", "GET /.well-known/security.txt",
        ),
        Row(),
    ),
}  # fmt: skip


def reaches(row: Row, who: str, relation: str) -> bool:
    """Whether somebody with the route's permission reaches an object of that relation."""
    if relation in ("other municipality", "missing"):
        return False
    if row.reach is Reach.SEEN:
        return who in SEES[relation]
    return row.reach is Reach.TOWN or relation == "own"


def missing(kind: str) -> str:
    """A name that nothing has."""
    return "finns_inte" if kind == "category" else str(new_id())
