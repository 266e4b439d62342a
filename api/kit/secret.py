"""The server's secret: made beside the embedded database, demanded of everybody else."""

import os
import secrets
import zlib
from itertools import pairwise
from pathlib import Path

from api.kit.env import PREFIX, Settings, SettingsRefused

SHORTEST = 32  # bytes
FEWEST_DIFFERENT = 8  # bytes and steps between them; 32 random hex digits have 13 or so
TELLTALES = ("change", "secret", "default", "example", "password", "lösenord", "ledljus")


class SecretRefused(SettingsRefused):
    """The server's secret is missing, too short or easy to guess."""


def read_secret(settings: Settings) -> bytes:
    """The server's secret, from which name spaces and keys are derived; at least 32 bytes.

    With the embedded database one is made at the first start. Raises SecretRefused for a missing,
    short or guessable one; the demo takes any.
    """
    if settings.secret:
        value, reason = settings.secret, weakness(settings.secret.encode())
    elif settings.embedded or settings.demo:
        value = _own_secret(settings.data_dir / "secret")
        reason = _shortness(value.encode())
    else:
        raise SecretRefused(f"set {PREFIX}SECRET_FILE: an external database needs a secret of yours")
    if reason and not settings.demo:
        raise SecretRefused(f"{PREFIX}SECRET {reason}; make one with: openssl rand -base64 48")
    return value.encode()


def weakness(secret: bytes) -> str | None:
    """Why a secret must not be used, or None: length, telltale words, repetition, sequences."""
    if too_short := _shortness(secret):
        return too_short
    if any(word in secret.decode(errors="replace").lower() for word in TELLTALES):
        return "is a default or contains a word that defaults contain"
    steps = {after - before for before, after in pairwise(secret)}
    repeats = len(zlib.compress(secret, 9, wbits=-15)) < SHORTEST - 4
    if repeats or min(len(set(secret)), len(steps)) < FEWEST_DIFFERENT:
        return "repeats itself and can be guessed"
    return None


def _shortness(secret: bytes) -> str | None:
    return f"is shorter than {SHORTEST} bytes" if len(secret) < SHORTEST else None


def _own_secret(path: Path) -> str:
    """The secret of the data folder; the first process to come makes it, whole or not at all."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            draft = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
            with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
                file.write(secrets.token_urlsafe(48))
                file.flush()
                os.fsync(file.fileno())
            try:
                os.link(draft, path)  # unlike a rename it never replaces the one that came first
            except FileExistsError:
                pass
            finally:
                draft.unlink()
        return path.read_text(encoding="utf-8").strip()
    except OSError as error:
        raise SecretRefused(f"the secret in the data folder cannot be used: {error}") from error
