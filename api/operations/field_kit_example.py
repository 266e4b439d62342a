"""The field kit's example in the contract."""

from typing import Any

from api.operations.examples import MUNICIPALITY

_AREA_ID = "01901e3a-5c00-7f33-8e21-6a0c9d4b7704"
_SITE_ID = "01901e3a-5c00-7b54-9f32-7b1d0e5c8805"
_CHECKPOINT_ID = "01901e3a-5c00-7d65-8a43-8c2e1f6d9906"
_CORNERS = [[18.04, 58.54], [18.07, 58.54], [18.07, 58.56], [18.04, 58.56], [18.04, 58.54]]
FIELD_KIT: dict[str, Any] = {
    "made_at": "2024-11-24T01:31:07.902Z",
    "municipality": MUNICIPALITY,
    "duty_phone": "0156-555 00",
    "tiles": ["vandalism"],
    "categories": [
        {
            "slug": "vandalism",
            "name": {"sv": "Skadegörelse", "en": "Vandalism"},
            "icon": "hammer",
            "phrases": [{"sv": "Ruta krossad.", "en": "Window broken."}],
            "place_fault": False,
        }
    ],
    "areas": {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "id": _AREA_ID,
                "properties": {"id": _AREA_ID, "name": "Hamnen", "kind": "district"},
                "geometry": {"type": "Polygon", "coordinates": [_CORNERS]},
            }
        ],
    },
    "sites": [
        {
            "id": _SITE_ID,
            "name": "Hamnskolan",
            "kind": "school",
            "address": "Skolgatan 1",
            "lat": 58.5521,
            "lon": 18.0551,
            "area_id": _AREA_ID,
            "instructions": "Ring på vid norra porten.",
            "expected": ["locked", "lights_off"],
            "checkpoints": [
                {"id": _CHECKPOINT_ID, "name": "Norra porten", "code": "HS01", "lat": 58.5522, "lon": 18.0551}
            ],
        }
    ],
    "numbers": [{"kind": "emergency", "name": {"sv": "Akut fara", "en": "Emergency"}, "number": "112"}],
    "hours": {"night_button": "21.00–02.00"},
    "retention": [
        {"what": "positions", "after_days": 90, "decision_no": "KS 2024/118", "decided_on": "2024-09-10"}
    ],
}
