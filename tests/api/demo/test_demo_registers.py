"""The invented registers: enough of each kind, no real number, nobody's name twice."""

from collections import Counter
from itertools import pairwise

import pytest

from api.access.permissions import Role
from api.demo.registers import SLUGS, DemoMunicipality, demo_municipality
from api.kit.ids import is_code
from api.kit.personal_data import find

LEAST_SITES = {"ljusvik": 25, "granby": 12}
LOGINS = {
    "vard": "host",
    "vaktare": "guard",
    "operator": "operator",
    "samordnare": "coordinator",
    "tekniska": "technician",
    "sakerhetschef": "safety_chief",
    "arbetsledare": "shift_lead",
    "lasare": "reader",
    "admin": "admin",
}
KINDS = {
    "municipality_unit",
    "guard_company",
    "police",
    "school",
    "housing_company",
    "shop",
    "association",
    "rescue_service",
}


@pytest.fixture(params=SLUGS)
def municipality(request: pytest.FixtureRequest) -> DemoMunicipality:
    return demo_municipality(request.param)


def test_everybody_the_documents_promise_can_sign_in(municipality: DemoMunicipality) -> None:
    logins = {person.username: person.role for person in municipality.people if person.login}
    assert logins == {f"{name}@{municipality.domain}": role for name, role in LOGINS.items()}
    assert municipality.domain == f"{municipality.slug}.example"


def test_people_have_known_roles_and_an_organisation_and_names_of_their_own(
    municipality: DemoMunicipality,
) -> None:
    organisations = {row.id for row in municipality.organisations}
    assert {row.kind for row in municipality.organisations} == KINDS
    for person in municipality.people:
        assert Role(person.role)
        assert person.organisation_id in organisations
    everybody = [person.name for slug in SLUGS for person in demo_municipality(slug).people]
    assert len(everybody) == len(set(everybody))
    assert len([person for person in municipality.people if not person.login]) == 8


def test_sites_are_enough_and_each_has_one_to_four_checkpoints(
    municipality: DemoMunicipality,
) -> None:
    assert len(municipality.sites) >= LEAST_SITES[municipality.slug]
    for site in municipality.sites:
        assert 1 <= len(site.checkpoints) <= 4
        assert site.address and site.instructions and site.expected
        assert not find(site.instructions)
    names = Counter(site.name for site in municipality.sites)
    assert max(names.values()) == 1


def test_checkpoint_codes_can_be_read_aloud_and_are_unique() -> None:
    codes = [c.code for slug in SLUGS for s in demo_municipality(slug).sites for c in s.checkpoints]
    assert len(codes) == len(set(codes))
    assert all(len(code) == 6 and is_code(code) for code in codes)


def test_telephone_numbers_are_those_reserved_for_fiction(municipality: DemoMunicipality) -> None:
    """070-1740605 to -1740699 and 08-46500400 to -46500499 (Post- och telestyrelsen)."""
    numbers = [row["number"] for row in municipality.settings["numbers"]]
    assert municipality.settings["duty_phone"] in numbers
    for number in numbers:
        area, subscriber = number.split("-")
        known = {"070": range(1740605, 1740700), "08": range(46500400, 46500500)}
        assert int(subscriber) in known[area]


def test_night_button_is_open_every_night_from_nine_to_two(municipality: DemoMunicipality) -> None:
    hours = municipality.settings["hours"]["night_button"]
    assert (hours["from"], hours["to"], len(hours["days"])) == ("21:00", "02:00", 7)
    lines = [row for row in municipality.settings["numbers"] if row["kind"] == "night_button"]
    assert len(lines) == 3


def test_ids_are_version_seven_lasting_and_unique(municipality: DemoMunicipality) -> None:
    demo_municipality.cache_clear()
    again = demo_municipality(municipality.slug)
    ids = [row.id for row in again.organisations] + [row.id for row in again.people]
    ids += [row.id for row in again.areas] + [row.id for row in again.sites]
    ids += [checkpoint.id for site in again.sites for checkpoint in site.checkpoints]
    assert again.sites == municipality.sites and again.people == municipality.people
    assert all(one.version == 7 for one in ids)
    assert all(first != second for first, second in pairwise(sorted(ids)))
