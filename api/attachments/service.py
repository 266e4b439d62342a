"""Photos: declared by a fact, checked against it, cleaned, kept as files."""

import asyncio
import hashlib
import os
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from api.access.actors import Credential, authenticate
from api.access.permissions import Permission
from api.attachments import queries
from api.attachments.rules import CleanImage, ImageRefused
from api.attachments.workers import Busy, ImageWorkers
from api.journal import rules as journal_rules
from api.journal.kinds import Record
from api.kit import clock
from api.kit.db import Connection, Database
from api.kit.errors import Problem
from api.kit.ids import new_id

MAX_BYTES = 10 * 1024 * 1024
_ORPHAN_S = 3600.0
_DECLARE = """
WITH declared AS (
  INSERT INTO attachment_declarations (municipality_id, record_id, attachment_id, author_id, receipt_no,
    sha256, media_type, size)
  VALUES (NULLIF(current_setting('ledljus.municipality', true), '')::uuid, $1, $2, $3, $4, $5, $6, $7)
  ON CONFLICT DO NOTHING RETURNING municipality_id, attachment_id, record_id, sha256
)
INSERT INTO awaited_attachments SELECT * FROM declared d
WHERE NOT EXISTS (SELECT FROM attachments a
  WHERE a.municipality_id = d.municipality_id AND a.id = d.attachment_id AND a.sent_sha256 = d.sha256)
"""
_STORE = """
INSERT INTO attachments (municipality_id, id, sent_sha256, stored_sha256, media_type, size, width, height)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING
"""
_AWAITED_NO_MORE = """
DELETE FROM awaited_attachments WHERE municipality_id = $1 AND attachment_id = $2 AND sha256 = $3
"""


@dataclass(slots=True)
class Photos:
    """Photos of one process: rows in the database, bytes under `folder`."""

    database: Database
    folder: Path
    workers: ImageWorkers

    async def declare(
        self, connection: Connection, record: Record, declared: Sequence[Mapping[str, Any]]
    ) -> None:
        """Note, in the journal's transaction, the photos a fact says will follow."""
        rows = [
            (
                record.id, UUID(one["id"]), record.author_id, record.receipt_no,
                bytes.fromhex(one["sha256"]), one["media_type"], one["size"],
            )
            for one in declared
        ]  # fmt: skip
        await connection.executemany(_DECLARE, rows)

    async def missing(
        self, connection: Connection, municipality_id: UUID, record_ids: Sequence[UUID]
    ) -> dict[UUID, list[UUID]]:
        """Per record the declared photos that are not stored."""
        return await queries.missing(connection, municipality_id, record_ids) if record_ids else {}

    async def put(
        self, sender: Credential, attachment_id: UUID, raw: bytes, content_digest: str | None
    ) -> tuple[int, dict[str, Any]]:
        """Store a declared photo. Raises 409 undeclared, 400 digest, 422 not what was declared, 415."""
        digest = _checked(raw, content_digest)
        declared, known = await self._declared(sender, attachment_id, digest)
        if not known:
            image = await self._clean(raw)
            await asyncio.to_thread(self._write, sender.municipality_id, image)
            async with self.database.bound(sender.municipality_id) as connection:
                await connection.execute(
                    _STORE, sender.municipality_id, attachment_id, digest, bytes.fromhex(image.sha256),
                    image.media_type, len(image.data), image.width, image.height,
                )  # fmt: skip
                await connection.execute(_AWAITED_NO_MORE, sender.municipality_id, attachment_id, digest)
        return 200 if known else 201, await self._receipt(sender, attachment_id, digest, declared)

    async def _declared(self, sender: Credential, attachment_id: UUID, digest: bytes) -> tuple[Any, bool]:
        """The author's declaration of these bytes, and whether they are stored, or were erased, already."""
        async with self.database.bound(sender.municipality_id) as connection:
            actor = await authenticate(connection, sender)
            actor.require(Permission.INCIDENTS_WRITE)
            rows = await queries.declarations(connection, sender.municipality_id, attachment_id, actor.id)
            if not rows:
                raise Problem(409, "not_declared_yet", "No fact of yours has declared this photo yet.")
            matching = [row for row in rows if row["sha256"] == digest]
            if not matching:
                raise Problem(422, "not_as_declared", "These are not the bytes that the fact declared.")
            row = await queries.stored(connection, sender.municipality_id, attachment_id, [digest])
            fact = matching[0]["record_id"]
            gone = await queries.is_erased(connection, sender.municipality_id, fact)
            return matching[0], row is not None or gone

    async def _clean(self, raw: bytes) -> CleanImage:
        try:
            return await self.workers.clean(raw)
        except ImageRefused as refusal:
            raise Problem(
                415,
                f"photo_{refusal.reason}",
                "The photo cannot be taken: it is no whole JPEG, PNG or WebP within the limits.",
            ) from refusal
        except Busy as busy:
            raise Problem(
                503, "try_again", "Too many photos at once.", headers={"Retry-After": "5"}
            ) from busy

    async def _receipt(
        self, sender: Credential, attachment_id: UUID, digest: bytes, declared: Any
    ) -> dict[str, Any]:
        async with self.database.bound(sender.municipality_id) as connection:
            found = await self.missing(connection, sender.municipality_id, [declared["record_id"]])
            stands = await queries.is_recorded(connection, sender.municipality_id, declared["record_id"])
        left = found.get(declared["record_id"], [])
        receipt = {
            "id": attachment_id,
            "digest": digest.hex(),
            "received_at": clock.to_wire(clock.now()),
            "receipt_no": declared["receipt_no"],
            "complete": stands and not left,  # a held fact is not complete before it is released
            "missing_attachments": left,
            "masked": 0,
            "flags": [],
        }
        return {"receipt": receipt, "fact_id": declared["record_id"]}

    def path(self, municipality_id: UUID, sha256: str) -> Path:
        """Where the bytes with this digest lie; identical photos of a municipality share a file."""
        return self.folder / str(municipality_id) / sha256[:2] / sha256

    async def collect(self, older_than_s: float = _ORPHAN_S) -> int:
        """Remove files that no stored photo is any more; how many. Worker role.

        A file as young as that may be one whose row is just being written.
        """
        removed = 0
        for folder in await asyncio.to_thread(_folders, self.folder):
            files = await asyncio.to_thread(_older, folder, time.time() - older_than_s)
            digests = [bytes.fromhex(path.name) for path in files]
            async with self.database.bound(UUID(folder.parent.name)) as connection:
                kept = await queries.kept(connection, UUID(folder.parent.name), digests)
            for path, digest in zip(files, digests, strict=True):
                if digest not in kept:
                    path.unlink(missing_ok=True)
                    removed += 1
        return removed

    def _write(self, municipality_id: UUID, image: CleanImage) -> None:
        """Write, flush to disk and rename: a file under its name is always whole."""
        target = self.path(municipality_id, image.sha256)
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        unfinished = target.with_name(f".{new_id()}")
        with unfinished.open("xb") as file:
            file.write(image.data)
            file.flush()
            os.fsync(file.fileno())
        unfinished.rename(target)
        folder = os.open(target.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def _folders(root: Path) -> list[Path]:
    """`<municipality>/<first two digits>` of what is stored."""
    return sorted(root.glob("*/??"))


def _older(folder: Path, moment: float) -> list[Path]:
    """Whole files that were written before a moment (seconds since 1970)."""
    whole = (path for path in folder.iterdir() if not path.name.startswith("."))
    return [path for path in whole if path.stat().st_mtime <= moment]


def _checked(raw: bytes, content_digest: str | None) -> bytes:
    digest = hashlib.sha256(raw).digest()
    try:
        claimed = journal_rules.content_digest(content_digest or "")
    except ValueError as error:
        raise Problem(400, "bad_digest", "Content-Digest cannot be read.") from error
    if claimed is not None and claimed != digest:
        raise Problem(400, "digest_mismatch", "The photo arrived altered. Send it again.")
    return digest
