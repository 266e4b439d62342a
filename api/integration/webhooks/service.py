"""The register of webhooks: who is told what, with which secret; and sending again."""

from collections.abc import Mapping
from datetime import timedelta
from types import MappingProxyType
from typing import Any
from uuid import UUID

from sqlalchemy import insert, literal

from api.access.actors import Actor, Reading
from api.access.confirmations.service import Act, ask, needs_another, use
from api.access.permissions import Permission
from api.access.registers import Editing
from api.integration.webhooks import queries
from api.integration.webhooks.models import Delivery, Webhook
from api.integration.webhooks.rules import secret_of
from api.integration.webhooks.schemas import Replay, SecretRotation, WebhookPut
from api.integration.webhooks.sending import wake
from api.journal.acts import author_of, change, change_kind
from api.journal.service import Journal
from api.kit import clock
from api.kit.db import execute
from api.kit.errors import not_found, refused_field
from api.kit.outbound import Outbound
from api.kit.versions import Condition, changed_since, put_row

CHANGED = change_kind("webhook.changed", "webhooks")
ROTATE = "webhook.rotate"


class Webhooks:
    """The feature, bound to one process's journal and way out."""

    def __init__(self, journal: Journal, outbound: Outbound) -> None:
        self._journal, self._outbound = journal, outbound

    async def put(
        self, reading: Reading, webhook_id: UUID, sent: WebhookPut, wanted: Condition
    ) -> dict[str, Any]:
        """Add or change a receiver; a new one's answer holds its secret, this once."""
        if (fault := self._outbound.fault(sent.url)) is not None:
            raise refused_field("url", fault)
        if sent.enabled:
            _check_scopes(sent, reading.actor)
        values = sent.model_dump()
        await self._put(reading, webhook_id, values, wanted)
        if sent.enabled:
            await wake(reading.connection, reading.actor.municipality_id, [webhook_id])
        shown = await self._shown(reading, webhook_id)
        return shown | {"secret": self._secret(reading.actor, shown)} if wanted.version is None else shown

    async def rotate(
        self, editing: Editing, actor: Actor, webhook_id: UUID, sent: SecretRotation, wanted: Condition
    ) -> dict[str, Any] | UUID:
        """A new secret, shown this once; the former one counts beside it for a while.

        Without a confirmation, where there is somebody who could give one, the id of one that is asked for.
        """
        reading = Reading(actor, editing.connection)
        standing = await self._shown(reading, webhook_id)
        if standing["version"] != wanted.version:
            raise changed_since(standing["version"])
        said = {"overlap_h": sent.overlap_h, "secret_no": standing["secret_no"] + 1}
        act = Act(ROTATE, Permission.INTEGRATIONS_WRITE, webhook_id, standing["name"], said, said)
        if sent.confirmation_id is not None:
            await use(editing, sent.confirmation_id, act)
        elif await needs_another(editing.connection, actor, act.permission):
            return await ask(editing, act, sent.reason)
        until = clock.now() + timedelta(hours=sent.overlap_h) if sent.overlap_h else None
        values = {"secret_no": said["secret_no"], "former_until": until}
        await self._put(reading, webhook_id, values, wanted, {"reason": sent.reason})
        shown = await self._shown(reading, webhook_id)
        return shown | {"secret": self._secret(actor, shown)}

    async def replay(self, reading: Reading, webhook_id: UUID, sent: Replay) -> int:
        """Make deliveries again, oldest first; how many. Raises 404 for a delivery or receiver not here."""
        municipality_id = reading.actor.municipality_id
        await self._shown(reading, webhook_id)
        chosen = queries.deliveries(municipality_id, webhook_id).where(
            Delivery.state != "waiting",
            *([Delivery.id == sent.delivery_id] if sent.delivery_id else []),
            *([Delivery.created_at >= sent.made_from] if sent.made_from else []),
            *([Delivery.created_at < sent.made_to] if sent.made_to else []),
        )
        copied = ("municipality_id", "webhook_id", "record_id", "subject_id", "kind")
        again = chosen.with_only_columns(
            *(Delivery.__table__.c[name] for name in copied), literal(True).label("replay")
        ).order_by(Delivery.no)
        done = await execute(
            reading.connection,
            insert(Delivery).from_select([*copied, "replay"], again, include_defaults=False),
        )
        count = int(done.split()[-1])
        if sent.delivery_id is not None and count == 0:
            raise not_found()
        await wake(reading.connection, municipality_id, [webhook_id])
        return count

    async def _put(
        self,
        reading: Reading,
        webhook_id: UUID,
        values: Mapping[str, Any],
        wanted: Condition,
        why: Mapping[str, Any] = MappingProxyType({}),
    ) -> None:
        """The row, and the record that it changed, which says nothing secret."""
        actor, connection = reading.actor, reading.connection
        keys = {"municipality_id": actor.municipality_id, "id": webhook_id}
        version = await put_row(connection, Webhook, keys, values, wanted)
        told = {name: value for name, value in values.items() if name != "former_until"}
        told |= {"version": version, **why}
        await change(
            self._journal, connection, actor.municipality_id, CHANGED.name, webhook_id, told, author_of(actor)
        )

    async def _shown(self, reading: Reading, webhook_id: UUID) -> dict[str, Any]:
        return await queries.webhook_shown(reading.connection, reading.actor.municipality_id, webhook_id)

    def _secret(self, actor: Actor, shown: Mapping[str, Any]) -> str:
        key = self._journal.keys.webhook
        return secret_of(key, actor.municipality_id, shown["id"], shown["secret_no"])


def _check_scopes(sent: WebhookPut, actor: Actor) -> None:
    """Whoever switches a receiver on may do what its scopes may, as with an API key."""
    if not {Permission(scope) for scope in sent.scopes} <= actor.permissions:
        raise refused_field("scopes", "hold more than whoever switches the webhook on may do")
