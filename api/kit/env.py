"""Settings of the process: LEDLJUS_… in the environment, secrets also from files (…_FILE)."""

import os
import re
from email.utils import parseaddr
from ipaddress import ip_address, ip_network
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import Field, ValidationError, field_validator
from pydantic.fields import FieldInfo
from pydantic_settings import (
    BaseSettings,
    NoDecode,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)

from api.kit.addresses import is_email

PREFIX = "LEDLJUS_"
# A name with a port perhaps; `{s}` at its beginning stands for the servers of one tile service.
_HOST = re.compile(r"(\{s\}\.)?[A-Za-z0-9.-]+(:[0-9]{1,5})?")


class SettingsRefused(Exception):
    """The settings cannot be used; the message names the variable and never its value."""


def default_data_dir() -> Path:
    """`/var/lib/ledljus` for root, else `ledljus` where the XDG specification puts user data."""
    if os.geteuid() == 0:
        return Path("/var/lib/ledljus")
    home = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    return Path(home) / "ledljus"


class Settings(BaseSettings):
    """What an operator decides about this process; municipalities decide theirs in the register."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_ignore_empty=True, extra="forbid", hide_input_in_errors=True
    )

    database_url: str | None = Field(default=None, repr=False)
    worker_database_url: str | None = Field(default=None, repr=False)
    owner_database_url: str | None = Field(default=None, repr=False)
    data_dir: Path = Field(default_factory=default_data_dir)
    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=0, le=65535)
    workers: int = Field(default=1, ge=1, le=64)
    public_url: str | None = None
    trusted_proxies: Annotated[tuple[str, ...], NoDecode] = ()
    secret: str | None = Field(default=None, repr=False)
    tile_url: str | None = None
    tile_attribution: str = ""
    smtp_host: str | None = None
    smtp_port: int | None = Field(default=None, ge=1, le=65535)
    smtp_tls: Literal["starttls", "tls", "none"] = "starttls"
    smtp_username: str | None = None
    smtp_password: str | None = Field(default=None, repr=False)
    smtp_from: str | None = None
    metrics_port: int | None = Field(default=None, ge=1, le=65535)
    watchdog_url: str | None = Field(default=None, repr=False)  # its path is mostly a key
    security_contact: str | None = None
    outbound_loopback: bool = False
    demo: bool = False

    @property
    def embedded(self) -> bool:
        """Whether the database is our own: no address of another one is given."""
        return not (self.database_url or self.worker_database_url or self.owner_database_url)

    @property
    def public_origin(self) -> str:
        """Scheme, host and port people reach us by, for links and for the Origin check."""
        return self.public_url or f"http://{_bracketed(self.host)}:{self.port}"

    @property
    def tile_origin(self) -> str | None:
        """Where map tiles come from, as a content security policy names it; None without tiles."""
        if self.tile_url is None:
            return None
        origin = urlsplit(self.tile_url)
        return f"{origin.scheme}://{origin.netloc}".replace("{s}", "*")

    @property
    def loopback_only(self) -> bool:
        """Whether people reach us unencrypted on this very machine, so cookies cannot be Secure."""
        origin = urlsplit(self.public_origin)
        return origin.scheme == "http" and _is_loopback(origin.hostname or "")

    @field_validator("database_url", "worker_database_url", "owner_database_url")
    @classmethod
    def _is_postgresql(cls, url: str | None) -> str | None:
        if url and urlsplit(url).scheme not in ("postgresql", "postgres"):
            raise ValueError("an address begins with postgresql://")
        return url

    @field_validator("data_dir")
    @classmethod
    def _is_absolute(cls, folder: Path) -> Path:
        return folder.expanduser().absolute()

    @field_validator("public_url")
    @classmethod
    def _is_origin(cls, url: str | None) -> str | None:
        parts = urlsplit(url or "http://localhost")
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.path.strip("/"):
            raise ValueError("an address such as https://ledljus.example, without a path")
        return url.rstrip("/") if url else None

    @field_validator("watchdog_url")
    @classmethod
    def _is_web_address(cls, url: str | None) -> str | None:
        parts = urlsplit(url or "http://localhost")
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ValueError("an address such as https://watchdog.example/ping/key")
        return url

    @field_validator("security_contact")
    @classmethod
    def _is_contact(cls, contact: str | None) -> str | None:
        is_letter = contact is not None and is_email(contact.removeprefix("mailto:"))
        if contact and not is_letter and not re.fullmatch(r"(https://|tel:\+)[!-~]+", contact):
            raise ValueError("an e-mail address, or one that begins with https:// or tel:+")
        return f"mailto:{contact}" if is_letter and ":" not in str(contact) else contact

    @field_validator("tile_url")
    @classmethod
    def _has_places(cls, url: str | None) -> str | None:
        parts = urlsplit(url or "")
        if url and (parts.scheme not in ("http", "https") or not _HOST.fullmatch(parts.netloc)):
            raise ValueError("an address such as https://tiles.example/{z}/{x}/{y}.png")
        if url and not all(place in url for place in ("{z}", "{x}", "{y}")):
            raise ValueError("has no {z}, {x} and {y} in it")
        return url

    @field_validator("smtp_from")
    @classmethod
    def _is_sender(cls, sender: str | None) -> str | None:
        if sender is not None and not is_email(parseaddr(sender)[1]):
            raise ValueError("an address such as Ledljus <ledljus@kommunen.example>")
        return sender

    @field_validator("trusted_proxies", mode="before")
    @classmethod
    def _are_networks(cls, proxies: Any) -> Any:
        if isinstance(proxies, str):
            proxies = tuple(part.strip() for part in proxies.split(",") if part.strip())
        try:
            return tuple(str(ip_network(proxy)) for proxy in proxies)
        except ValueError:  # its own words repeat what was given
            raise ValueError("addresses or networks in numbers, with commas between") from None

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Flags first, then the environment, then the files it names."""
        return init_settings, env_settings, _NamedFiles(settings_cls)


class _NamedFiles(PydanticBaseSettingsSource):
    """Secrets from the files that LEDLJUS_…_FILE name, as container platforms hand them out."""

    def get_field_value(self, field: FieldInfo, field_name: str) -> tuple[Any, str, bool]:
        path = None if field.repr else os.environ.get(f"{PREFIX}{field_name.upper()}_FILE")
        text = Path(path).read_text(encoding="utf-8").strip() if path else None
        return text or None, field_name, False

    def __call__(self) -> dict[str, Any]:
        fields = self.settings_cls.model_fields.items()
        values = {name: self.get_field_value(field, name)[0] for name, field in fields}
        return {name: value for name, value in values.items() if value is not None}


def read_settings(**flags: Any) -> Settings:
    """Settings from the environment, with the flags of a command (None: not given) before it.

    Raises SettingsRefused.
    """
    try:
        return Settings(**{name: value for name, value in flags.items() if value is not None})
    except ValidationError as error:
        faults = [f"{PREFIX}{str(e['loc'][0]).upper()}: {e['msg']}" for e in error.errors()]
        raise SettingsRefused("; ".join(faults)) from None
    except OSError as error:
        raise SettingsRefused(f"a file named by a {PREFIX}…_FILE variable: {error}") from None


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host
