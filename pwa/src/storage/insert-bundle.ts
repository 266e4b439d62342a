/** A report enters the phone: fact, photos and bytes, and its draft leaves, in one transaction. */
import { replacedBy, type Entry, type FrozenEntry } from "../outbox";
import type { PhoneDatabase } from "./schema";

/** Writes all or nothing. Returns the entry that was saved from the same draft before, if there is one. */
export function insertBundle(
  database: PhoneDatabase,
  bundle: readonly FrozenEntry[],
  draftId: string | null,
): PromiseLike<Entry | null> {
  const { entries, bodies, drafts, draftPhotos } = database;
  return database.transaction("rw", entries, bodies, drafts, draftPhotos, async () => {
    const sameDraft = draftId && (await entries.where("draftId").equals(draftId).first());
    if (sameDraft) return sameDraft.id === bundle[0]?.entry.id ? null : sameDraft;
    await bodies.bulkPut(bundle.map(({ entry, bytes }) => ({ id: entry.id, bytes })));
    await entries.bulkPut(bundle.map(({ entry }) => entry));
    for (const { entry } of bundle) if (entry.replaces) await markReplaced(database, entry);
    if (draftId) await drafts.delete(draftId);
    if (draftId) await draftPhotos.where("draftId").equals(draftId).delete();
    return null;
  });
}

async function markReplaced({ entries }: PhoneDatabase, entry: Entry): Promise<void> {
  const old = await entries.get(entry.replaces!);
  if (old) await entries.put(replacedBy(old, entry.id));
}
