"""Taking what is shown as a second factor: right, and for the first time."""

from typing import Any
from uuid import UUID

import structlog

from api.access.factors import passkeys, totp
from api.access.factors.passkeys import PasskeyRefused, RelyingParty
from api.kit.db import Connection
from api.kit.seal import Seal, SealBroken

log = structlog.get_logger()


async def take_code(
    seal: Seal, connection: Connection, municipality_id: UUID, person_id: UUID, code: str
) -> bool:
    """Whether a code is right and new: an app's code works once, a recovery code once for ever."""
    plain = "".join(sign for sign in code.upper() if sign.isalnum())
    if plain.isdigit() and len(plain) == 6:
        return await _take_totp(seal, connection, municipality_id, person_id, plain)
    done = await connection.execute(
        "UPDATE recovery_codes SET used_at = now()"
        " WHERE municipality_id = $1 AND person_id = $2 AND fingerprint = $3 AND used_at IS NULL",
        municipality_id, person_id, fingerprint(seal, person_id, plain),
    )  # fmt: skip
    return done == "UPDATE 1"


async def _take_totp(
    seal: Seal, connection: Connection, municipality_id: UUID, person_id: UUID, code: str
) -> bool:
    rows = await connection.fetch(
        "SELECT id, key, counter FROM second_factors"
        " WHERE municipality_id = $1 AND person_id = $2 AND kind = 'totp' ORDER BY id FOR UPDATE",
        municipality_id,
        person_id,
    )
    for row in rows:
        try:
            secret = seal.open(row["key"], context(municipality_id, row["id"])).decode()
        except SealBroken:  # the server's secret was changed, or somebody moved the row
            log.error("second factor cannot be opened", factor=row["id"])
            continue
        step = totp.step_of(secret, code)
        if step is not None and step > row["counter"]:
            await _used(connection, municipality_id, row["id"], step)
            return True
    return False


async def take_passkey(
    connection: Connection,
    municipality_id: UUID,
    person_id: UUID,
    party: RelyingParty,
    challenge: bytes,
    credential: dict[str, Any],
) -> None:
    """Check a passkey's answer and keep its count. Raises PasskeyRefused."""
    row = await connection.fetchrow(
        "SELECT id, key, counter FROM second_factors WHERE municipality_id = $1 AND person_id = $2"
        " AND kind = 'passkey' AND credential_id = $3 FOR UPDATE",
        municipality_id, person_id, passkeys.credential_id(credential),
    )  # fmt: skip
    if row is None:
        raise PasskeyRefused
    proof = passkeys.shown(party, challenge, credential, row["key"], row["counter"])
    await _used(connection, municipality_id, row["id"], proof.new_sign_count)


async def _used(connection: Connection, municipality_id: UUID, factor_id: UUID, counter: int) -> None:
    await connection.execute(
        "UPDATE second_factors SET counter = $3, last_used_at = now() WHERE municipality_id = $1 AND id = $2",
        municipality_id, factor_id, counter,
    )  # fmt: skip


def context(municipality_id: UUID, factor_id: UUID) -> str:
    """What an app's sealed secret is bound to."""
    return f"second factor {municipality_id} {factor_id}"


def fingerprint(seal: Seal, person_id: UUID, code: str) -> bytes:
    """What is kept of a recovery code."""
    return seal.fingerprint(code, f"recovery code {person_id}")
