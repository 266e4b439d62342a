"""What the contract says of other systems: webhooks and exports."""

from api.kit.openapi import Said
from api.operations import integration_examples as e
from api.operations.confirmation_contract import FILE, FILE_WAITS, SECRET_WAITS

_INVALID = "The body is not as documented: `errors` names fields and reasons, never what was sent."
_GONE = "There is no such object, or the asker may not see it."
_PAGE = "The cursor is none of ours, or the offset is past 10,000 rows."
_ONCE = "with its secret, which is not shown again"

INTEGRATIONS: dict[str, Said] = {
    "ask_for_export": Said(
        {201: ("The file may be had by this id.", FILE), 202: ("It waits for a second person.", FILE_WAITS)},
        {"reason": "Underlag till trygghetsrådet den 3 december."},
        {422: "A filter or the reason is not as documented."},
    ),
    "export_incidents": Said(
        {200: ("The file; of what period, filter and time it is stands in it.", None)},
        problems={
            403: "The permission is missing, or a person has not said why (`reason_needed`).",
            404: "There is no such confirmation.",
            409: "Nobody has confirmed it, or its time is over (`not_confirmed`).",
            422: "A filter, order, format or language is not as documented.",
        },
    ),
    "list_webhooks": Said(
        {200: ("Receivers by name; `Link` leads to the next page.", e.WEBHOOKS)}, problems={422: _PAGE}
    ),
    "read_webhook": Said(
        {200: ("As it stands, with the `ETag` to change it by.", e.WEBHOOK)}, problems={404: _GONE}
    ),
    "put_webhook": Said(
        {200: ("Changed.", e.WEBHOOK), 201: (f"Added, {_ONCE}.", e.WEBHOOK_MADE)},
        e.WEBHOOK_PUT,
        {404: _GONE, 422: _INVALID},
    ),
    "rotate_webhook_secret": Said(
        {
            200: (f"The receiver {_ONCE}; the former one signs too until `former_until`.", e.WEBHOOK_MADE),
            202: (
                "It waits for a second person; send it again with the `confirmation_id` then.",
                SECRET_WAITS,
            ),
        },
        e.ROTATION,
        {404: _GONE, 409: "Nobody has confirmed it, or its time is over (`not_confirmed`).", 422: _INVALID},
    ),
    "list_deliveries": Said(
        {200: ("Deliveries, newest first; `Link` leads to the next page.", e.DELIVERIES)},
        problems={404: _GONE, 422: _PAGE},
    ),
    "replay_deliveries": Said(
        {201: ("They wait to be sent again.", e.REPLAYED)}, e.REPLAY, {404: _GONE, 422: _INVALID}
    ),
}
