"""What a phone has in its IndexedDB, read past the app."""

from typing import Any

# Bytes are hashed where they lie: that is what the phone froze, whatever the app says of it.
READ_STORE = """
async () => {
  const opened = indexedDB.open("ledljus");
  const db = await new Promise((resolve, reject) => {
    opened.onsuccess = () => resolve(opened.result);
    opened.onerror = () => reject(opened.error);
  });
  const all = (store) => new Promise((resolve, reject) => {
    const asked = db.transaction(store).objectStore(store).getAll();
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
  const hex = (buffer) => [...new Uint8Array(buffer)].map((b) => b.toString(16).padStart(2, "0")).join("");
  const bodies = {};
  for (const { id, bytes } of await all("bodies")) {
    bodies[id] = hex(await crypto.subtle.digest("SHA-256", bytes));
  }
  const [entries, credentials, kits] = [await all("entries"), await all("credentials"), await all("kits")];
  const told = { entries, credentials, kits, bodies };
  db.close();
  return told;
}
"""


class Stored:
    """Entries, the digests of their frozen bytes as they lie there, field kits and credentials."""

    def __init__(self, told: dict[str, Any]) -> None:
        self.entries: dict[str, dict[str, Any]] = {one["id"]: one for one in told["entries"]}
        self.digests: dict[str, str] = told["bodies"]
        self.kits: list[dict[str, Any]] = told["kits"]
        self._credentials: list[dict[str, Any]] = told["credentials"]

    def state(self, report: str) -> str:
        """Where an entry is in its life."""
        return str(self.entries[report]["state"])

    def photos_of(self, report: str) -> dict[str, str]:
        """Digest of each photo's frozen bytes, by the photo's id."""
        ids = [one["id"] for one in self.entries.values() if one["factId"] == report]
        return {one: self.digests[one] for one in ids}

    def facts_of(self, person_id: str) -> list[dict[str, Any]]:
        """A person's reports, without their photos."""
        entries = self.entries.values()
        return [one for one in entries if one["factId"] is None and one["author"]["personId"] == person_id]

    def bearer(self, person_id: str) -> str:
        """The append credential of a person on this phone."""
        mine = next(one for one in self._credentials if one["personId"] == person_id)
        return f"lj1.{mine['municipalityId']}.{mine['secret']}"
