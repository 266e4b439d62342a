"""Examples of what is said to and of other systems, of the same invented municipality."""

from typing import Any

_ID = "01901e3a-5c00-7c22-9d10-3b7f61e0a5{:02}"
_MADE = "2024-09-02T07:30:00.000Z"

WEBHOOK_PUT: dict[str, Any] = {
    "name": "Ärendesystemet",
    "url": "https://arenden.ljusvik.example/ledljus",
    "kinds": ["incident.reported", "incident.fixed"],
    "fields": ["category", "position", "status"],
    "scopes": ["incidents.read"],
    "enabled": True,
}
WEBHOOK: dict[str, Any] = {
    **WEBHOOK_PUT,
    "id": _ID.format(31),
    "secret_no": 2,
    "former_until": "2024-11-25T13:31:07.902Z",
    "waiting": 0,
    "failed": 0,
    "failures": 0,
    "failing_since": None,
    "created_at": _MADE,
    "version": 3,
}
WEBHOOKS = {"items": [WEBHOOK], "next_cursor": None}
WEBHOOK_MADE = {**WEBHOOK, "secret": "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYo="}
ROTATION = {"overlap_h": 24, "reason": "Byts varje år."}
DELIVERY: dict[str, Any] = {
    "id": _ID.format(32),
    "record_id": _ID.format(33),
    "subject_id": _ID.format(33),
    "kind": "incident.reported",
    "state": "delivered",
    "replay": False,
    "attempts": 1,
    "created_at": "2024-11-24T13:31:08.102Z",
    "due_at": "2024-11-24T13:31:08.102Z",
    "tried_at": "2024-11-24T13:31:08.310Z",
    "status": 204,
    "reason": None,
}
DELIVERIES = {"items": [DELIVERY], "next_cursor": None}
REPLAY = {"made_from": "2024-11-24T00:00:00Z", "made_to": "2024-11-25T00:00:00Z"}
REPLAYED = {"count": 37}
