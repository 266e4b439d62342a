"""From the bytes a sender froze to a fact the journal can record."""

import hashlib
from collections.abc import Collection, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import orjson
from pydantic import ValidationError

from api.journal import rules
from api.journal.kinds import RecordKind
from api.journal.masking import mask
from api.journal.schemas import MAX_FACT_BYTES, VERSION, AttachmentDeclared, FactPut
from api.kit import clock
from api.kit.errors import Problem, invalid
from api.kit.ids import receipt_number
from api.kit.keys import Keys

MOST_DEPTH = 64  # levels of a body; the bodies of version 1 have four


@dataclass(frozen=True, slots=True)
class Sent:
    """A request's body with what its headers say of it."""

    raw: bytes
    content_digest: str | None = None
    device_time: datetime | None = None


@dataclass(frozen=True, slots=True)
class Fact:
    """A checked, masked fact, ready for the journal."""

    kind: RecordKind
    municipality_id: UUID
    id: UUID
    subject_id: UUID
    v: int
    occurred_at: datetime
    saved_at: datetime | None
    received_at: datetime
    offset_ms: int | None
    digest: bytes
    mac: bytes
    receipt_no: str
    source: str
    body: dict[str, Any] = field(repr=False)
    position: dict[str, Any] | None = field(repr=False, default=None)
    masked: int = 0
    flags: tuple[str, ...] = ()
    locks: tuple[UUID, ...] = ()
    unread: bool = False
    episode: int | None = None
    step: int | None = None

    @property
    def subjects(self) -> tuple[UUID, ...]:
        """What stands still while the fact is recorded."""
        return (self.subject_id, *self.locks)

    @property
    def attachments(self) -> list[dict[str, Any]]:
        """Declared photos; of a body this server could not check, those that are well-formed."""
        declared = self.body.get("attachments")
        return [one for one in declared if _is_declaration(one)] if isinstance(declared, list) else []


def _is_declaration(value: Any) -> bool:
    with suppress(ValidationError):
        return bool(AttachmentDeclared.model_validate_json(orjson.dumps(value), strict=True))
    return False


class NewerVersion(Exception):
    """A body of a version this server does not know, which it cannot read: kept for a person."""

    def __init__(self, fact: Fact) -> None:
        super().__init__("newer_version")
        self.fact = fact


def checked_digest(sent: Sent) -> bytes:
    """SHA-256 of the bytes. Raises 413 when too large, 400 when not what the sender hashed."""
    if len(sent.raw) > MAX_FACT_BYTES:
        raise Problem(413, "too_large", f"A fact has at most {MAX_FACT_BYTES} bytes.")
    digest = hashlib.sha256(sent.raw).digest()
    try:
        claimed = rules.content_digest(sent.content_digest or "")
    except ValueError as error:
        raise Problem(400, "bad_digest", "Content-Digest cannot be read.") from error
    if claimed is not None and claimed != digest:
        raise Problem(400, "digest_mismatch", "The body arrived altered. Send it again.")
    return digest


async def build(
    kind: RecordKind,
    municipality_id: UUID,
    fact_id: UUID,
    subject_id: UUID,
    sent: Sent,
    keys: Keys,
    *,
    source: str,
    own_numbers: Collection[str],
) -> Fact:
    """Check, mask and complete a fact. Raises Problem, or NewerVersion for a body to keep aside."""
    digest, received_at = checked_digest(sent), clock.now()
    raw = parsed(sent.raw)
    model, flags, unread = _read(kind.schema, raw)
    version = _version(raw)
    body, masked = mask(kind.schema, raw, own_numbers, newer=version > VERSION)
    clocks, uncertain = _clocks(sent, model, received_at)
    fact = Fact(
        kind=kind,
        municipality_id=municipality_id,
        id=fact_id,
        subject_id=subject_id,
        v=version,
        **clocks,
        digest=digest,
        mac=rules.digest_mac(keys.digest, digest),
        receipt_no=receipt_number(keys.receipt, municipality_id, fact_id),
        source=source,
        body=body,
        position=body.pop("position", None),
        masked=masked,
        flags=(*flags, *uncertain),
        locks=tuple(kind.also_locks(model)) if model else (),
        unread=model is None,
    )
    if unread is not None:
        raise NewerVersion(fact) from unread
    return await with_intake(fact, model)


def _version(raw: dict[str, Any]) -> int:
    return version if isinstance(version := raw.get("v"), int) else 0


async def with_intake(fact: Fact, model: FactPut | None) -> Fact:
    """The fact with what its feature computes once at intake."""
    if fact.kind.intake is None or model is None:
        return fact
    intake = await fact.kind.intake(fact.municipality_id, model)
    flags = tuple(dict.fromkeys((*fact.flags, *intake.flags)))
    return replace(fact, body={**fact.body, "_": intake.computed}, flags=flags)


def parsed(raw: bytes) -> dict[str, Any]:
    """The body as a JSON object. Raises 422."""
    try:
        value = orjson.loads(raw)
    except orjson.JSONDecodeError as error:
        raise Problem(422, "not_json", "The body is not JSON in UTF-8.") from error
    if not isinstance(value, dict):
        raise Problem(422, "not_an_object", "The body is not a JSON object.")
    if _is_deeper(value, MOST_DEPTH):
        raise Problem(422, "too_deep", f"The body has more than {MOST_DEPTH} levels.")
    return value


def _is_deeper(value: Any, most: int) -> bool:
    """Whether a value has more levels than what reads it later, one call a level, is made for."""
    level, levels = [value], 0
    while level and levels < most:
        level, levels = [part for one in level for part in _parts(one)], levels + 1
    return bool(level)


def _parts(value: Any) -> Iterable[Any]:
    if isinstance(value, dict):
        return value.values()
    return value if isinstance(value, list) else ()


def _read(
    schema: type[FactPut], raw: dict[str, Any]
) -> tuple[FactPut | None, tuple[str, ...], ValidationError | None]:
    """The model, flags, and the error of a newer body that this server cannot read."""
    try:
        model, flags = read_body(schema, raw)
    except ValidationError as error:
        if _version(raw) <= VERSION:
            raise invalid(error) from error
        return None, ("newer_version",), error
    return model, flags, None


def read_body(schema: type[FactPut], raw: dict[str, Any]) -> tuple[FactPut, tuple[str, ...]]:
    """The model of a body; a newer version's unknown fields are passed over. Raises ValidationError.

    Strict: what is kept is the body as sent, so a number must be one, not text that reads as one.
    """
    flags = ("newer_version",) if _version(raw) > VERSION else ()
    try:
        return schema.model_validate_json(orjson.dumps(raw), strict=True), flags
    except ValidationError as error:
        if not flags:
            raise
        extras = [one["loc"] for one in error.errors() if one["type"] == "extra_forbidden"]
    return schema.model_validate_json(orjson.dumps(_without(raw, extras)), strict=True), flags


def _without(raw: dict[str, Any], paths: list[tuple[int | str, ...]]) -> dict[str, Any]:
    copy: dict[str, Any] = orjson.loads(orjson.dumps(raw))
    for *parents, last in paths:
        place: Any = copy
        for part in parents:
            place = place[part]
        place.pop(last, None)
    return copy


def _clocks(
    sent: Sent, model: FactPut | None, received_at: datetime
) -> tuple[dict[str, Any], tuple[str, ...]]:
    """The three clocks with the device's offset, and a flag when the device's cannot be trusted."""
    behind = clock.offset(sent.device_time, received_at)
    claimed = model.occurred_at if model else received_at
    ahead = claimed - received_at + min(max(behind, -clock.UNCERTAIN), clock.UNCERTAIN)
    clocks = {
        "occurred_at": clock.corrected(claimed, behind, received_at),
        "saved_at": model.saved_at if model else None,
        "received_at": received_at,
        "offset_ms": int(behind / timedelta(milliseconds=1)) if sent.device_time else None,
    }
    uncertain = abs(behind) > clock.UNCERTAIN or ahead > clock.UNCERTAIN
    return clocks, ("clock_uncertain",) if uncertain else ()


def entry_kind(raw: bytes, kinds: Mapping[str, RecordKind]) -> RecordKind:
    """The kind an entry's body names. Raises 422 for one of this version that is not known.

    A newer body's unknown kind is taken as the first kind, which cannot read it: so it is kept.
    """
    body = parsed(raw)
    named = body.get("kind")
    if isinstance(named, str) and named in kinds:
        return kinds[named]
    if _version(body) > VERSION:
        return next(iter(kinds.values()))
    reason = f"is one of {', '.join(kinds)}"
    errors = [{"field": "kind", "reason": reason}]
    raise Problem(422, "invalid_body", "One or more fields are not as documented.", errors=errors)
