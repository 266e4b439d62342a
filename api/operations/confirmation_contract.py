"""What the contract says of dangerous acts, and what each looks like while it waits."""

from typing import Any

from api.kit.openapi import Said

_ID = "01934f00-12ab-7d11-8a01-5c3e9f7b6b{:02}"
_ADA = {
    "kind": "person",
    "organisation_id": None,
    "organisation": "Ljusviks kommun",
    "roles": ["admin"],
    "name": "Ada Lykta",
}


def _waiting(number: int, act: str, subject: str, told: dict[str, Any], reason: str) -> dict[str, Any]:
    return {
        "id": _ID.format(number),
        "act": act,
        "subject_id": _ID.format(number + 10) if subject else None,
        "subject": subject,
        "told": told,
        "reason": reason,
        "state": "waiting",
        "asked_by": _ADA,
        "asked_at": "2024-11-26T08:00:00.000Z",
        "expires_at": "2024-11-27T08:00:00.000Z",
        "decided_by": None,
        "decided_at": None,
        "refusal": None,
        "done_at": None,
        "mine": True,
        "decides": False,
    }


_ROLES = {
    "roles_before": ["coordinator"],
    "roles": ["admin", "coordinator"],
    "ends_on": None,
    "disabled": False,
    "password_set": False,
}
ACCOUNT_WAITS = _waiting(1, "person.change", "Edvin Klintås", _ROLES, "Tar över efter Siv.")
RESET_WAITS = _waiting(2, "person.reset_factors", "Edvin Klintås", {}, "Tappade telefonen i hamnen.")
SECRET_WAITS = _waiting(
    3, "webhook.rotate", "Ärendesystemet", {"overlap_h": 24, "secret_no": 2}, "Byts varje år."
)
FILE_WAITS = _waiting(
    4, "incidents.export", "", {"query": {"category": "graffiti"}}, "Underlag till trygghetsrådet."
)
FILE = FILE_WAITS | {"state": "confirmed"}
_DECIDED = {
    "decided_by": _ADA | {"name": "Bo Fyr"},
    "decided_at": "2024-11-26T08:20:00.000Z",
    "mine": False,
}
_GONE = "There is no such act, or the asker may not see it."
_OVER = "It is decided already, or its time is over (`already_decided`)."

CONFIRMATIONS: dict[str, Said] = {
    "list_confirmations": Said(
        {
            200: (
                "Newest first; `Link` leads to the next page.",
                {"items": [ACCOUNT_WAITS], "next_cursor": None},
            )
        },
        problems={422: "The cursor is none of ours, or the offset is past 10,000 rows."},
    ),
    "read_confirmations_waiting": Said({200: ("As a number.", {"count": 1})}),
    "confirm_act": Said(
        {200: ("Confirmed, and an account is changed.", ACCOUNT_WAITS | _DECIDED | {"state": "done"})},
        problems={
            403: "It is the asker's own (`own_act`).",
            404: _GONE,
            409: f"{_OVER} Or the account has changed since, so that nothing was done (`overtaken`).",
        },
    ),
    "refuse_act": Said(
        {
            200: (
                "Refused, or taken back.",
                ACCOUNT_WAITS | _DECIDED | {"state": "refused", "refusal": "Edvin slutar i december."},
            )
        },
        {"reason": "Edvin slutar i december."},
        {404: _GONE, 409: _OVER, 422: "The reason is missing."},
    ),
}
