"""The registers of access on the wire: people, organisations, settings, keys, devices, permissions."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AfterValidator, Field, model_validator

from api.access.passwords import fit_password
from api.access.permissions import Permission, Role
from api.access.schemas import AuthorShown, ReasonText, Storage, StorageLoss
from api.kit.schema import Distinct, EmailAddress, LocalName, Moment, Name, Text, Wire, distinct

MUNICIPAL = "municipality_unit"
OrganisationKind = Literal[
    "municipality_unit", "guard_company", "police", "school", "housing_company", "shop", "association",
    "rescue_service", "other",
]  # fmt: skip


class OrganisationPut(Wire):
    """An organisation that people belong to."""

    name: Name
    kind: OrganisationKind


class OrganisationRead(OrganisationPut):
    """An organisation as it stands; `version` is what its `ETag` says."""

    id: UUID
    version: int


class OrganisationPage(Wire):
    """Organisations by name."""

    items: list[OrganisationRead]
    next_cursor: str | None


class _Account(Wire):
    username: Annotated[Text, Field(max_length=254), AfterValidator(lambda text: text.strip().lower())]
    name: Name
    organisation_id: UUID | None = None
    roles: Annotated[list[Role], Field(min_length=1, max_length=len(Role)), Distinct]
    ends_on: date | None = None
    disabled: bool = False


class PersonPut(_Account):
    """An account; `password` is set when given and never shown. Supplier staff have an end date.

    A `reason` is needed where roles or an administrator's account change, and recorded.
    """

    password: Annotated[Annotated[Text, AfterValidator(fit_password)] | None, Field(repr=False)] = None
    reason: ReasonText | None = None


class PersonRead(_Account):
    """An account as it stands."""

    id: UUID
    organisation: str | None
    has_password: bool
    second_factors: int
    created_at: Moment
    version: int


class PersonPage(Wire):
    """People by username."""

    items: list[PersonRead]
    next_cursor: str | None


PhoneNumber = Annotated[str, Field(pattern=r"^\+?[0-9][0-9 -]{1,18}[0-9]$")]


class Number(Wire):
    """A telephone number of the municipality's own."""

    kind: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
    name: LocalName
    number: PhoneNumber


_CLOCK = Annotated[str, Field(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")]


class Opening(Wire):
    """Open from one time of day to another, which may be the next morning; weekdays by ISO 8601."""

    from_: Annotated[_CLOCK, Field(alias="from")]
    to: _CLOCK
    days: Annotated[list[Annotated[int, Field(ge=1, le=7)]], Field(min_length=1), Distinct]


class Hours(Wire):
    """When what is not always open is open."""

    night_button: Opening | None = None


class Receiver(Wire):
    """Somebody outside the system whom incidents are handed over to by letter."""

    id: UUID
    name: Name
    email: EmailAddress


class SettingsPut(Wire):
    """What a municipality decides for itself."""

    duty_phone: PhoneNumber | None = None
    numbers: Annotated[list[Number], Field(max_length=40)] = []
    hours: Hours = Hours()
    cadence: Literal["weekly", "fortnightly", "twice_a_month", "every_fourth_week"] | None = None
    receivers: Annotated[list[Receiver], Field(max_length=40)] = []

    @model_validator(mode="after")
    def _one_each(self) -> "SettingsPut":
        distinct([receiver.id for receiver in self.receivers])
        return self


class SettingsRead(SettingsPut):
    """The settings as they stand; version 0 before anybody set any."""

    version: int


class KeyPut(Wire):
    """A new API key: what it is for, and what it may."""

    name: Name
    scopes: Annotated[list[Permission], Field(min_length=1), Distinct]


class KeyRead(KeyPut):
    """An API key; its token is never shown again."""

    id: UUID
    created_at: Moment
    last_used_at: Moment | None
    revoked_at: Moment | None


class KeyMade(KeyRead):
    """A key just made, with its token, this once."""

    token: str


class KeyPage(Wire):
    """API keys by name."""

    items: list[KeyRead]
    next_cursor: str | None


class DeviceRead(Wire):
    """A person's use of a phone, and how it last said it stands."""

    id: UUID
    phone_id: UUID
    label: str
    person: AuthorShown
    app_version: str
    enrolled_at: Moment
    last_contact_at: Moment | None
    revoked_at: Moment | None
    unsent: int | None
    unsent_photos: int | None
    storage: Storage | None
    storage_loss: StorageLoss | None


class DevicePage(Wire):
    """Devices by their label."""

    items: list[DeviceRead]
    next_cursor: str | None


class PermissionTable(Wire):
    """Role × permission, from the same table that decides; and what a key may be given."""

    permissions: list[str]
    roles: dict[str, list[str]]
    key_scopes: list[str]
