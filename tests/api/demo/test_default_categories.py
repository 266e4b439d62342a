"""The default category register: what the phone's home screen and the statistics rest on."""

import json
from pathlib import Path
from typing import Any

import pytest

import api.places
from api.kit.personal_data import find

REGISTER = json.loads(Path(api.places.__file__).with_name("default_categories.json").read_text("utf-8"))
CATEGORIES = {row["slug"]: row for row in REGISTER["categories"]}
# What a host, who may detain and remove nobody, must never be made to say.
POWERS = ("avvisa", "avlägsna", "omhänderta", "gripa", "gripen", "visitera", "beslagta", "kvarhåll")
PERSONS = ("pojk", "flick", "ungdom", "kille", "tjej", "kvinna", "utseende", "klädd", "invandr")


def test_the_twenty_categories_and_the_police_summary() -> None:
    assert len(REGISTER["categories"]) == len(CATEGORIES) == 21
    assert [slug for slug, row in CATEGORIES.items() if not row["counted"]] == ["summary"]
    assert list(CATEGORIES)[-2:] == ["other", "summary"]


def test_place_faults_are_what_somebody_mends() -> None:
    faults = {slug for slug, row in CATEGORIES.items() if row["place_fault"]}
    assert faults == {"vandalism", "graffiti", "litter", "unsafe_place", "lighting_fault"}


@pytest.mark.parametrize("row", REGISTER["categories"], ids=lambda row: row["slug"])
def test_phrases_are_few_short_and_about_the_event(row: dict[str, Any]) -> None:
    assert len(row["phrases"]) <= 8
    assert row["phrases"] or row["slug"] == "summary"
    for phrase in (*row["phrases"], row["name"]):
        assert set(phrase) == {"sv", "en"}
        assert all(0 < len(text) <= 60 for text in phrase.values())
        assert not find(phrase["sv"])
        assert not [word for word in (*POWERS, *PERSONS) if word in phrase["sv"].lower()]


def test_each_field_role_has_at_most_eight_tiles_of_known_categories() -> None:
    roles = {"host", "guard", "public_order_guard", "parking_attendant", "shift_lead"}
    assert set(REGISTER["tiles"]) == roles
    for slugs in REGISTER["tiles"].values():
        assert len(slugs) == len(set(slugs)) <= 8
        assert all(CATEGORIES[slug]["counted"] for slug in slugs)


def test_a_likely_duplicate_is_near_in_place_and_time() -> None:
    for row in REGISTER["categories"]:
        if row["counted"]:
            assert 0 < row["radius_m"] <= 1000 and 0 < row["window_h"] <= 24 * 14
