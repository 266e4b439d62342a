"""Letters to receivers, the links in them, and the answers that come back through the journal."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from uuid import UUID

import orjson

from api.access.actors import Credential, Reading, credential, token_text
from api.access.permissions import Permission
from api.access.queries import municipality
from api.attachments.queries import stored
from api.attachments.service import Photos
from api.handovers import queries, rules
from api.handovers.schemas import HandedOverPut, HandOverMail, ReplyForm
from api.incidents.queries import reads_text
from api.incidents.rules import ANSWERED, ENTRY_KINDS, MAIL_FAILED, State, fold, refused_entries
from api.incidents.service import Incidents
from api.journal.acts import SYSTEM, author_of, change, change_kind, record_many, system_fact
from api.journal.kinds import Record, RecordKind, Tx
from api.journal.queries import history
from api.journal.schemas import FactPut
from api.journal.service import Journal
from api.kit import clock, personal_data
from api.kit.db import Connection, Row
from api.kit.errors import Problem, forbidden, not_found
from api.kit.jsons import only
from api.notify.channels import Enclosure, Message, NotNow, Refused, Undelivered
from api.notify.service import Notifications, Purpose

PURPOSE = "hand_over"
_TEXTS = {"place", "note", "photos"}  # what incidents.read_text is needed for
LINK_CHANGED = change_kind("reply_link.changed", "reply_links")
WORDS: dict[str, Any] = orjson.loads(Path(__file__).with_name("words.json").read_bytes())
_MAKE = """
INSERT INTO reply_links (municipality_id, id, incident_id, token_hash, expires_at)
VALUES ($1, $2, $3, $4, now() + make_interval(days => $5)) ON CONFLICT DO NOTHING
"""
_COUNT = """
UPDATE reply_links SET answers = answers + 1 WHERE municipality_id = $1 AND id = $2 AND answers < $3
RETURNING answers
"""
_REVOKE = """
UPDATE reply_links SET revoked_at = now()
WHERE municipality_id = $1 AND id = $2 AND incident_id = $3 AND revoked_at IS NULL RETURNING id
"""


@dataclass(frozen=True, slots=True)
class HandOver:
    """One hand-over, and the incident as it stands."""

    state: State
    record: Record
    mail: HandOverMail
    answers: tuple[Record, ...]


class Handovers:
    """The feature, bound to one process."""

    def __init__(
        self, incidents: Incidents, notifications: Notifications, photos: Photos, origin: str
    ) -> None:
        self._journal: Journal = incidents.journal
        self._notifications, self._photos, self._origin = notifications, photos, origin
        manage = Permission.INCIDENTS_MANAGE
        handed_over = RecordKind(ENTRY_KINDS["handed_over"], incidents.subject, HandedOverPut, manage)
        incidents.entries["handed_over"] = handed_over
        self._answered = RecordKind(ANSWERED, incidents.subject, FactPut, manage)
        self._mail_failed = RecordKind(MAIL_FAILED, incidents.subject, FactPut, manage)
        notifications.purposes[PURPOSE] = Purpose(self.compose, self.failed)

    def kinds(self) -> tuple[RecordKind, ...]:
        """Everything this feature registers."""
        return (self._answered, self._mail_failed, LINK_CHANGED)

    def _token(self, municipality_id: UUID, link_id: UUID) -> str:
        secret = rules.link_secret(self._journal.keys.links, municipality_id, link_id)
        return token_text(municipality_id, secret)

    async def ask(self, tx: Tx, record: Record) -> None:
        """Let a letter with a link follow that a hand-over asks for; 403 for what its author may not read."""
        if not record.body.get("email"):
            return
        mail = _mail_of(record)
        if tx.actor is not None and not reads_text(tx.actor) and _TEXTS & {*mail.include}:
            raise forbidden(Permission.INCIDENTS_READ_TEXT)
        token = credential(self._token(tx.municipality_id, record.id))
        values = (record.id, record.subject_id, token.token_hash, mail.answer_within_days)
        await tx.connection.execute(_MAKE, tx.municipality_id, *values)
        await self._notifications.enqueue(tx.connection, tx.municipality_id, "email", PURPOSE, record.id)

    async def compose(self, connection: Connection, delivery: Row) -> Message:
        """The letter of a hand-over. Raises NotNow before the incident is here, Refused without effect."""
        municipality_id = delivery["municipality_id"]
        link = await queries.link_by_id(connection, municipality_id, delivery["record_id"])
        if link is None or _is_over(link):
            raise Refused("link_over")
        told = await self._hand_over(connection, link)
        receiver_id, address = told.mail.receiver_id, told.mail.to
        if receiver_id is not None:
            address = await queries.address_of(connection, municipality_id, receiver_id)
        if address is None:
            raise Refused("unknown_receiver")
        facts = await self._facts(connection, municipality_id, told, "sv")
        url = f"{self._origin}/atersvar/{self._token(municipality_id, link['id'])}"
        subject, text = rules.letter(facts, url, link["expires_at"], WORDS["sv"])
        pictures = await self._pictures(connection, municipality_id, told)
        return Message(address, subject, text, tuple(pictures))

    async def failed(self, municipality_id: UUID, record_id: UUID) -> None:
        """Say in the incident's own history that a letter will never arrive."""
        async with self._journal.database.bound(municipality_id) as connection:
            link = await queries.link_by_id(connection, municipality_id, record_id)
        if link is not None:
            await self._record(link, self._mail_failed, {"hand_over_id": str(record_id)}, record_id)

    async def read(self, token: str, language: str) -> dict[str, Any]:
        """What the page of a token shows. Raises 404 for no link of ours, 410 for one that is over."""
        sent = _read_token(token)
        async with self._journal.database.bound(sent.municipality_id) as connection:
            _, told = await self._usable(connection, sent)
            facts = await self._facts(connection, sent.municipality_id, told, language)
        last = told.answers[-1] if told.answers else None
        answer = last and {"answer": last.body["answer"], "at": last.received_at}
        return {"facts": facts, "answer": answer}

    async def answer(self, token: str, form: ReplyForm) -> None:
        """Record what the receiver says, once for each page they sent. Raises 404, 410, 429."""
        sent = _read_token(token)
        municipality_id = sent.municipality_id
        own = await self._journal.own_numbers(municipality_id)
        async with self._journal.database.bound(municipality_id) as connection:
            link, told = await self._usable(connection, sent)
            if await connection.fetchval(_COUNT, municipality_id, link["id"], rules.MOST_ANSWERS) is None:
                raise Problem(429, "too_many_answers", "This link has been answered too many times.")
        masked = personal_data.mask(form.note.strip(), own)
        said = {"answer": form.answer, "receiver": told.record.body["receiver"]}
        said |= {"hand_over_id": str(link["id"])} | ({"note": masked.text} if masked.text else {})
        await self._record(link, self._answered, said, f"{link['id']} {form.once}", len(masked.spans))

    async def _record(
        self, link: Row, kind: RecordKind, said: dict[str, Any], derived: object, masked: int = 0
    ) -> None:
        """Record something about the incident of a link, once for what it is derived from."""
        municipality_id, incident_id = link["municipality_id"], link["incident_id"]
        fact = system_fact(self._journal, kind, municipality_id, incident_id, said, derived=derived)
        await record_many(self._journal, municipality_id, [(replace(fact, masked=masked), SYSTEM)])

    async def _usable(self, connection: Connection, sent: Credential) -> tuple[Row, HandOver]:
        link = await queries.link_by_hash(connection, sent.municipality_id, sent.token_hash)
        if link is None:
            raise not_found()
        try:
            if not _is_over(link):
                return link, await self._hand_over(connection, link)
        except Undelivered:  # what it was about has been erased since
            pass
        raise Problem(410, "link_over", "The link is no longer valid.")

    async def _hand_over(self, connection: Connection, link: Row) -> HandOver:
        """Raises NotNow before the incident is here, Refused for a hand-over without effect."""
        records = await history(connection, link["municipality_id"], link["incident_id"])
        state = fold(records, link["incident_id"])
        if state is None:
            raise NotNow("no_incident")
        record = next(one for one in records if one.id == link["id"])
        if record.id in refused_entries(records) or not record.body:
            raise Refused("without_effect")
        mine = (one for one in records if one.kind == ANSWERED)
        answers = tuple(one for one in mine if one.body["hand_over_id"] == str(record.id))
        return HandOver(state, record, _mail_of(record), answers)

    async def _facts(
        self, connection: Connection, municipality_id: UUID, told: HandOver, language: str
    ) -> dict[str, Any]:
        """What the receiver may know: the coordinator chose, and nobody else's words come along."""
        state, body = told.state, told.record.body
        home = await municipality(connection, municipality_id)
        site = await queries.site_name(connection, municipality_id, state.site_id)
        chosen = {
            "place": ", ".join(part for part in (site, state.place) if part),
            "position": state.position or state.computed.get("site_position"),
            "note": state.note,
        }
        return {
            "municipality": home["name"] if home else "",
            "zone": home["time_zone"] if home else "UTC",
            "language": language,
            "category": await queries.category_names(connection, municipality_id, state.category),
            "occurred_at": state.occurred_at,
            "receipt_no": state.told.receipt_no,
            "reference": body.get("reference"),
            "message": body.get("note"),
            **only(chosen, told.mail.include),
        }

    async def _pictures(
        self, connection: Connection, municipality_id: UUID, told: HandOver
    ) -> list[Enclosure]:
        found: list[Enclosure] = []
        declared: Sequence[dict[str, Any]] = told.state.attachments if "photos" in told.mail.include else ()
        for one in declared:
            digest = bytes.fromhex(one["sha256"])
            row = await stored(connection, municipality_id, UUID(one["id"]), [digest])
            if row is not None:
                path = self._photos.path(municipality_id, row["stored_sha256"].hex())
                name = f"bild-{len(found) + 1}.{row['media_type'].rpartition('/')[2]}"
                content = await asyncio.to_thread(path.read_bytes)
                found.append(Enclosure(name, row["media_type"], content))
        return found

    async def revoke(self, reading: Reading, incident_id: UUID, link_id: UUID, reason: str) -> None:
        """Take a link back; its page says so. Raises 404, also for one that is taken back already."""
        actor, connection = reading.actor, reading.connection
        if await connection.fetchval(_REVOKE, actor.municipality_id, link_id, incident_id) is None:
            raise not_found()
        own = await self._journal.own_numbers(actor.municipality_id)
        said = {"incident_id": incident_id, "revoked": True, "reason": personal_data.mask(reason, own).text}
        await change(
            self._journal,
            connection,
            actor.municipality_id,
            LINK_CHANGED.name,
            link_id,
            said,
            author_of(actor),
        )


def _mail_of(record: Record) -> HandOverMail:
    """The letter a hand-over asks for; fields of a newer version are passed over."""
    return HandOverMail.model_validate(only(record.body["email"], HandOverMail.model_fields))


def _is_over(link: Row) -> bool:
    return link["revoked_at"] is not None or link["expires_at"] <= clock.now()


def _read_token(token: str) -> Credential:
    try:
        return credential(token)
    except Problem as error:
        raise not_found() from error
