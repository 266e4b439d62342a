"""Examples of what the desk reads beside lists and incidents."""

from api.operations import examples as e

TRIAGE = {
    "items": [e.INCIDENT | {"reasons": ["photos_missing"], "missing_photos": 1, "similar": []}],
    "next_cursor": None,
    "waiting": 1,
}
CHOICES = {
    "organisations": [{"id": e.SESSION["person"]["organisation"]["id"], "name": "Skärgårdsvakten"}],
    "colleagues": [{"id": e.SESSION["person"]["id"], "name": "Vera Vakt"}],
    "receivers": [{"id": "01901e3a-5c00-7d44-b5d6-a5e2c16f7708", "name": "Ljusvik Energi, gatubelysning"}],
}
WORK_WAITING = {"new": 12, "flagged": 2, "photos": 1, "answer": 3, "quarantined": 0}
MAP_TILES = {"url": "https://kartor.ljusvik.example/{z}/{x}/{y}.png", "attribution": "© Ljusvik"}
SIMILAR_INCIDENTS = {"items": [e.INCIDENT | {"distance_m": 40}]}
