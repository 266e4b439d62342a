"""Every SELECT of photos."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Select, exists, select

from api.attachments.models import Attachment, Awaited, Declaration
from api.kit.db import Connection, Row, fetch, fetch_one

_UNSTORED = """
SELECT d.record_id, d.attachment_id FROM attachment_declarations d
LEFT JOIN attachments a ON a.municipality_id = d.municipality_id AND a.id = d.attachment_id
  AND a.sent_sha256 = d.sha256
WHERE d.municipality_id = $1 AND d.record_id = ANY($2) AND a.id IS NULL
  AND NOT EXISTS (SELECT FROM erasures e  -- nobody is to send it again
    WHERE e.municipality_id = $1 AND e.id = d.record_id AND e.part = 'photos')
ORDER BY d.attachment_id
"""


async def missing(
    connection: Connection, municipality_id: UUID, record_ids: Sequence[UUID]
) -> dict[UUID, list[UUID]]:
    """Per record the declared photos that are not stored."""
    found: dict[UUID, list[UUID]] = defaultdict(list)
    for row in await connection.fetch(_UNSTORED, municipality_id, list(record_ids)):
        found[row["record_id"]].append(row["attachment_id"])
    return dict(found)


def awaited(municipality_id: UUID) -> Select[Any]:
    """The records that declared photos which are not here.

    The bytes decide, as a photo may come while another fact declares it.
    """
    here = exists().where(
        Attachment.municipality_id == Awaited.municipality_id,
        Attachment.id == Awaited.attachment_id,
        Attachment.sent_sha256 == Awaited.sha256,
    )
    return select(Awaited.record_id).where(Awaited.municipality_id == municipality_id, ~here)


async def declarations(
    connection: Connection, municipality_id: UUID, attachment_id: UUID, author_id: UUID
) -> list[Row]:
    """Who of the author's facts declared a photo, oldest first."""
    return await fetch(
        connection,
        select(Declaration.record_id, Declaration.sha256, Declaration.receipt_no)
        .where(
            Declaration.municipality_id == municipality_id,
            Declaration.attachment_id == attachment_id,
            Declaration.author_id == author_id,
        )
        .order_by(Declaration.declared_at, Declaration.record_id),
    )


async def is_erased(connection: Connection, municipality_id: UUID, record_id: UUID) -> bool:
    """Whether the photos of a fact were erased by a rule."""
    found = await connection.fetchval(
        "SELECT EXISTS (SELECT FROM erasures WHERE municipality_id = $1 AND id = $2 AND part = 'photos')",
        municipality_id,
        record_id,
    )
    return bool(found)


async def is_recorded(connection: Connection, municipality_id: UUID, record_id: UUID) -> bool:
    """Whether the fact that declared a photo stands in the journal, and is not held."""
    found = await connection.fetchval(
        "SELECT EXISTS (SELECT FROM journal WHERE municipality_id = $1 AND id = $2)",
        municipality_id,
        record_id,
    )
    return bool(found)


async def kept(connection: Connection, municipality_id: UUID, digests: Sequence[bytes]) -> set[bytes]:
    """Which of these files (SHA-256) a stored photo is."""
    found = select(Attachment.stored_sha256).where(
        Attachment.municipality_id == municipality_id, Attachment.stored_sha256.in_(digests)
    )
    return {row["stored_sha256"] for row in await fetch(connection, found)} if digests else set()


def photos_shown(declared: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Declared photos as a fact's reader sees them; their digests are the sender's."""
    return [{"id": str(UUID(one["id"])), "media_type": one["media_type"]} for one in declared]


async def stored(
    connection: Connection, municipality_id: UUID, attachment_id: UUID, digests: Collection[bytes]
) -> Row | None:
    """A stored photo whose bytes as sent have one of the digests that its fact declared."""
    return await fetch_one(
        connection,
        select(Attachment)
        .where(
            Attachment.municipality_id == municipality_id,
            Attachment.id == attachment_id,
            Attachment.sent_sha256.in_(digests),
        )
        .order_by(Attachment.stored_at),
    )


async def sizes(
    connection: Connection, municipality_id: UUID, declared: Sequence[Mapping[str, Any]]
) -> dict[UUID, dict[str, Any]]:
    """Media type and pixels of those of the declared photos that are stored, by id."""
    digests = {(UUID(one["id"]), bytes.fromhex(one["sha256"])) for one in declared}
    rows = await fetch(
        connection,
        select(
            Attachment.id,
            Attachment.sent_sha256,
            Attachment.media_type,
            Attachment.width,
            Attachment.height,
        ).where(
            Attachment.municipality_id == municipality_id, Attachment.id.in_({one for one, _ in digests})
        ),
    )
    names = ("media_type", "width", "height")
    return {
        row["id"]: {**{name: row[name] for name in names}, "stored": True}
        for row in rows
        if (row["id"], row["sent_sha256"]) in digests
    }
