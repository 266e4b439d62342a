"""Nothing of the machine or the network a file was made on stays in it."""

import re

from api.kit.env import PREFIX, Settings
from tests.architecture.project import ROOT, files

MACHINE = re.compile(r"(?<![\w.{}$-])/(work|root|farm|home/\w+|Users/\w+)/")
REGISTRY = re.compile(
    r"pypi\.(org|python)|files\.python[h]osted|registry\.(npmjs|yarnpkg)|--(extra-)?index[-]url"
    r"|\"resolved\": \"http|https?://[^\s\"]+\.(whl|tgz|deb)\b"
)


PLANTED = (  # in pieces, or this file would be found itself
    ("see /wo", "rk/main/x"),
    ("cd '/ro", "ot/x'"),
    ("/ho", "me/anna/x"),
    ("https://py", "pi.org/simple"),
    ("--extra-ind", "ex-url x"),
    ('"resol', 'ved": "https://x"'),
    ("https://regi", "stry.npmjs.org/x"),
    ("https://a.example/x.w", "hl"),
)


def test_what_is_planted_is_found() -> None:
    lines = ["".join(pieces) for pieces in PLANTED]
    assert [line for line in lines if not (MACHINE.search(line) or REGISTRY.search(line))] == []


def test_no_file_names_a_machine_or_a_registry() -> None:
    found = []
    for path in files():
        text = (ROOT / path).read_bytes().decode("utf-8", errors="ignore")
        lines = enumerate(text.splitlines(), 1)
        found += [f"{path}:{n}" for n, line in lines if MACHINE.search(line) or REGISTRY.search(line)]
    assert found == []


def test_the_example_of_settings_names_every_one_and_no_other() -> None:
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    named = set(re.findall(rf"^#?{PREFIX}(\w+)=", example, re.MULTILINE))
    settings = {name.upper() for name in Settings.model_fields}
    assert {name.removesuffix("_FILE") for name in named} == settings
