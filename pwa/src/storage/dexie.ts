/** The phone's store on IndexedDB: outbox, drafts, field kit, credentials, settings. */
import type { Unsubscribe } from "../outbox";
import { DexieOutbox } from "./dexie-outbox";
import { DATABASE_NAME, PhoneDatabase, type DraftRow } from "./schema";
import { proveStorage } from "./self-test";
import type { Draft, Lease, Owner, PhoneStore, StoredCredential, StoredKit } from "./types";

const BALLAST_BYTES = 5_000_000;
/** `crypto.getRandomValues` fills at most this many bytes at once. */
const RANDOM_CHUNK = 65_536;
const LEASE = "sender";

/** Opens lazily; nothing is read before the first call. `blocked`: see `DexieOutbox`. */
export function openPhoneStore(name = DATABASE_NAME, blocked?: () => void): PhoneStore {
  return new DexieStore(new PhoneDatabase(name), blocked);
}

export class DexieStore extends DexieOutbox implements PhoneStore {
  putDraft({ photos, ...draft }: Draft): Promise<boolean> {
    const { drafts, draftPhotos, entries } = this.database;
    const row: DraftRow = {
      ...draft,
      photos: photos.map(({ id, mediaType }) => ({ id, mediaType })),
    };
    return this.alive.run(() =>
      this.database.transaction("rw", drafts, draftPhotos, entries, async () => {
        if (await entries.where("draftId").equals(draft.id).count()) return false;
        const stored = await draftPhotos.where("draftId").equals(draft.id).primaryKeys();
        const wanted = photos.map(({ id }) => id);
        const fresh = photos.filter(({ id }) => !stored.includes(id));
        await draftPhotos.bulkDelete(stored.filter((id) => !wanted.includes(id)));
        await draftPhotos.bulkPut(fresh.map(({ id, bytes }) => ({ id, bytes, draftId: draft.id })));
        await drafts.put(row);
        return true;
      }),
    );
  }

  draft(id: string): Promise<Draft | undefined> {
    return this.alive.run(async () => {
      const row = await this.database.drafts.get(id);
      return row && (await this.withPhotoBytes([row]))[0];
    });
  }

  drafts({ municipalityId, personId }: Owner): Promise<Draft[]> {
    const low = [municipalityId, personId, -Infinity];
    const high = [municipalityId, personId, Infinity];
    return this.alive.run(async () => {
      const own = this.database.drafts
        .where("[owner.municipalityId+owner.personId+updatedAt]")
        .between(low, high, true, true);
      return this.withPhotoBytes(await own.reverse().toArray());
    });
  }

  discardDraft(id: string): Promise<void> {
    const { drafts, draftPhotos } = this.database;
    return this.alive.run(() =>
      this.database.transaction("rw", drafts, draftPhotos, async () => {
        await drafts.delete(id);
        await draftPhotos.where("draftId").equals(id).delete();
      }),
    );
  }

  watchDrafts(owner: Owner, listener: (drafts: Draft[]) => void): Unsubscribe {
    return this.observe(() => this.drafts(owner), listener);
  }

  putKit(kit: StoredKit): Promise<void> {
    return this.alive.run(async () => void (await this.database.kits.put(kit)));
  }

  kit<Kit>({ municipalityId, personId }: Owner): Promise<StoredKit<Kit> | undefined> {
    const { kits } = this.database;
    const found = () => kits.get([municipalityId, personId]);
    return this.alive.run(() => found() as PromiseLike<StoredKit<Kit> | undefined>);
  }

  watchKit<Kit>(owner: Owner, listener: (kit: StoredKit<Kit> | undefined) => void): Unsubscribe {
    return this.observe(() => this.kit<Kit>(owner), listener);
  }

  putCredential(credential: Omit<StoredCredential, "revision">): Promise<StoredCredential> {
    const { credentials } = this.database;
    const key: [string, string] = [credential.municipalityId, credential.personId];
    return this.alive.run(() =>
      this.database.transaction("rw", credentials, async () => {
        const revision = ((await credentials.get(key))?.revision ?? 0) + 1;
        await credentials.put({ ...credential, revision });
        return { ...credential, revision };
      }),
    );
  }

  credential({ municipalityId, personId }: Owner): Promise<StoredCredential | undefined> {
    return this.alive.run(() => this.database.credentials.get([municipalityId, personId]));
  }

  credentials(): Promise<StoredCredential[]> {
    return this.alive.run(() => this.database.credentials.toArray());
  }

  putSetting(key: string, value: unknown): Promise<void> {
    return this.alive.run(async () => void (await this.database.settings.put({ key, value })));
  }

  setting<Value>(key: string): Promise<Value | undefined> {
    const { settings } = this.database;
    return this.alive.run(async () => (await settings.get(key))?.value as Value | undefined);
  }

  changeSetting<Value>(key: string, change: (value: Value | undefined) => Value): Promise<Value> {
    const { settings } = this.database;
    return this.alive.run(() =>
      this.database.transaction("rw", settings, async () => {
        const value = change((await settings.get(key))?.value as Value | undefined);
        await settings.put({ key, value });
        return value;
      }),
    );
  }

  changeLease(change: (lease: Lease | null) => Lease | null): Promise<Lease | null> {
    const { leases } = this.database;
    return this.alive.run(() =>
      this.database.transaction("rw", leases, async () => {
        const row = await leases.get(LEASE);
        const after = change(row ? { holder: row.holder, until: row.until } : null);
        if (after) await leases.put({ ...after, name: LEASE });
        else await leases.delete(LEASE);
        return after;
      }),
    );
  }

  async keepBallast(): Promise<void> {
    const { ballast } = this.database;
    if (await this.alive.run(() => ballast.count())) return;
    // Random, since a browser may compress what it stores.
    const bytes = new Uint8Array(BALLAST_BYTES);
    for (let start = 0; start < bytes.length; start += RANDOM_CHUNK) {
      crypto.getRandomValues(bytes.subarray(start, start + RANDOM_CHUNK));
    }
    await this.alive.run(() => ballast.put({ id: "ballast", bytes })).catch(() => undefined);
  }

  selfTest(): Promise<void> {
    return proveStorage(this);
  }

  close(): void {
    this.database.close();
  }

  private async withPhotoBytes(rows: DraftRow[]): Promise<Draft[]> {
    const ids = rows.map(({ id }) => id);
    const pictures = await this.database.draftPhotos.where("draftId").anyOf(ids).toArray();
    return rows.map((row) => ({
      ...row,
      // A picture that is gone is left out rather than shown as nothing.
      photos: row.photos.flatMap((photo) => {
        const bytes = pictures.find(({ id }) => id === photo.id)?.bytes;
        return bytes ? [{ ...photo, bytes }] : [];
      }),
    }));
  }
}
