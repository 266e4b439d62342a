/** Purging: the only way anything leaves the phone by itself, and only what the server holds whole. */
import type { Entry } from "./entry";
import { completed, isDelivered, purged } from "./life";
import type { OutboxStore } from "./ports";

const HOUR = 3_600_000;
const KEEP_BYTES_MS = 72 * HOUR;
const KEEP_RECEIPT_MS = 30 * 24 * HOUR;

/**
 * Keeps complete entries 72 hours, then only their receipts 30 days. `serverNow` (ms) is the server's clock:
 * a phone clock that jumps a year ahead must not empty the safety copy.
 */
export async function purge(store: OutboxStore, serverNow: number): Promise<void> {
  for (const fact of await store.list(["complete"])) {
    if (fact.completeAt === null) await store.update(fact.id, (now) => dated(now, serverNow));
    else if (fact.lane !== "photo" && fact.completeAt + KEEP_BYTES_MS <= serverNow) {
      await purgeWithPhotos(fact, store);
    }
  }
  const receipts = await store.list(["purged"]);
  const old = receipts.filter(
    ({ completeAt }) => (completeAt ?? serverNow) + KEEP_BYTES_MS + KEEP_RECEIPT_MS <= serverNow,
  );
  if (old.length > 0) await store.forget(old.map(({ id }) => id));
}

async function purgeWithPhotos(fact: Entry, store: OutboxStore): Promise<void> {
  const photos = await store.photosOf([fact.id]);
  if (!photos.every(isDelivered)) return;
  for (const photo of photos) await store.purge(photo.id, purged);
  await store.purge(fact.id, purged);
}

function dated(entry: Entry, serverNow: number): Entry {
  return entry.completeAt === null && entry.state === "complete"
    ? { ...entry, completeAt: serverNow }
    : completed(entry, serverNow);
}
