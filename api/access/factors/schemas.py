"""Second factors on the wire."""

from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field

from api.kit.schema import Moment, Text, Wire

Kind = Literal["totp", "passkey"]
Ticket = Annotated[str, Field(min_length=1, max_length=2000, pattern=r"^[A-Za-z0-9_-]+$", repr=False)]
Code = Annotated[Text, Field(min_length=6, max_length=20, repr=False)]
FactorName = Annotated[Text, Field(min_length=1, max_length=60)]
Credential = Annotated[dict[str, Any], Field(description="The browser's PublicKeyCredential as JSON.")]


class SecondStep(Wire):
    """The password was right, and this browser is new: a second factor is to be shown."""

    ticket: str
    methods: list[Literal["totp", "passkey", "recovery"]]


class CodeStep(Wire):
    """The second step: a code of the app, or one of the recovery codes."""

    ticket: Ticket
    code: Code
    cookie: bool = False


class PasskeyQuestion(Wire):
    """What a browser asks its person's passkey; `options` are WebAuthn's own."""

    ticket: str
    options: dict[str, Any]


class PasskeyStep(Wire):
    """A passkey's answer."""

    ticket: Ticket
    credential: Credential
    cookie: bool = False


class Confirm(Wire):
    """The password once more, before factors are changed."""

    password: Annotated[Text, Field(min_length=1, max_length=256, repr=False)]


class TotpQuestion(Wire):
    """A new shared secret: as text, as an address for apps, and as a picture (`data:`) of that."""

    ticket: str
    secret: str
    address: str
    picture: str


class TotpAdd(Wire):
    """An app's first code, which proves that it has the secret."""

    kind: Literal["totp"]
    ticket: Ticket
    name: FactorName
    code: Code


class PasskeyAdd(Wire):
    """A passkey just made."""

    kind: Literal["passkey"]
    ticket: Ticket
    name: FactorName
    credential: Credential


FactorAdd = Annotated[TotpAdd | PasskeyAdd, Field(discriminator="kind")]


class FactorNamed(Wire):
    """What a factor is to be called."""

    name: FactorName


class FactorShown(Wire):
    """A second factor of one's own."""

    id: UUID
    kind: Kind
    name: str
    created_at: Moment
    last_used_at: Moment | None


class FactorsShown(Wire):
    """One's own second factors; `required`: one at least must stay. `local`: the account has a password."""

    items: list[FactorShown]
    recovery_codes_left: int
    required: bool
    local: bool


class RecoveryCodes(Wire):
    """New recovery codes, shown this once; those before are of no use any more."""

    codes: list[str]


class FactorAdded(FactorShown):
    """A factor just added; with the first one come recovery codes, shown this once."""

    recovery_codes: list[str]
