"""What the contract says of other systems: webhooks and exports."""

from api.kit.openapi import Said
from api.operations import integration_examples as e

_INVALID = "The body is not as documented: `errors` names fields and reasons, never what was sent."
_GONE = "There is no such object, or the asker may not see it."
_PAGE = "The cursor is none of ours, or the offset is past 10,000 rows."
_ONCE = "with its secret, which is not shown again"

INTEGRATIONS: dict[str, Said] = {
    "export_incidents": Said(
        {200: ("The file; of what period, filter and time it is stands in it.", None)},
        problems={422: "A filter, order, format or language is not as documented."},
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
        {200: (f"The receiver {_ONCE}; the former one signs too until `former_until`.", e.WEBHOOK_MADE)},
        e.ROTATION,
        {404: _GONE, 422: _INVALID},
    ),
    "list_deliveries": Said(
        {200: ("Deliveries, newest first; `Link` leads to the next page.", e.DELIVERIES)},
        problems={404: _GONE, 422: _PAGE},
    ),
    "replay_deliveries": Said(
        {201: ("They wait to be sent again.", e.REPLAYED)}, e.REPLAY, {404: _GONE, 422: _INVALID}
    ),
}
