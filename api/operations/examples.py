"""Examples of every JSON message of the contract, all of one invented evening."""

from typing import Any

MUNICIPALITY = {
    "id": "01901e3a-5c00-7a41-8b6e-0c5d2f8e7a01",
    "slug": "ljusvik",
    "name": "Ljusvik",
    "time_zone": "Europe/Stockholm",
    "demo": True,
}
_PERSON_ID = "01901e3a-5c00-7c22-9d10-3b7f61e0a502"
_GUARDS_ID = "01901e3a-5c00-7e10-a3c4-94d1b05e6603"
_AREA_ID = "01901e3a-5c00-7f33-8e21-6a0c9d4b7704"
_INCIDENT_ID = "01935d3c-8f6a-7b0e-9c41-5d2f8e7a6b10"
_ENTRY_ID = "01935d41-20c8-7d1f-8d52-6e3a9f8b7c11"
_PHOTO_ID = "01935d3c-8f6a-7e2a-9e63-7f4ba09c8d12"
_DEVICE_ID = "01934f00-12ab-7a3b-8f74-805cb1ad9e13"
_PHONE_ID = "01934f00-12ab-7c4c-9085-916dc2beaf14"
_DIGEST = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
_MORE_DIGEST = "60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752"
_RECEIPT_NO = "K7Q2-M4XB"
_SAVED, _RECEIVED = "2024-11-24T01:12:40.118Z", "2024-11-24T01:31:07.902Z"
_HAPPENED = "2024-11-24T01:10:00.000Z"
_CURSOR = "MS43NzIwLjQ0MTA"

SIGN_IN = {"username": "vaktare@ljusvik.example", "password": "ljusvik-demo", "cookie": False}
SESSION: dict[str, Any] = {
    "person": {
        "id": _PERSON_ID,
        "name": "Vera Vakt",
        "username": "vaktare@ljusvik.example",
        "roles": ["guard"],
        "organisation": {"id": _GUARDS_ID, "name": "Skärgårdsvakten", "kind": "guard_company"},
    },
    "municipality": MUNICIPALITY,
    "permissions": ["field_kit.read", "incidents.read", "incidents.read_text", "incidents.write"],
    "expires_at": "2024-11-24T13:31:07.902Z",
}
SESSION_CREATED = SESSION | {"token": f"lj1.{MUNICIPALITY['id']}.Xq3vT0s8m2Wb6yR1uK9pZ4cD7fG5hJ0lN2aE8iO6tQw"}
DEVICE_PUT = {
    "phone_id": _PHONE_ID,
    "secret": "b6yR1uK9pZ4cD7fG5hJ0lN2aE8iO6tQwXq3vT0s8m2W",
    "label": "Tjänstetelefon 4",
    "app_version": "0.1.0",
}
DEVICE = {
    "id": _DEVICE_ID,
    "phone_id": _PHONE_ID,
    "person_id": _PERSON_ID,
    "enrolled_at": "2024-11-20T16:02:11.000Z",
}
DEVICE_STATUS = {
    "unsent": 2,
    "unsent_photos": 1,
    "app_version": "0.1.0",
    "storage": {"used_bytes": 1_843_200, "quota_bytes": 2_147_483_648, "persisted": True},
    "storage_loss": {
        "id": "01934f00-12ab-7d5d-a196-a27ed3cfb015",
        "noticed_at": "2024-11-24T01:30:55.402Z",
        "unsent": 1,
        "device_ids": ["01934e11-9d2c-7a0b-b4f3-51c8e07d6a16"],
    },
}

INCIDENT_PUT: dict[str, Any] = {
    "v": 1,
    "category": "vandalism",
    "occurred_at": _HAPPENED,
    "saved_at": _SAVED,
    "position": {"lat": 58.5512, "lon": 18.0547, "accuracy_m": 8.0},
    "place": "Busskuren vid torget",
    "setting": "public",
    "note": "Rutan mot gatan krossad, glas på gångbanan.",
    "severity": "medium",
    "summoned": ["municipal_on_call"],
    "attachments": [{"id": _PHOTO_ID, "sha256": _DIGEST, "media_type": "image/jpeg", "size": 183_204}],
}
_AUTHOR = {
    "kind": "person",
    "organisation_id": _GUARDS_ID,
    "organisation": "Skärgårdsvakten",
    "roles": ["guard"],
    "name": "Vera Vakt",
}
INCIDENT: dict[str, Any] = {
    "id": _INCIDENT_ID,
    "category": "vandalism",
    "status": "new",
    "source": "field",
    "occurred_at": _HAPPENED,
    "occurred_until": None,
    "saved_at": _SAVED,
    "received_at": _RECEIVED,
    "position": INCIDENT_PUT["position"],
    "precision": "point",
    "area_id": _AREA_ID,
    "site_id": None,
    "place": INCIDENT_PUT["place"],
    "note": INCIDENT_PUT["note"],
    "setting": "public",
    "severity": "medium",
    "summoned": ["municipal_on_call"],
    "first_response": [],
    "cost_sek": None,
    "author": _AUTHOR,
    "assigned": None,
    "handed_over": None,
    "fixed_at": None,
    "replaces": None,
    "replaced_by": None,
    "merged_into": None,
    "report_count": 1,
    "external": None,
    "attachments": [{"id": _PHOTO_ID, "media_type": "image/jpeg"}],
    "receipt_no": _RECEIPT_NO,
    "flags": [],
    "masked": 0,
    "entry_count": 0,
    "changed_at": _RECEIVED,
}
_RECEIPT: dict[str, Any] = {
    "id": _INCIDENT_ID,
    "digest": _DIGEST,
    "received_at": _RECEIVED,
    "receipt_no": _RECEIPT_NO,
    "complete": False,
    "missing_attachments": [_PHOTO_ID],
    "masked": 0,
    "flags": [],
}
INCIDENT_ANSWER = {"receipt": _RECEIPT, **INCIDENT}
UNAPPLIED = {"receipt": _RECEIPT | {"flags": ["quarantined"]}, "id": _INCIDENT_ID}

_WHOLE = {"complete": True, "missing_attachments": []}
_SAID_MORE = "2024-11-24T01:35:00.000Z"
ENTRY_PUT = {
    "v": 1,
    "kind": "correction",
    "occurred_at": _SAID_MORE,
    "saved_at": _SAID_MORE,
    "fields": {"severity": "high"},
    "reason": "Även taket är skadat.",
}
_ENTRY_RECEIPT = _RECEIPT | _WHOLE | {"id": _ENTRY_ID, "digest": _MORE_DIGEST, "receipt_no": "R3DW-8HKV"}
_CORRECTED = INCIDENT | {"severity": "high", "entry_count": 1, "changed_at": _SAID_MORE}
ENTRY_ANSWER = {"receipt": _ENTRY_RECEIPT, "id": _ENTRY_ID, "subject": _CORRECTED}
UNAPPLIED_ENTRY = {"receipt": _ENTRY_RECEIPT, "id": _ENTRY_ID}
_ENTRY: dict[str, Any] = {
    "id": _ENTRY_ID,
    "kind": "correction",
    "claimed_at": _SAID_MORE,
    "occurred_at": _SAID_MORE,
    "saved_at": _SAID_MORE,
    "received_at": _SAID_MORE,
    "source": "field",
    "device_id": _DEVICE_ID,
    "receipt_no": "R3DW-8HKV",
    "flags": [],
    "author": _AUTHOR,
    "effective": True,
    "fields": {"severity": "high"},
    "reason": "Även taket är skadat.",
    "changes": {"severity": {"old": "medium", "new": "high"}},
}
_STORED = [{"id": _PHOTO_ID, "media_type": "image/jpeg", "stored": True, "width": 1280, "height": 960}]
_REPORT = {name: _ENTRY[name] for name in ("source", "device_id", "flags", "author", "effective")} | {
    "id": _INCIDENT_ID,
    "kind": "reported",
    "claimed_at": _HAPPENED,
    "occurred_at": _HAPPENED,
    "saved_at": _SAVED,
    "received_at": _RECEIVED,
    "receipt_no": _RECEIPT_NO,
    "changes": None,
}
_STORY = {"report": _REPORT, "entries": [_ENTRY], "reports": []}
INCIDENT_DETAIL = _CORRECTED | {"attachments": _STORED} | _STORY
INCIDENTS = {"items": [INCIDENT], "next_cursor": "MjAyNC0xMS0yNFQwMToxMDowMCswMDowMHwwMTkzNWQzYw"}
FEATURES: dict[str, Any] = {
    "type": "FeatureCollection",
    "features": [
        {
            "type": "Feature",
            "id": _INCIDENT_ID,
            "geometry": {"type": "Point", "coordinates": [18.0547, 58.5512]},
            "properties": {name: value for name, value in INCIDENT.items() if name != "position"},
        }
    ],
    "next_cursor": None,
}
PHOTO_ANSWER = {"receipt": _RECEIPT | _WHOLE | {"id": _PHOTO_ID}, "fact_id": _INCIDENT_ID}

RECEIPT_QUERIES = [{"id": _INCIDENT_ID, "digest": _DIGEST}]
RECEIPT_STATES = {
    "items": [{"id": _INCIDENT_ID, "state": "known", "receipt_no": _RECEIPT_NO, "complete": True}]
}
FEED: dict[str, Any] = {
    "items": [
        {
            "id": _INCIDENT_ID,
            "kind": "incident.reported",
            "subject_type": "incidents",
            "subject_id": _INCIDENT_ID,
            "author": _AUTHOR,
            "occurred_at": _HAPPENED,
            "saved_at": _SAVED,
            "received_at": _RECEIVED,
            "source": "field",
            "flags": [],
            "receipt_no": _RECEIPT_NO,
            "attachments_missing": 0,
            "body": {"category": "vandalism", "place": "Busskuren vid torget", "severity": "medium"},
            "cursor": _CURSOR,
        }
    ],
    "next": _CURSOR,
}
_HELD_ID = "01935d42-77aa-7f6e-9196-a27ed3cfb015"
HELD: dict[str, Any] = {
    "items": [
        {
            "id": _HELD_ID,
            "fact_id": _INCIDENT_ID,
            "kind": "incident.reported",
            "subject_id": _INCIDENT_ID,
            "reason": "id_conflict",
            "error": "",
            "author": {"kind": "person", "organisation_id": _GUARDS_ID},
            "received_at": _RECEIVED,
            "receipt_no": _RECEIPT_NO,
            "state": "held",
            "body": {"v": 1, "category": "graffiti", "place": "Torget"},
            "standing": {"v": 1, "category": "vandalism", "place": "Busskuren vid torget"},
        }
    ],
    "next_cursor": None,
    "held": 1,
}
DECISION = {"reason": "Två olika händelser, båda ska finnas."}
RELEASED = {"id": _HELD_ID, "state": "released", "record_id": "9a1f5c1e-0f0e-5b52-8a7e-2f6f1f0f7d16"}
REJECTED = {"id": _HELD_ID, "state": "rejected", "record_id": None}

API_INFO = {
    "name": "Ledljus",
    "version": "0.1.0",
    "released": "2026-11-23",
    "documentation": "https://ledljus.example/docs",
    "status": "beta",
}
