"""What the contract says of the registers: lists, rows, and how each is changed."""

from typing import Any

from api.kit.openapi import Said
from api.operations import register_examples as e
from api.operations.confirmation_contract import ACCOUNT_WAITS

_INVALID = "The body is not as documented: `errors` names fields and reasons, never what was sent."
_GONE = "There is no such object, or the asker may not see it."
_TAKEN = "Another one has this name or code (`name_taken`)."
_IMPORTED = "What was done, or of a trial what would be, with the `ETag` that makes a trial true."
_REFUSED = "Nothing is imported: `errors` names every fault by line or feature and field."
_GEOJSON = "application/geo+json"
_PAGE = "The cursor is none of ours, or the offset is past 10,000 rows."


def _list(example: Any, words: str, others: dict[str, Any] | None = None) -> Said:
    return Said({200: (words, e.page(example))}, problems={422: _PAGE}, others=others or {})


def _row(example: Any, words: str = "As it stands, with the `ETag` to change it by.") -> Said:
    return Said({200: (words, example)}, problems={404: _GONE})


def _put(example: Any, request: Any, conflict: str = "") -> Said:
    """Answers of adding or changing a row; `conflict` says what else may stand in the way."""
    problems = {404: _GONE, 422: _INVALID} | ({409: conflict} if conflict else {})
    return Said({200: ("Changed.", example), 201: ("Added.", example)}, request, problems)


REGISTERS: dict[str, Said] = {
    "list_people": _list(e.PERSON, "Accounts by username; `Link` leads to the next page."),
    "read_person": _row(e.PERSON),
    "put_person": Said(
        {
            200: ("Changed.", e.PERSON),
            201: ("Added.", e.PERSON),
            202: ("An administrator's account: it waits for a second person.", ACCOUNT_WAITS),
        },
        e.PERSON_PUT,
        {
            404: _GONE,
            409: "The username is taken (`username_taken`), or nobody is left to give roles (`last_admin`).",
            422: _INVALID,
        },
    ),
    "list_organisations": _list(e.ORGANISATION, "Organisations by name; `Link` leads to the next page."),
    "read_organisation": _row(e.ORGANISATION),
    "put_organisation": _put(
        e.ORGANISATION, e.ORGANISATION_PUT, "Its staff would need end dates (`staff_without_end_date`)."
    ),
    "read_settings": Said({200: ("The settings; version 0 before anybody set any.", e.SETTINGS)}),
    "put_settings": Said({200: ("Changed.", e.SETTINGS)}, e.SETTINGS_PUT, {422: _INVALID}),
    "list_keys": _list(e.KEY, "Keys by name; `Link` leads to the next page."),
    "read_key": _row(e.KEY, "The key, without its token."),
    "put_key": Said(
        {201: ("Made; the token is the asker's to keep, and is not shown again.", e.KEY_MADE)},
        e.KEY_PUT,
        {422: _INVALID},
    ),
    "revoke_key": Said(
        {204: ("Revoked; a second time changes nothing.", None)},
        {"reason": "Leverantören är utbytt."},
        {404: _GONE, 422: _INVALID},
    ),
    "list_devices": _list(e.DEVICE, "Devices by label; `Link` leads to the next page."),
    "list_views": _list(e.VIEW, "One's own selections by name; `Link` leads to the next page."),
    "read_view": _row(e.VIEW),
    "put_view": _put(e.VIEW, e.VIEW_PUT, "There are 50 already (`too_many_views`)."),
    "delete_view": Said({204: ("Removed.", None)}, problems={404: _GONE}),
    "list_retention_rules": _list(e.RULE, "Rules by what they take; `Link` leads to the next page."),
    "read_retention_rule": _row(e.RULE),
    "put_retention_rule": _put(e.RULE, e.RULE_PUT, "Another rule in force takes the same (`rule_exists`)."),
    "list_legal_holds": _list(e.HOLD, "Holds by reference; `Link` leads to the next page."),
    "read_legal_hold": _row(e.HOLD),
    "put_legal_hold": _put(e.HOLD, e.HOLD_PUT),
    "read_retention_due": Said({200: ("What each rule in force would take now.", e.DUE)}),
    "list_extracts": Said({200: ("The latest hundred.", e.EXTRACTS_MADE)}),
    "make_extract": Said(
        {201: ("Everything found.", e.EXTRACT)},
        e.EXTRACT_ASKED,
        {404: "There is no such account.", 422: _INVALID},
    ),
    "read_permissions": Said({200: ("The table that decides.", e.PERMISSIONS)}),
    "read_setup_check": Said({200: ("Every point, and whether it stands.", e.SETUP)}),
    "list_areas": _list(
        e.AREA,
        "Areas by name; `Link` leads to the next page.",
        {_GEOJSON: e.features(e.AREA, e.AREA_PUT["geometry"])},
    ),
    "read_area": _row(e.AREA),
    "put_area": _put(e.AREA, e.AREA_PUT, _TAKEN),
    "list_sites": _list(
        e.SITE,
        "Sites by name; `Link` leads to the next page.",
        {_GEOJSON: e.features(e.SITE, {"type": "Point", "coordinates": [18.047762, 58.547302]})},
    ),
    "read_site": _row(e.SITE),
    "put_site": _put(e.SITE, e.SITE_PUT, _TAKEN),
    "read_qr_sheet": Said({200: ("A PDF in A4.", None)}, problems={404: _GONE}),
    "list_checkpoints": _list(e.CHECKPOINT, "Checkpoints by name; `Link` leads to the next page."),
    "read_checkpoint": _row(e.CHECKPOINT),
    "put_checkpoint": _put(e.CHECKPOINT, e.CHECKPOINT_PUT, _TAKEN),
    "list_categories": _list(e.CATEGORY, "Categories in their order; `Link` leads to the next page."),
    "read_category": _row(e.CATEGORY),
    "put_category": _put(e.CATEGORY, e.CATEGORY_PUT),
    "list_tiles": _list(e.TILES, "Tiles by role; `Link` leads to the next page."),
    "read_tiles": _row(e.TILES),
    "put_tiles": _put(e.TILES, e.TILES_PUT),
    "import_areas": Said({200: (_IMPORTED, e.IMPORT_REPORT)}, e.AREA_COLLECTION, {422: _REFUSED}),
    "import_sites": Said(
        {200: (_IMPORTED, e.IMPORT_REPORT)},
        problems={413: "The file is larger than 5 MiB.", 422: _REFUSED},
    ),
}
