"""Sessions and devices on the wire."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from api.kit.schema import Moment, Text, Uuid7, Wire

ReasonText = Annotated[Text, Field(min_length=3, max_length=200)]


class SignIn(Wire):
    """A username with its domain, and a password; `cookie` for browsers."""

    username: Annotated[Text, Field(min_length=3, max_length=254)]
    password: Annotated[Text, Field(min_length=1, max_length=256)]
    cookie: bool = False


class OrganisationShown(Wire):
    """The organisation a person works for."""

    id: UUID
    name: str
    kind: str


class PersonShown(Wire):
    """Who is signed in."""

    id: UUID
    name: str
    username: str
    roles: list[str]
    organisation: OrganisationShown | None


class MunicipalityShown(Wire):
    """The municipality everything is about."""

    id: UUID
    slug: str
    name: str
    time_zone: str
    demo: bool


class AuthorShown(Wire):
    """Who said something: colleagues and oneself by `name` too, others by organisation and role."""

    kind: Literal["person", "key", "system"]
    organisation_id: UUID | None
    organisation: str | None
    roles: list[str]
    name: str | None = None


class SessionShown(Wire):
    """A session; `token` only in the answer to a sign-in without a cookie.

    `factor_missing`: a second factor must be added before anything else. `by_provider`: the
    municipality's identity provider let the person in.
    """

    person: PersonShown | None
    municipality: MunicipalityShown
    permissions: list[str]
    expires_at: Moment
    token: str | None = None
    factor_missing: bool | None = None
    by_provider: bool | None = None


class DevicePut(Wire):
    """A person's use of a phone; the phone makes the secret, the server keeps its hash."""

    phone_id: Uuid7
    secret: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{43}$", repr=False)]
    label: Annotated[Text, Field(min_length=1, max_length=80)]
    app_version: Annotated[Text, Field(max_length=40)]


class DeviceShown(Wire):
    """An enrolled device."""

    id: UUID
    phone_id: UUID
    person_id: UUID
    enrolled_at: Moment


class Storage(Wire):
    """The phone's own storage, bytes."""

    used_bytes: Annotated[int, Field(ge=0, le=2**53)] | None = None
    quota_bytes: Annotated[int, Field(ge=0, le=2**53)] | None = None
    persisted: bool | None = None


class StorageLoss(Wire):
    """The browser threw the phone's storage away: how many reports had no receipt, and of which devices."""

    id: Uuid7
    noticed_at: Moment
    unsent: Annotated[int, Field(ge=0, le=1_000_000)]
    device_ids: Annotated[list[UUID], Field(max_length=100)] = []


class DeviceStatus(Wire):
    """How a phone stands; only the last value is kept."""

    unsent: Annotated[int, Field(ge=0, le=1_000_000)]
    unsent_photos: Annotated[int, Field(ge=0, le=1_000_000)] = 0
    app_version: Annotated[Text, Field(max_length=40)]
    storage: Storage | None = None
    storage_loss: StorageLoss | None = None


class Reason(Wire):
    """Why something is taken from somebody."""

    reason: ReasonText
