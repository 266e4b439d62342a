/** Photos that the server misses although it once took them. */
import { isDelivered, sentAgain } from "./life";
import type { OutboxStore } from "./ports";

/** They go again; those still on their way are left alone. */
export async function sendMissingPhotos(
  factId: string,
  missing: readonly string[],
  store: OutboxStore,
): Promise<void> {
  if (missing.length === 0) return;
  for (const photo of await store.photosOf([factId])) {
    if (missing.includes(photo.id) && isDelivered(photo)) await store.update(photo.id, sentAgain);
  }
}
