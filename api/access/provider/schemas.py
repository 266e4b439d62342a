"""How a municipality's people sign in, on the wire."""

from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, Field

from api.access.permissions import Role
from api.kit.schema import Distinct, Name, Text, Wire

Domain = Annotated[Text, Field(min_length=3, max_length=253), AfterValidator(str.lower)]
MOST_GROUPS = 200


class GroupRole(Wire):
    """Who is in this group of the provider's has this role."""

    group: Annotated[Text, Field(min_length=1, max_length=200)]
    role: Role


class _Provider(Wire):
    label: Name
    issuer: Annotated[Text, Field(max_length=300)]
    client_id: Annotated[Text, Field(min_length=1, max_length=200)]
    domains: Annotated[list[Domain], Field(min_length=1, max_length=20), Distinct]
    groups_claim: Annotated[str, Field(pattern=r"^[A-Za-z0-9_:/.-]{1,100}$")] = "groups"
    roles: Annotated[list[GroupRole], Field(min_length=1, max_length=MOST_GROUPS)]
    organisation_id: UUID | None = None


class ProviderPut(_Provider):
    """The municipality's OpenID Connect provider; without `client_secret` the one that stands is kept."""

    client_secret: Annotated[Text | None, Field(min_length=1, max_length=500, repr=False)] = None


class ProviderRead(_Provider):
    """The provider; the secret is never shown."""

    has_client_secret: bool


class _SignIn(Wire):
    second_factor_roles: Annotated[list[Role], Field(max_length=len(Role)), Distinct]


class SignInSettingsPut(_SignIn):
    """Whose local accounts show a second factor, and the provider, if there is one."""

    provider: ProviderPut | None = None


class SignInSettingsRead(_SignIn):
    """The same as they stand, and what to register at a provider; version 0 before anybody set any."""

    provider: ProviderRead | None
    redirect_uri: str
    post_logout_redirect_uri: str
    backchannel_logout_uri: str
    version: int


class ProviderButton(Wire):
    """A provider as the sign-in page offers it."""

    label: str
    domain: str


class SignInMethods(Wire):
    """Beside a password and a passkey, what people of a domain sign in by."""

    provider: ProviderButton | None
