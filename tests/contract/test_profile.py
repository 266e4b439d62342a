"""The rules of Sweden's REST API profile, each shown to bite: .spectral.yaml against planted faults."""

import copy
import json
import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.api.operations.wire import contract
from tests.architecture.project import ROOT

RULESET = ROOT / ".spectral.yaml"
SPECTRAL = ROOT / "tests/peers/node_modules/.bin/spectral"
# A few paths are enough to plant in, and read in a moment.
KEPT = ("/api/v1/api-info", "/api/v1/incidents", "/api/v1/incidents/{id}", "/api/v1/session")
LIST, ONE = ("paths", "/api/v1/incidents", "get"), ("paths", "/api/v1/incidents/{id}", "get")

Document = dict[str, Any]
Fault = Callable[[Document], None]


def _at(document: Document, place: tuple[Any, ...]) -> Any:
    for step in place:
        document = document[step]
    return document


def _set(*place: Any, value: Any) -> Fault:
    def plant(document: Document) -> None:
        _at(document, place[:-1])[place[-1]] = value

    return plant


def _drop(*place: Any) -> Fault:
    def plant(document: Document) -> None:
        del _at(document, place[:-1])[place[-1]]

    return plant


def _path(name: str) -> Fault:
    def plant(document: Document) -> None:
        document["paths"][name] = document["paths"].pop("/api/v1/incidents")

    return plant


def _parameter(name: str, where: str = "query", schema: Any = None, described: bool = True) -> Fault:
    def plant(document: Document) -> None:
        said = {"name": name, "in": where, "schema": schema or {"type": "string"}}
        _at(document, LIST)["parameters"].append(said | ({"description": "x"} if described else {}))

    return plant


def _without(*names: str) -> Fault:
    def plant(document: Document) -> None:
        operation = _at(document, LIST)
        operation["parameters"] = [
            one for one in operation["parameters"] if not any(name in str(one) for name in names)
        ]

    return plant


def _basic(document: Document) -> None:
    document["components"]["securitySchemes"]["bearer"]["scheme"] = "basic"


def _local_time(document: Document) -> None:
    _at(document, (*ONE, "responses", "200", "content", "application/json", "example"))["received_at"] = (
        "2026-11-22T21:30:00+01:00"
    )


FAULTS: dict[str, Fault] = {
    "ufn-01-ver-05-version-in-path": _path("/api/incidents"),
    "ufn-07-words-by-hyphen": _path("/api/v1/all_incidents"),
    "res-06-resources-not-verbs": _path("/api/v1/get-incidents"),
    "res-02-no-personal-number": _parameter("personnummer"),
    "ame-05-fields-in-snake-case": _parameter("areaId"),
    "arq-05-no-data-in-headers": _parameter("Incident-Note", "header"),
    "fns-07-paging": _without("'offset'"),
    "fns-08-first-page-is-one": _parameter("page", schema={"type": "integer", "minimum": 0}),
    "fns-09-default-limit": _set(*LIST, "parameters", 0, value={
        "name": "limit", "in": "query", "description": "x", "schema": {"type": "integer", "default": 50}}),
    "fel-01-problems": _set(*ONE, "responses", "404", "content", value={"application/json": {
        "schema": {"type": "object"}, "example": {}}}),
    "ver-06-api-info": _drop("paths", "/api/v1/api-info"),
    "sak-09-bearer": _set(*ONE, "security", value=[{"session": []}]),
    "sak-10-no-basic-or-digest": _basic,
    "sak-15-no-key-in-query": _parameter("api_key"),
    "dok-01-external-docs": _drop("externalDocs"),
    "dok-03-contact-and-licence": _drop("info", "contact", "email"),
    "dok-06-swedish-and-english": _set("info", "description", value="In English and no other."),
    "dok-08-terms": _drop("info", "x-sla"),
    "dok-09-limitations": _drop("info", "x-limitations"),
    "dok-15-examples": _drop(*ONE, "responses", "200", "content", "application/json", "example"),
    "dok-19-operations-described": _drop(*ONE, "description"),
    "dok-20-responses-described": _set(*ONE, "responses", "200", "description", value="Successful Response"),
    "dot-01-moments": _drop("components", "schemas", "IncidentRead", "properties", "received_at", "format"),
    "dot-04-utc": _local_time,
    "mog-01-methods": _set(*ONE, "requestBody", value={
        "content": {"application/json": {"schema": {"type": "object"}, "example": {}}}}),
    "spa-02-traceparent": _without("traceparent"),
    "spa-04-traceparent-comes-back": _drop(*ONE, "responses", "200", "headers"),
}  # fmt: skip


def _small(document: Document) -> Document:
    """A few paths, and of the schemas those that they lead to."""
    small = copy.deepcopy(document)
    small["paths"] = {name: small["paths"][name] for name in KEPT}
    schemas, kept = small["components"].pop("schemas"), dict[str, Any]()
    while new := _named(small, kept) - set(kept):
        kept |= {name: schemas[name] for name in new}
    small["components"]["schemas"] = kept
    return small


def _named(*parts: Document) -> set[str]:
    return set(re.findall(r"#/components/schemas/(\w+)", json.dumps(parts)))


@pytest.fixture(scope="module")
def findings(tmp_path_factory: pytest.TempPathFactory) -> dict[str, set[str]]:
    """The rules that each planted copy breaks, and those that the unaltered one does ("none")."""
    folder = tmp_path_factory.mktemp("planted")
    small = _small(contract())
    for name, plant in {"none": lambda _: None, **FAULTS}.items():
        planted = copy.deepcopy(small)
        plant(planted)
        (folder / f"{name}.json").write_text(json.dumps(planted), encoding="utf-8")
    ours = yaml.safe_load(RULESET.read_text(encoding="utf-8")) | {"extends": []}
    ours["rules"] = {name: rule for name, rule in ours["rules"].items() if isinstance(rule, dict)}
    ruleset = folder / "ruleset.yaml"
    ruleset.write_text(yaml.safe_dump(ours), encoding="utf-8")
    command = [str(SPECTRAL), "lint", "--ruleset", str(ruleset), "--format", "json", f"{folder}/*.json"]
    told = subprocess.run(command, capture_output=True, text=True, check=False)
    assert told.returncode in (0, 1), told.stderr
    found: dict[str, set[str]] = {path.stem: set() for path in folder.glob("*.json")}
    for one in json.loads(told.stdout):
        found[Path(one["source"]).stem].add(one["code"])
    return found


def test_the_contract_breaks_no_rule_before_a_fault_is_planted(findings: dict[str, set[str]]) -> None:
    assert findings["none"] == set()


@pytest.mark.parametrize("rule", FAULTS)
def test_a_planted_fault_is_found(findings: dict[str, set[str]], rule: str) -> None:
    assert rule in findings[rule]


def test_every_rule_has_its_planted_fault() -> None:
    rules = yaml.safe_load(RULESET.read_text(encoding="utf-8"))["rules"]
    assert {name for name, rule in rules.items() if isinstance(rule, dict)} == set(FAULTS)


def test_whoever_is_excused_from_a_rule_is_excused_by_an_argument() -> None:
    excused = {
        code
        for methods in contract()["paths"].values()
        for operation in methods.values()
        for code in operation.get("x-limitations", ())
    }
    argued = {line.partition(":")[0] for line in contract()["info"]["x-limitations"]}
    assert excused <= argued
    assert all(re.fullmatch(r"[A-Z]{3}\.\d\d", code) for code in excused)
