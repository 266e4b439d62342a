"""Examples of the registers' messages, of the same invented municipality."""

from typing import Any

_ID = "01901e3a-5c00-7c22-9d10-3b7f61e0a5{:02}"
_ORGANISATION_ID, _PERSON_ID, _KEY_ID = _ID.format(1), _ID.format(2), _ID.format(3)
_DEVICE_ID, _PHONE_ID = _ID.format(4), _ID.format(5)
_MADE = "2024-09-02T07:30:00.000Z"


def page(item: dict[str, Any]) -> dict[str, Any]:
    """A page with one item."""
    return {"items": [item], "next_cursor": None}


ORGANISATION_PUT = {"name": "Skärljus Bevakning", "kind": "guard_company"}
ORGANISATION = {**ORGANISATION_PUT, "id": _ORGANISATION_ID, "version": 1}
PERSON_PUT: dict[str, Any] = {
    "username": "edvin@ljusvik.example",
    "name": "Edvin Klintås",
    "organisation_id": _ORGANISATION_ID,
    "roles": ["guard"],
    "ends_on": "2026-12-31",
    "disabled": False,
    "password": "en-lykta-i-natten",
    "reason": "Ny på bevakningen från första september.",
}
PERSON = {
    **{name: value for name, value in PERSON_PUT.items() if name not in ("password", "reason")},
    "id": _PERSON_ID,
    "organisation": "Skärljus Bevakning",
    "has_password": True,
    "second_factors": 1,
    "created_at": _MADE,
    "version": 3,
}
VIEW_PUT = {"name": "Klotter i Centrum", "query": "category=graffiti&status=new&view=map"}
VIEW = {**VIEW_PUT, "id": _ID.format(20), "version": 1}
SETTINGS_PUT = {
    "duty_phone": "070-1740605",
    "numbers": [
        {
            "kind": "control_room",
            "name": {"sv": "Trygghetscentralen", "en": "Control room"},
            "number": "08-46500400",
        }
    ],
    "hours": {"night_button": {"from": "21:00", "to": "02:00", "days": [5, 6, 7]}},
    "cadence": "fortnightly",
    "receivers": [
        {
            "id": "01901e3a-5c00-7d44-b5d6-a5e2c16f7708",
            "name": "Ljusvik Energi, gatubelysning",
            "email": "gatubelysning@energi.example",
        }
    ],
}
SETTINGS = {**SETTINGS_PUT, "version": 7}
RULE_PUT: dict[str, Any] = {
    "what": "texts",
    "after_days": 730,
    "decision_no": "KS 2024/118",
    "decided_on": "2024-08-27",
    "legal_basis": "Arkivlagen, kommunens dokumenthanteringsplan",
    "closed": False,
}
RULE = {**RULE_PUT, "id": _ID.format(21), "version": 1}
HOLD_PUT = {"receipt_no": "4F7K-2M9T", "reference": "KS 2024/204", "closed": False}
HOLD = {**HOLD_PUT, "id": _ID.format(22), "version": 1}
DUE = {
    "items": [
        {
            "rule_id": _ID.format(21),
            "what": "texts",
            "decision_no": "KS 2024/118",
            "count": 12,
            "oldest": "2022-09-14T08:12:30.104Z",
        }
    ]
}
KEY_PUT = {"name": "Kartan på stadshuset", "scopes": ["field_kit.read", "incidents.read"]}
KEY = {**KEY_PUT, "id": _KEY_ID, "created_at": _MADE, "last_used_at": None, "revoked_at": None}
KEY_MADE = {
    **KEY,
    "token": "lj1.01901e3a-5c00-7a41-8b6e-0c5d2f8e7a01.Xq3vT0s8m2Wb6yR1uK9pZ4cD7fG5hJ0lN2aE8iO6tQw",
}
DEVICE = {
    "id": _DEVICE_ID,
    "phone_id": _PHONE_ID,
    "label": "Tjänstetelefon 4",
    "person": {
        "kind": "person",
        "organisation_id": _ORGANISATION_ID,
        "organisation": "Skärljus Bevakning",
        "roles": ["guard"],
    },
    "app_version": "0.1.0",
    "enrolled_at": _MADE,
    "last_contact_at": "2024-11-24T01:31:07.902Z",
    "revoked_at": None,
    "unsent": 2,
    "unsent_photos": 1,
    "storage": {"used_bytes": 1_843_200, "quota_bytes": 2_147_483_648, "persisted": True},
    "storage_loss": None,
}
EXTRACT_ASKED = {"words": ["Vera Vinge", "ABC 12D"], "reason": "Begäran KS 2026/311"}
EXTRACT = {
    "id": _ID.format(23),
    "items": [
        {
            "place": "incident.reported",
            "id": _ID.format(24),
            "subject_id": _ID.format(24),
            "at": _MADE,
            "text": "Vera Vinge stod vid grinden.",
        }
    ],
    "complete": True,
    "exceptions": ["masked", "envelopes", "backups", "erasures"],
}
EXTRACTS_MADE = {
    "items": [
        {"id": _ID.format(23), "at": _MADE, "by": "Sara Chef", "reason": "Begäran KS 2026/311", "found": 1}
    ]
}
PERMISSIONS = {
    "permissions": ["field_kit.read", "people.write"],
    "roles": {"guard": ["field_kit.read"], "admin": ["field_kit.read", "people.write"]},
    "key_scopes": ["field_kit.read", "people.write"],
}
SETUP = {"items": [{"name": "areas", "state": "ok"}, {"name": "retention", "state": "missing"}]}
_AREA_ID, _SITE_ID, _POINT_ID = _ID.format(6), _ID.format(7), _ID.format(8)
AREA_PUT: dict[str, Any] = {
    "name": "Hamnen",
    "kind": "harbour",
    "geometry": {
        "type": "Polygon",
        "coordinates": [[[18.05, 58.55], [18.06, 58.55], [18.06, 58.56], [18.05, 58.55]]],
    },
    "closed": False,
}
AREA = {
    **AREA_PUT,
    "id": _AREA_ID,
    "version": 2,
    "overlaps": [{"id": _ID.format(9), "name": "Centrum", "area_m2": 1204.5}],
}
SITE_PUT: dict[str, Any] = {
    "name": "Rådhuset",
    "kind": "town_hall",
    "address": "Rådhusgatan 1",
    "lat": 58.547302,
    "lon": 18.047762,
    "instructions": "Huvudentrén låses 17.00.",
    "expected": ["locked", "alarm_set"],
    "closed": False,
}
SITE = {**SITE_PUT, "id": _SITE_ID, "area_id": _AREA_ID, "version": 4}
CHECKPOINT_PUT = {"site_id": _SITE_ID, "name": "Huvudentrén", "lat": 58.547464, "lon": 18.047762}
CHECKPOINT = {**CHECKPOINT_PUT, "id": _POINT_ID, "code": "FEN69X", "closed": False, "version": 1}
CATEGORY_PUT: dict[str, Any] = {
    "name": {"sv": "Skadegörelse", "en": "Vandalism"},
    "position": 0,
    "icon": "hammer",
    "place_fault": True,
    "counted": True,
    "active": True,
    "radius_m": 60,
    "duplicate_group": "damage",
    "window_h": 72,
    "phrases": [{"sv": "Krossad ruta.", "en": "Broken window."}],
}
CATEGORY = {**CATEGORY_PUT, "slug": "vandalism", "version": 1}
TILES_PUT = {"slugs": ["vandalism", "graffiti", "lighting_fault"]}
TILES = {**TILES_PUT, "role": "guard", "version": 1}
AREA_COLLECTION = {
    "type": "FeatureCollection",
    "features": [
        {
            "type": "Feature",
            "properties": {"name": "Hamnen", "kind": "harbour"},
            "geometry": AREA_PUT["geometry"],
        }
    ],
}
IMPORT_REPORT = {
    "dry_run": True,
    "items": [{"name": "Rådhuset", "act": "changed", "checkpoints": 3}],
    "overlaps": [],
}


def features(item: dict[str, Any], geometry: dict[str, Any]) -> dict[str, Any]:
    """The same page as GeoJSON."""
    feature = {"type": "Feature", "id": item["id"], "geometry": geometry, "properties": item}
    return {"type": "FeatureCollection", "features": [feature], "next_cursor": None}
