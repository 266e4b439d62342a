"""What the contract says of the registers: lists, rows, and how each is changed."""

from typing import Any

from api.kit.openapi import Said
from api.operations import register_examples as e

_INVALID = "The body is not as documented: `errors` names fields and reasons, never what was sent."
_GONE = "There is no such object, or the asker may not see it."
_PAGE = "The cursor is none of ours, or the offset is past 10,000 rows."


def _list(example: Any, words: str) -> Said:
    return Said({200: (words, e.page(example))}, problems={422: _PAGE})


def _row(example: Any, words: str = "As it stands, with the `ETag` to change it by.") -> Said:
    return Said({200: (words, example)}, problems={404: _GONE})


def _put(example: Any, request: Any, conflict: str = "") -> Said:
    """Answers of adding or changing a row; `conflict` says what else may stand in the way."""
    problems = {404: _GONE, 422: _INVALID} | ({409: conflict} if conflict else {})
    return Said({200: ("Changed.", example), 201: ("Added.", example)}, request, problems)


REGISTERS: dict[str, Said] = {
    "list_people": _list(e.PERSON, "Accounts by username; `Link` leads to the next page."),
    "read_person": _row(e.PERSON),
    "put_person": _put(
        e.PERSON,
        e.PERSON_PUT,
        "The username is taken (`username_taken`), or nobody is left who gives roles (`last_admin`).",
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
    "delete_key": Said({204: ("Revoked; a second time changes nothing.", None)}, problems={404: _GONE}),
    "list_devices": _list(e.DEVICE, "Devices by label; `Link` leads to the next page."),
    "read_permissions": Said({200: ("The table that decides.", e.PERMISSIONS)}),
}
