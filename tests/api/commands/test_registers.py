"""Municipalities, people, keys and areas, added by commands beside a running server."""

import json
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.api.commands.ledljus import Ended, ledljus, ledljus_in_turn, told_in_one_line
from tests.servers import LiveServer

SQUARE = [[[18, 58], [18.1, 58], [18.1, 58.1], [18, 58.1], [18, 58]]]
BOW = [[[18, 58], [18.1, 58.1], [18.1, 58], [18, 58.1], [18, 58]]]
AUTHOR = ("person", "add", "--municipality", "bergby", "--name", "Eva Ek")
PERSON = (*AUTHOR, "--password-stdin")
REFUSED = {  # what is given, and what the one line says of it
    "slug": (("municipality", "add", "--slug", "Stor By", "--name", "B", "--domain", "b.example"), "a slug"),
    "slug taken": (
        ("municipality", "add", "--slug", "bergby", "--name", "B", "--domain", "b.example"), "is taken",
    ),
    "domain taken": (
        ("municipality", "add", "--slug", "sundby", "--name", "B", "--domain", "bergby.example"), "is taken",
    ),
    "domain": (("municipality", "add", "--slug", "b", "--name", "B", "--domain", "@b"), "@b is no domain"),
    "unknown municipality": (
        ("key", "add", "--municipality", "x", "--name", "k", "--scope", "incidents.read"),
        "there is no municipality x",
    ),
    "scope": (
        ("key", "add", "--municipality", "bergby", "--name", "k", "--scope", "read"),
        "scopes are of alarms.write",
    ),
    "foreign domain": (
        (*AUTHOR, "--username", "eva@sundby.example", "--role", "guard"),
        "a domain of the municipality: bergby.example",
    ),
    "no domain": ((*AUTHOR, "--username", "eva", "--role", "guard"), "username ends with @"),
    "role": ((*PERSON, "--username", "e@bergby.example", "--role", "chief"), "chief is no role; roles are"),
    "password": ((*PERSON, "--username", "e@bergby.example", "--role", "guard"), "8 to 256 characters"),
    "both": (("import", "police-events", "x", "--all", "--municipality", "bergby"), "either"),
    "neither": (("import", "police-events", "x"), "either"),
    "no file": (("import", "police-events", "nowhere.jsonl", "--all"), "cannot be read"),
}  # fmt: skip


@pytest.fixture(scope="module")
def refused(bergby: Ended, data_dir: Path) -> Mapping[str, Ended]:
    """Every act of REFUSED."""
    ended = ledljus_in_turn([words for words, _ in REFUSED.values()], data_dir)
    return dict(zip(REFUSED, ended, strict=True))


@pytest.mark.parametrize("what", REFUSED)
def test_what_cannot_be_is_refused_in_one_line(refused: Mapping[str, Ended], what: str) -> None:
    assert REFUSED[what][1] in told_in_one_line(refused[what])


@pytest.fixture(scope="module")
def token(bergby: Ended, data_dir: Path) -> str:
    """A key's token, as the command prints it, its words from the environment."""
    ended = ledljus(
        "key", "add", data_dir=str(data_dir), municipality="bergby", name="karta",
        scope="incidents.read incidents.read_all field_kit.read",
    )  # fmt: skip
    assert ended.returncode == 0, ended.stderr
    assert ended.stdout.startswith("lj1.") and ended.stdout.count("\n") == 1
    return ended.stdout.strip()


def test_a_key_opens_what_its_scopes_say_and_no_more(server: LiveServer, token: str) -> None:
    key = {"Authorization": f"Bearer {token}"}
    assert httpx.get(f"{server.url}/api/v1/incidents", headers=key).status_code == 200
    assert httpx.get(f"{server.url}/api/v1/journal", headers=key).status_code == 403


def test_a_person_signs_in_with_the_password_from_standard_input(
    server: LiveServer, bergby: Ended, data_dir: Path
) -> None:
    words = (*PERSON, "--username", "Eva@Bergby.example", "--role", "guard", "--role", "shift_lead")
    added = ledljus(*words, stdin="lösen med åäö\n", data_dir=str(data_dir))
    assert (added.returncode, added.stdout, added.stderr) == (0, "", "")
    account = {"username": "eva@bergby.example", "password": "lösen med åäö"}
    answer = httpx.post(f"{server.url}/api/v1/session", json=account)
    assert answer.status_code == 201 and answer.json()["token"]
    again = ledljus(*words, stdin="ett annat ord\n", data_dir=str(data_dir))
    assert "Another account has this username" in told_in_one_line(again)
    assert httpx.post(f"{server.url}/api/v1/session", json=account).status_code == 201


def collection(*features: Mapping[str, Any] | str) -> str:
    return json.dumps({"type": "FeatureCollection", "features": features})


def area(name: str, coordinates: Any, kind: str = "Polygon") -> dict[str, Any]:
    geometry = {"type": kind, "coordinates": coordinates}
    return {"type": "Feature", "properties": {"name": name}, "geometry": geometry}


def shown_areas(server: LiveServer, token: str) -> list[str]:
    kit = httpx.get(f"{server.url}/api/v1/field-kit", headers={"Authorization": f"Bearer {token}"})
    return [one["properties"]["name"] for one in kit.json()["areas"]["features"]]


def test_areas_come_all_or_none_with_every_reason(
    server: LiveServer, token: str, data_dir: Path, tmp_path: Path
) -> None:
    file = tmp_path / "areas.geojson"
    words = ("areas", "import", str(file), "--municipality", "bergby")
    file.write_text(
        collection(
            area("Centrum", SQUARE), area("Fluga", BOW), area("", SQUARE), area("Torn", [18, 58], "Point"),
            area("Centrum ", SQUARE), "none",
        )
    )  # fmt: skip
    ended = ledljus(*words, data_dir=str(data_dir))
    assert ended.returncode == 1
    lines = ended.stderr.splitlines()
    assert lines[0] == "ledljus: areas.geojson: nothing is imported"
    assert [line.split(":")[0] for line in lines[1:]] == [f"feature {number}" for number in (2, 3, 4, 5, 6)]
    assert "Self-intersection" in lines[1] and "Polygon" in lines[3] and "twice" in lines[4]
    assert shown_areas(server, token) == []
    file.write_text('{"type": "FeatureCollection",\n "features": [\n}')
    assert "line 3: file is not JSON" in ledljus(*words, data_dir=str(data_dir)).stderr
    file.write_text(collection(area("Centrum", SQUARE), area("Norr", [SQUARE], "MultiPolygon")))
    for _ in range(2):  # the same names again replace what they are
        ended = ledljus(*words, data_dir=str(data_dir))
        assert ended.returncode == 0 and ended.stdout.startswith("2 areas imported:")
        assert shown_areas(server, token) == ["Centrum", "Norr"]


def test_sites_are_tried_and_imported_from_a_spreadsheet(
    bergby: Ended, data_dir: Path, tmp_path: Path
) -> None:
    file = tmp_path / "objekt.csv"
    words = ("sites", "import", str(file), "--municipality", "bergby")
    file.write_text("namn;lat;lon;kontrollpunkt\nSkolan;58,5;18;Entrén\nSkolan;;;Gården\nParken;norr;18;\n")
    broken = ledljus(*words, data_dir=str(data_dir))
    assert broken.stderr.splitlines() == [
        "ledljus: objekt.csv: nothing is imported",
        "line 4: lat is not a number",
    ]
    file.write_bytes("namn;lat;lon;kontrollpunkt\nSkolan;58,5;18;Entrén\nSkolan;;;Gården\n".encode("cp1252"))
    for extra, told in (
        (("--dry-run",), "1 sites would be imported: 1 added, 0 changed, 0 unchanged\n"),
        ((), "1 sites imported: 1 added, 0 changed, 0 unchanged\n"),
        ((), "1 sites imported: 0 added, 0 changed, 1 unchanged\n"),
    ):
        ended = ledljus(*words, *extra, data_dir=str(data_dir))
        assert (ended.returncode, ended.stdout) == (0, told), ended.stderr


def test_history_is_held_against_its_seals_and_anchors(
    server: LiveServer, bergby: Ended, data_dir: Path, tmp_path: Path
) -> None:
    settings = {"data_dir": str(data_dir), "municipality": "bergby"}
    deadline = time.monotonic() + 30
    while not (written := list((data_dir / "anchors").glob("*.json"))) and time.monotonic() < deadline:
        time.sleep(0.2)
    [kept] = written
    ended = ledljus("verify", **settings)
    assert (ended.returncode, ended.stderr) == (0, "")
    assert ended.stdout.startswith("bergby: ") and ", 1 anchors, " in ended.stdout
    copied = json.loads(kept.read_text())
    for seal in copied["seals"]:
        seal["digest"] = "00" * 32
    (tmp_path / kept.name).write_text(json.dumps(copied))
    ended = ledljus("verify", "--anchors", str(tmp_path), **settings)
    assert ended.returncode == 1 and "is not the one that was anchored on" in ended.stderr
    (tmp_path / "notes.json").write_text("[]")
    told_in_one_line(ledljus("verify", "--anchors", str(tmp_path), **settings))
