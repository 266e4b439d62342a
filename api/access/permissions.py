"""Who may do what: one table of roles and permissions, shown to admins and used by the tests."""

from collections.abc import Iterable
from enum import StrEnum


class Permission(StrEnum):
    """One thing somebody may do; API key scopes are these names."""

    PUBLIC = "public"
    SIGNED_IN = "signed_in"
    SESSION = "session"
    ALARMS_WRITE = "alarms.write"
    DEVICES_ENROL = "devices.enrol"
    DEVICES_MANAGE = "devices.manage"
    DEVICES_READ = "devices.read"
    EXTRACTS_MAKE = "extracts.make"
    FACTORS_WRITE = "factors.write"
    FIELD_KIT_READ = "field_kit.read"
    INCIDENTS_WRITE = "incidents.write"
    INCIDENTS_READ = "incidents.read"
    INCIDENTS_READ_ALL = "incidents.read_all"
    INCIDENTS_READ_FAULTS = "incidents.read_faults"
    INCIDENTS_READ_TEXT = "incidents.read_text"
    INCIDENTS_MANAGE = "incidents.manage"
    INCIDENTS_FIX = "incidents.fix"
    INTEGRATIONS_READ = "integrations.read"
    INTEGRATIONS_WRITE = "integrations.write"
    JOURNAL_READ = "journal.read"
    KEYS_WRITE = "keys.write"
    OGC_READ = "ogc.read"
    ORGANISATIONS_WRITE = "organisations.write"
    PEOPLE_WRITE = "people.write"
    PLACES_WRITE = "places.write"
    QUARANTINE_REVIEW = "quarantine.review"
    RETENTION_WRITE = "retention.write"
    SETTINGS_WRITE = "settings.write"
    VIEWS_WRITE = "views.write"


class Role(StrEnum):
    """The roles of the house; a person may hold several."""

    HOST = "host"
    GUARD = "guard"
    PUBLIC_ORDER_GUARD = "public_order_guard"
    PARKING_ATTENDANT = "parking_attendant"
    SHIFT_LEAD = "shift_lead"
    OPERATOR = "operator"
    COORDINATOR = "coordinator"
    FIELD_SECRETARY = "field_secretary"
    SAFETY_CHIEF = "safety_chief"
    READER = "reader"
    TECHNICIAN = "technician"
    ADMIN = "admin"


P = Permission
_EVERYBODY = {P.SIGNED_IN, P.SESSION, P.FACTORS_WRITE}
_FIELD = _EVERYBODY | {
    P.ALARMS_WRITE,
    P.DEVICES_ENROL,
    P.FIELD_KIT_READ,
    P.INCIDENTS_READ,
    P.INCIDENTS_READ_TEXT,
    P.INCIDENTS_WRITE,
    P.JOURNAL_READ,
    P.VIEWS_WRITE,
}
_DESK = _FIELD | {P.INCIDENTS_READ_ALL, P.INCIDENTS_MANAGE, P.INCIDENTS_FIX}
_COORDINATION = _DESK | {P.QUARANTINE_REVIEW, P.DEVICES_MANAGE, P.DEVICES_READ, P.OGC_READ}

ROLE_PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.HOST: frozenset(_FIELD),
    Role.GUARD: frozenset(_FIELD),
    Role.PUBLIC_ORDER_GUARD: frozenset(_FIELD),
    Role.PARKING_ATTENDANT: frozenset(_FIELD),
    Role.SHIFT_LEAD: frozenset(_FIELD | {P.DEVICES_READ}),
    Role.OPERATOR: frozenset(_DESK),
    Role.COORDINATOR: frozenset(_COORDINATION),
    Role.FIELD_SECRETARY: frozenset(_COORDINATION),
    Role.SAFETY_CHIEF: frozenset(_COORDINATION | {P.EXTRACTS_MAKE, P.RETENTION_WRITE}),
    Role.READER: frozenset(
        _EVERYBODY | {P.FIELD_KIT_READ, P.INCIDENTS_READ, P.INCIDENTS_READ_ALL, P.JOURNAL_READ, P.VIEWS_WRITE}
    ),
    Role.TECHNICIAN: frozenset(
        _EVERYBODY
        | {
            P.FIELD_KIT_READ,
            P.INCIDENTS_READ,
            P.INCIDENTS_READ_FAULTS,
            P.INCIDENTS_READ_TEXT,
            P.INCIDENTS_FIX,
            P.INTEGRATIONS_READ,
            P.INTEGRATIONS_WRITE,
            P.JOURNAL_READ,
            P.KEYS_WRITE,
            P.OGC_READ,
            P.PLACES_WRITE,
            P.VIEWS_WRITE,
        }
    ),
    Role.ADMIN: frozenset(
        _EVERYBODY
        | {
            P.DEVICES_MANAGE,
            P.DEVICES_READ,
            P.FIELD_KIT_READ,
            P.INTEGRATIONS_READ,
            P.INTEGRATIONS_WRITE,
            P.KEYS_WRITE,
            P.ORGANISATIONS_WRITE,
            P.PEOPLE_WRITE,
            P.RETENTION_WRITE,
            P.SETTINGS_WRITE,
        }
    ),
}

# A lost phone must read nothing: its append credential keeps only what writing needs (rule R5).
DEVICE_PERMISSIONS = frozenset({P.SIGNED_IN, P.INCIDENTS_WRITE, P.ALARMS_WRITE})
# What a key may be given; the rest needs a person.
_OWN = {P.PUBLIC, P.SIGNED_IN, P.SESSION, P.FACTORS_WRITE, P.DEVICES_ENROL, P.VIEWS_WRITE}
_PERSONS = {P.EXTRACTS_MAKE, P.RETENTION_WRITE}  # somebody answers for these by name
KEY_SCOPES = frozenset(P) - _OWN - _PERSONS
# What every key may do beside its scopes: ask what it is, and give itself up.
KEY_ALWAYS = frozenset({P.SIGNED_IN, P.SESSION})


def permissions_of(roles: Iterable[str]) -> frozenset[Permission]:
    """Everything the roles together may do; an unknown role gives nothing."""
    known = [Role(role) for role in roles if role in Role.__members__.values()]
    return frozenset().union(*(ROLE_PERMISSIONS[role] for role in known))
