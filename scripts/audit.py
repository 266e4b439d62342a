"""`make audit`: bills of materials in build/sbom, and every dependency against what is known of its holes."""

import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
SBOM = ROOT / "build/sbom"
TOOLS = ROOT / "build/audit"  # an environment of their own: nothing else needs them
UV = Path(sys.executable).with_name("uv")
LOCKED = ("requirements.txt", "requirements-dev.txt")  # what runs, and what it is made and tested with


def main() -> int:
    """1 for a known hole; what nobody could be asked about is said, and is no hole."""
    _install()
    SBOM.mkdir(parents=True, exist_ok=True)
    print(f"{_bill_of_python()} Python packages in build/sbom/python.cdx.json")
    print(f"{_bill_of_phone()} npm packages in build/sbom/phone.cdx.json")
    holes, unasked = list[str](), list[str]()
    for name in LOCKED:
        command = (TOOLS / "bin/pip-audit", "--format=json", "--disable-pip", "--require-hashes", "-r", name)
        _sort(name, python_findings(_said(command)), holes, unasked)
    _sort("pwa", npm_findings(_said(("npm", "audit", "--json"), ROOT / "pwa")), holes, unasked)
    for hole in holes:
        print(f"KNOWN HOLE  {hole}")
    if unasked:
        print(f"NOT ASKED  {', '.join(unasked)}: no list of holes can be reached from here")
    if not holes and not unasked:
        print("no known holes")
    return 1 if holes else 0


def python_findings(said: str) -> Iterator[str | None]:
    """pip-audit's JSON as one line a hole; None for a package (or all) it could not ask about."""
    try:
        packages = json.loads(said)["dependencies"]
    except (ValueError, KeyError, TypeError):
        yield None
        return
    for one in packages:
        if "skip_reason" in one:
            yield None
        for hole in one.get("vulns", ()):
            mended = ", ".join(hole["fix_versions"]) or "none"
            yield f"{one['name']} {one['version']}: {hole['id']}, mended in {mended}"


def npm_findings(said: str) -> Iterator[str | None]:
    """npm's JSON as one line a package with holes; None when the registry has no list of them."""
    try:
        found: dict[str, Any] = json.loads(said)["vulnerabilities"]
    except (ValueError, KeyError, TypeError):
        yield None
        return
    for name, one in found.items():
        yield f"{name} {one['range']}: {one['severity']}"


def _sort(what: str, findings: Iterator[str | None], holes: list[str], unasked: list[str]) -> None:
    found = list(findings)
    holes += [f"{what}: {one}" for one in found if one is not None]
    if None in found:
        unasked.append(what)


def _install() -> None:
    if not (TOOLS / "bin/pip-audit").exists():
        subprocess.run([UV, "venv", "--quiet", "--clear", TOOLS], check=True)
    locked = ("--require-hashes", "-r", ROOT / "requirements-audit.txt")
    subprocess.run([UV, "pip", "install", "--quiet", "--python", TOOLS / "bin/python", *locked], check=True)


def _bill_of_python() -> int:
    path = SBOM / "python.cdx.json"
    made = ("requirements", "--output-format=JSON", f"--output-file={path}", ROOT / LOCKED[0])
    subprocess.run([TOOLS / "bin/cyclonedx-py", *made], check=True, stderr=subprocess.DEVNULL)
    return _count(path)


def _bill_of_phone() -> int:
    path = SBOM / "phone.cdx.json"
    made = ("npm", "sbom", "--sbom-format=cyclonedx", "--omit=dev", "--package-lock-only")
    path.write_text(_said(made, ROOT / "pwa"), encoding="utf-8")
    return _count(path)


def _count(path: Path) -> int:
    bill = json.loads(path.read_bytes())
    if bill["bomFormat"] != "CycloneDX":
        raise ValueError(f"{path} is no bill of materials")
    return len(bill["components"])


def _said(command: Sequence[str | Path], folder: Path = ROOT) -> str:
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False).stdout


if __name__ == "__main__":
    sys.exit(main())
