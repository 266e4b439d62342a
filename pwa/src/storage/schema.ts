/** The phone's database, version by version. A published version is never edited: add the next one below it. */
import Dexie, { type EntityTable, type Table } from "dexie";
import type { Entry, Health, Trace } from "../outbox";
import type { Draft, Lease, StoredCredential, StoredKit } from "./types";

export const DATABASE_NAME = "ledljus";

/** A draft without its pictures; they have rows of their own so that autosave need not rewrite them. */
export type DraftRow = Omit<Draft, "photos"> & {
  photos: Omit<Draft["photos"][number], "bytes">[];
};

export interface BytesRow {
  id: string;
  bytes: Uint8Array<ArrayBuffer>;
}

/**
 * Version 1. `entries` are the outbox without bytes, so that lists read little; `bodies` hold the frozen
 * bytes. `person+…` indexes find one author's own; photos have no `draftId`, so a draft names one report.
 */
export const STORES_V1 = {
  entries:
    "id, state, factId, draftId, deliveredAt, " +
    "[author.municipalityId+author.personId+savedAt], " +
    "[author.municipalityId+author.personId+deliveredAt]",
  bodies: "id",
  traces: "[entryId+deletedAt]",
  drafts: "id, [owner.municipalityId+owner.personId+updatedAt]",
  draftPhotos: "id, draftId",
  kits: "[owner.municipalityId+owner.personId]",
  credentials: "[municipalityId+personId]",
  settings: "key",
  health: "name",
  pulses: "name",
  leases: "name",
  ballast: "id",
};

export class PhoneDatabase extends Dexie {
  declare entries: EntityTable<Entry, "id">;
  declare bodies: EntityTable<BytesRow, "id">;
  declare traces: Table<Trace, [string, number]>;
  declare drafts: EntityTable<DraftRow, "id">;
  declare draftPhotos: EntityTable<BytesRow & { draftId: string }, "id">;
  declare kits: Table<StoredKit, [string, string]>;
  declare credentials: Table<StoredCredential, [string, string]>;
  declare settings: EntityTable<{ key: string; value: unknown }, "key">;
  declare health: EntityTable<Health & { name: string }, "name">;
  declare pulses: EntityTable<{ name: string; holder: string; count: number }, "name">;
  declare leases: EntityTable<Lease & { name: string }, "name">;
  declare ballast: EntityTable<BytesRow, "id">;

  constructor(name: string) {
    // `strict`: a transaction is complete when it is on the disk, not when it is on its way there (P-A7).
    super(name, { chromeTransactionDurability: "strict" });
    this.version(1).stores(STORES_V1);
  }
}
