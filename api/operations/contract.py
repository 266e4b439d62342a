"""What the contract says that the code does not show: who answers for it, its limits, examples."""

from typing import Any

from api.kit.openapi import Said
from api.operations import desk_examples as desk
from api.operations import examples as e
from api.operations.confirmation_contract import CONFIRMATIONS
from api.operations.field_kit_example import FIELD_KIT
from api.operations.integration_contract import INTEGRATIONS
from api.operations.register_contract import REGISTERS
from api.operations.sign_in_contract import SIGN_IN

VERSION = "0.1.0"
RELEASED = "2026-11-23"

INFO: dict[str, Any] = {
    "title": "Ledljus",
    "version": VERSION,
    "description": (
        "Ett gemensamt intag för kommunens trygghetsarbete: händelser skrivs som fakta med PUT till ett"
        " eget id och kvitteras, listor läses med filter, allt följs genom journalens flöde.\n\n"
        "One intake for a municipality's safety work: incidents are written as facts by PUT to an id of"
        " the sender's own and receipted, lists are read with filters, everything is followed in the"
        " journal's feed."
    ),
    "servers": [
        {
            "url": "https://{host}",
            "description": "A municipality's own server.",
            "variables": {"host": {"default": "ledljus.example", "description": "Its name."}},
        }
    ],
    "tags": [
        {"name": "access", "description": "Sessions and devices."},
        {"name": "second factors", "description": "Codes, passkeys, and signing in by them."},
        {"name": "confirmations", "description": "Dangerous acts, which a second person confirms."},
        {"name": "identity provider", "description": "Signing in by the municipality's own provider."},
        {"name": "registers", "description": "What is looked up: people, organisations, settings, keys."},
        {"name": "journal", "description": "Receipts, the feed of everything, and held facts."},
        {"name": "incidents", "description": "What happened or was seen."},
        {"name": "attachments", "description": "Photos of facts."},
        {"name": "situation", "description": "The lägesbild, across everything."},
        {"name": "webhooks", "description": "Other systems that are told of each record."},
        {"name": "operations", "description": "What this API is."},
        {"name": "field kit", "description": "What a phone needs without network."},
    ],
    "externalDocs": {
        "description": "How to install, run and connect it",
        "url": "https://ledljus.example/docs",
    },
    "more": {
        "contact": {
            "name": "Ledljus",
            "url": "https://ledljus.example/",
            "email": "kontakt@ledljus.example",
        },
        "license": {"name": "EUPL-1.2", "identifier": "EUPL-1.2"},
        "x-sla": (
            "Each municipality that runs a server says what it promises; the software promises nothing"
            " of its availability."
        ),
        "x-limitations": [
            "FNS.07: change feeds and the quarantine page by cursor alone, so that nothing is skipped while"
            " others write.",
            "UFN.01: maps are had by OGC API Features at /ogc, whose paths are that standard's and whose"
            " description is its own, at /ogc/api.",
            "RES: facts are written by PUT to an id made by the client, so that sending twice is harmless.",
            "SAK.09: people in the browser use a session cookie besides Bearer.",
            "A page has at most 200 items; offset reaches the first 10,000 rows, cursors all.",
            "A fact has at most 256 KiB, a photo 10 MiB and 25 megapixels.",
        ],
    },
}

_ALTERED = "The body arrived altered (`digest_mismatch`), or its digest cannot be read. Send it again."
_CONFLICT = "Another body, path or author stands under this id; what was sent is kept for a person."
_INVALID = "The body is not as documented: `errors` names fields and reasons, never what was sent."
_LATER = "Nothing was recorded just now; keep it and try again."
_GONE = "There is no such object, or the asker may not see it."
_FACT = {
    400: _ALTERED,
    409: _CONFLICT,
    413: "The fact is larger than 256 KiB.",
    422: _INVALID,
    503: _LATER,
}
_KEPT = "In the journal or in quarantine, without effect yet: the subject has not come, or a person decides."

SAID: dict[str, Said] = (
    REGISTERS
    | INTEGRATIONS
    | CONFIRMATIONS
    | SIGN_IN
    | {
        "create_session_token": Said(
            {201: ("A second token of the session; the first goes on until it is ended.", e.SESSION_CREATED)}
        ),
        "put_device": Said(
            {200: ("Enrolled before.", e.DEVICE), 201: ("Enrolled.", e.DEVICE)},
            e.DEVICE_PUT,
            {409: "The id or the secret stands for another enrolment.", 422: _INVALID},
        ),
        "put_device_status": Said(
            {204: ("Kept.", None)}, e.DEVICE_STATUS, {404: "Another's device, or none.", 422: _INVALID}
        ),
        "revoke_device": Said(
            {204: ("Revoked, with all of that phone.", None)}, e.DECISION, {404: _GONE, 422: _INVALID}
        ),
        "query_receipts": Said(
            {200: ("One answer for each question, in their order.", e.RECEIPT_STATES)},
            e.RECEIPT_QUERIES,
            {413: "More than 500 questions.", 422: _INVALID},
        ),
        "read_journal": Said(
            {200: ("Records in the order in which they became visible.", e.FEED)},
            problems={
                410: "The cursor names nothing here: start again without one.",
                422: "No cursor of ours.",
            },
            limitations=["FNS.07"],
        ),
        "stream_journal": Said(
            {200: ("Events without end: `record`, `heartbeat`, and `ended` when the credential ends.", None)},
            problems={
                410: "The cursor names nothing here: start again without one.",
                422: "No cursor of ours.",
            },
        ),
        "list_quarantine": Said(
            {200: ("Held facts, oldest first.", e.HELD)},
            problems={422: "No cursor of ours."},
            limitations=["FNS.07"],
        ),
        "release_held": Said(
            {200: ("Recorded.", e.RELEASED)},
            e.DECISION,
            {404: _GONE, 409: "It was decided before, or still fails.", 422: _INVALID},
        ),
        "reject_held": Said(
            {200: ("Not recorded, and kept.", e.REJECTED)},
            e.DECISION,
            {404: _GONE, 409: "It was decided before.", 422: _INVALID},
        ),
        "put_incident": Said(
            {
                200: ("The same fact again: the same receipt.", e.INCIDENT_ANSWER),
                201: ("Recorded; the receipt is the sender's to keep.", e.INCIDENT_ANSWER),
                202: (_KEPT, e.UNAPPLIED),
            },
            e.INCIDENT_PUT,
            _FACT,
        ),
        "put_entry": Said(
            {
                200: ("The same entry again: the same receipt.", e.ENTRY_ANSWER),
                201: ("Recorded, with the incident as it stands now.", e.ENTRY_ANSWER),
                202: (_KEPT, e.UNAPPLIED_ENTRY),
            },
            e.ENTRY_PUT,
            _FACT,
        ),
        "list_incidents": Said(
            {200: ("A page in the order asked for; `Link` leads to the next.", e.INCIDENTS)},
            problems={422: "A filter, order, cursor or offset is not as documented."},
            others={"application/geo+json": e.FEATURES},
        ),
        "list_similar_incidents": Said(
            {200: ("Likely the same, nearest first.", desk.SIMILAR_INCIDENTS)},
            problems={422: "A category, place or moment is missing or not as documented."},
        ),
        "read_incident": Said(
            {200: ("The incident with its entries.", e.INCIDENT_DETAIL)}, problems={404: _GONE}
        ),
        "list_triage": Said(
            {200: ("What waits, the most needed first.", desk.TRIAGE)},
            problems={422: "No cursor of ours."},
            limitations=["FNS.07"],
        ),
        "list_case_choices": Said({200: ("By name.", desk.CHOICES)}),
        "revoke_reply_link": Said(
            {204: ("The link says from now on that it is over.", None)},
            e.DECISION,
            {404: _GONE, 422: _INVALID},
        ),
        "read_photo": Said({200: ("The picture, as a file to save.", None)}, problems={404: _GONE}),
        "put_photo": Said(
            {200: ("Stored before.", e.PHOTO_ANSWER), 201: ("Stored.", e.PHOTO_ANSWER)},
            problems={
                400: _ALTERED,
                409: "No fact of the sender's has declared it yet (`not_declared_yet`): send the fact first.",
                413: "The photo is larger than 10 MiB.",
                415: "It is no whole JPEG, PNG or WebP within the limits.",
                422: "These are not the bytes that the fact declared.",
                503: _LATER,
            },
        ),
        "read_map_tiles": Said({200: ("Where map tiles are, if anywhere.", desk.MAP_TILES)}),
        "read_work_waiting": Said(
            {200: ("As many as the lists behind the numbers have.", desk.WORK_WAITING)}
        ),
        "api_info": Said({200: ("This API.", e.API_INFO)}),
        "read_field_kit": Said(
            {
                200: ("The kit, with an `ETag` to ask by.", FIELD_KIT),
                304: ("The phone has it already.", None),
            }
        ),
    }
)
