"""wire(): what every process knows of the features, and what else must happen when a record is made."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from api.access.actors import Actor
from api.access.own_registers import own_numbers
from api.access.queries import settings_body, visible_devices
from api.access.registers import RegisterCache
from api.attachments.service import Photos
from api.attachments.workers import ImageWorkers
from api.cases.service import Cases
from api.erasures.service import FOLLOWER, Erasing
from api.extracts import service as extracts
from api.handovers.service import Handovers
from api.incidents.service import Incidents
from api.integration.webhooks.sending import JOB as SEND_WEBHOOKS
from api.integration.webhooks.sending import Sending
from api.integration.webhooks.service import CHANGED, Webhooks
from api.jobs import search
from api.jobs.followers import Follower
from api.jobs.queue import Handler
from api.journal import sealing
from api.journal.acts import SYSTEM, author_of, change, change_kind
from api.journal.decisions import REJECTED, RELEASED
from api.journal.kinds import Kinds
from api.journal.service import Journal
from api.journal.wake import Wake
from api.kit.db import Connection, Database
from api.kit.env import Settings
from api.kit.keys import keys_from
from api.kit.outbound import Outbound
from api.kit.secret import read_secret
from api.notify import service as notify
from api.notify.email import Email
from api.places import service as places
from api.places.queries import place_index
from api.retention import service as retention
from api.views import service as views

ACCESS_KINDS = tuple(
    change_kind(f"{noun}.changed", subject)
    for noun, subject in (
        ("person", "people"), ("organisation", "organisations"), ("key", "keys"),
        ("settings", "settings"), ("sign_in_settings", "sign_in_settings"),
    )
) + tuple(
    change_kind(f"confirmation.{state}", "confirmations")
    for state in ("asked", "confirmed", "refused", "done")
) + tuple(
    change_kind(name, "devices", visible_devices) for name in ("device.changed", "device.storage_lost")
)  # fmt: skip
REGISTER_KINDS = (*places.KINDS, *views.KINDS, *retention.KINDS, *extracts.KINDS, *ACCESS_KINDS)


@dataclass(frozen=True, slots=True)
class House:
    """The features of one process, bound to one database."""

    database: Database
    journal: Journal
    incidents: Incidents
    handovers: Handovers
    photos: Photos
    webhooks: Webhooks
    erasing: Erasing
    followers: tuple[Follower, ...]
    handlers: dict[str, Handler]

    async def changed(
        self,
        connection: Connection,
        municipality_id: UUID,
        kind: str,
        subject_id: UUID,
        body: dict[str, Any],
        actor: Actor | None = None,
    ) -> None:
        """The hook by which `access` records its changes, without knowing the journal."""
        author = SYSTEM if actor is None else author_of(actor)
        await change(self.journal, connection, municipality_id, kind, subject_id, body, author)


def wire(settings: Settings, database: Database, wake: Wake) -> House:
    """Register every feature; called by the app, the worker and the commands alike."""
    kinds = Kinds()
    photos = Photos(database, settings.data_dir / "photos", ImageWorkers())
    numbers = RegisterCache(database, "settings", _own_numbers)
    incidents = Incidents(RegisterCache(database, places.REGISTER, place_index))
    journal = Journal(database, keys_from(read_secret(settings)), kinds, wake, numbers.of, photos)
    incidents.journal = journal
    notifications = notify.Notifications(database, journal.keys, {"email": Email(settings).send})
    handovers = Handovers(incidents, notifications, photos, settings.public_origin)
    cases = Cases(incidents)
    own = (*incidents.kinds(), *cases.kinds(), *handovers.kinds())
    kinds.add(*own, *REGISTER_KINDS, CHANGED, RELEASED, REJECTED)
    kinds.react("incident.handed_over", handovers.ask)
    kinds.react("incident.merged", cases.tell_other)
    kinds.react("incident.unmerged", cases.tell_other)
    outbound = Outbound(loopback=settings.outbound_loopback)
    sending, erasing = Sending(journal, outbound), Erasing(journal)
    return House(
        database,
        journal,
        incidents,
        handovers,
        photos,
        Webhooks(journal, outbound),
        erasing,
        followers=(
            Follower(search.NAME, search.index_incidents),
            Follower("webhooks", sending.follow),
            Follower(sealing.NAME, sealing.seal),
            Follower(FOLLOWER, erasing.follow),
        ),
        handlers={notify.JOB: notifications.deliver, SEND_WEBHOOKS: sending.run},
    )


async def _own_numbers(connection: Connection, municipality_id: UUID) -> Collection[str]:
    return own_numbers(await settings_body(connection, municipality_id))
