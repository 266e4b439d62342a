"""Files made from the code, openapi.yaml and the phone's client types: written or compared."""

import difflib
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
CONTRACT = ROOT / "openapi.yaml"


def main(write: bool) -> int:
    """Write both, or show what differs from what the code gives; the exit code."""
    command = [sys.executable, "-m", "api.cli", "openapi"]
    made = subprocess.run(command, cwd=ROOT, check=False, stdout=subprocess.PIPE, encoding="utf-8")
    if made.returncode != 0:
        return made.returncode
    if write:
        CONTRACT.write_text(made.stdout, encoding="utf-8")
    elif difference := _difference(made.stdout):
        print(f"{difference}\nopenapi.yaml is not what the code gives: make openapi")
        return 1
    types = ["npm", "run", "--silent", "types", *([] if write else ["--", "--check"])]
    return subprocess.run(types, cwd=ROOT / "pwa", check=False).returncode


def _difference(wanted: str) -> str:
    present = CONTRACT.read_text(encoding="utf-8") if CONTRACT.exists() else ""
    names = ("openapi.yaml", "the code")
    lines = difflib.unified_diff(present.splitlines(), wanted.splitlines(), *names, n=1)
    return "\n".join(list(lines)[:40])


if __name__ == "__main__":
    sys.exit(main("--write" in sys.argv[1:]))
