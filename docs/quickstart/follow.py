"""Follow a municipality's journal and put an incident, by Python 3.11, httpx and an API key."""

# LEDLJUS_KEY=lj1.… python follow.py https://ledljus.kommunen.example
# The key has the scopes journal.read, incidents.read and incidents.write.

import base64
import hashlib
import json
import os
import secrets
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx

Json = dict[str, Any]
CURSOR = Path("ledljus.cursor")  # where we are; kept by whoever follows, never by the server


def follow(client: httpx.Client, wait_s: float = 2.0) -> Iterator[Json]:
    """Every record in the order in which it became visible, from where we were, without end."""
    while True:
        after = CURSOR.read_text() if CURSOR.exists() else ""
        answer = client.get("/api/v1/journal", params={"after": after, "limit": 200})
        if answer.status_code == 410:  # the server was restored: this cursor names nothing there any more
            CURSOR.unlink()
            continue  # everything comes again; tell what you have by its `id`
        if answer.status_code in (429, 503):
            time.sleep(float(answer.headers.get("retry-after", wait_s)))
            continue
        answer.raise_for_status()
        page = answer.json()
        yield from page["items"]
        CURSOR.write_text(page["next"])  # only now: what was read twice is harmless, what was missed is not
        if page["next"] == after:
            time.sleep(wait_s)


def put_incident(client: httpx.Client, incident: Json) -> Json:
    """Report an incident; the same bytes to the same id may be sent any number of times."""
    body = json.dumps(incident, ensure_ascii=False).encode()  # frozen: never made again, only sent again
    digest = base64.b64encode(hashlib.sha256(body).digest()).decode()
    headers = {"Content-Type": "application/json", "Content-Digest": f"sha-256=:{digest}:"}
    path = f"/api/v1/incidents/{uuid7()}"
    for pause_s in (0, 1, 2, 4, 8):
        time.sleep(pause_s)
        try:
            answer = client.put(path, content=body, headers=headers)
        except httpx.TransportError:
            continue  # perhaps it came: sending the same bytes again gets the same receipt
        if answer.status_code in (200, 201, 202):
            receipt: Json = answer.json()["receipt"]
            return receipt
        if answer.status_code < 500 and answer.status_code != 429:
            raise RuntimeError(answer.json()["detail"])
    raise TimeoutError("keep the body and its id, and try again later")


def uuid7() -> UUID:
    """A time-ordered UUID of our own (RFC 9562)."""
    value = (time.time_ns() // 1_000_000) << 80 | secrets.randbits(80)
    value = value & ~(0xF << 76) | 0x7 << 76
    return UUID(int=value & ~(0x3 << 62) | 0x2 << 62)


def main() -> None:
    """Put one incident and print every record until interrupted."""
    headers = {"Authorization": f"Bearer {os.environ['LEDLJUS_KEY']}"}
    with httpx.Client(base_url=sys.argv[1], headers=headers, timeout=30) as client:
        now = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        incident = {"v": 1, "category": "lighting_fault", "place": "Gångvägen vid skolan"}
        receipt = put_incident(client, incident | {"occurred_at": now, "saved_at": now})
        print("receipt", receipt["receipt_no"], receipt["id"], flush=True)
        for record in follow(client):
            print("record", record["kind"], record["subject_id"], flush=True)


if __name__ == "__main__":
    main()
