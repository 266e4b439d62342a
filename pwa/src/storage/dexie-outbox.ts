/** The outbox in IndexedDB: each method one transaction, the database is the state. */
import { StorageFull, UNKNOWN_HEALTH } from "../outbox";
import type {
  Entry,
  EntryState,
  FrozenEntry,
  Health,
  OutboxStore,
  PersonKey,
  StatusSnapshot,
  Trace,
  Unsubscribe,
} from "../outbox";
import { Alive } from "./alive";
import { insertBundle } from "./insert-bundle";
import { observeLive } from "./observe-live";
import type { PhoneDatabase } from "./schema";

const SENDER = "sender";
const OPEN: readonly EntryState[] = [
  "saved",
  "sending",
  "received",
  "waiting_for_login",
  "needs_attention",
];

export class DexieOutbox implements OutboxStore {
  protected readonly alive: Alive;

  /** `blocked` is called when the upgrade of the database has to wait for a tab of an older version. */
  constructor(
    readonly database: PhoneDatabase,
    blocked?: () => void,
  ) {
    this.alive = new Alive(database, undefined, blocked);
  }

  async insert(bundle: readonly FrozenEntry[], draftId: string | null): Promise<Entry | null> {
    try {
      return await this.alive.run(() => insertBundle(this.database, bundle, draftId));
    } catch (error) {
      if (!(error instanceof StorageFull) || !(await this.dropBallast())) throw error;
      return await this.alive.run(() => insertBundle(this.database, bundle, draftId));
    }
  }

  read(id: string): Promise<Entry | undefined> {
    return this.alive.run(() => this.database.entries.get(id));
  }

  readBytes(id: string): Promise<Uint8Array<ArrayBuffer> | undefined> {
    return this.alive.run(async () => (await this.database.bodies.get(id))?.bytes);
  }

  list(states: readonly EntryState[]): Promise<Entry[]> {
    const { entries } = this.database;
    return this.alive.run(() => entries.where("state").anyOf(states).sortBy("savedAt"));
  }

  listOwn(person: PersonKey, limit: number): Promise<Entry[]> {
    const own = this.ofPerson(person, "savedAt");
    const reports = () =>
      own()
        .reverse()
        .filter((one) => one.lane !== "photo");
    return this.alive.run(() => reports().limit(limit).toArray());
  }

  photosOf(factIds: readonly string[]): Promise<Entry[]> {
    return this.alive.run(() => this.database.entries.where("factId").anyOf(factIds).toArray());
  }

  update(id: string, change: (entry: Entry) => Entry): Promise<Entry | undefined> {
    const { entries } = this.database;
    return this.alive.run(() =>
      this.database.transaction("rw", entries, async () => {
        const before = await entries.get(id);
        if (!before) return undefined;
        const after = change(before);
        if (after !== before) await entries.put(after);
        return after;
      }),
    );
  }

  purge(id: string, change: (entry: Entry) => Entry): Promise<void> {
    const { entries, bodies } = this.database;
    return this.alive.run(() =>
      this.database.transaction("rw", entries, bodies, async () => {
        const before = await entries.get(id);
        if (!before) return;
        const after = change(before);
        if (after.state !== "purged") return;
        await entries.put(after);
        await bodies.delete(id);
      }),
    );
  }

  remove(traces: readonly Trace[]): Promise<void> {
    const { entries, bodies, traces: table } = this.database;
    const ids = traces.map(({ entryId }) => entryId);
    return this.alive.run(() =>
      this.database.transaction("rw", entries, bodies, table, async () => {
        await table.bulkPut([...traces]);
        await entries.bulkDelete(ids);
        await bodies.bulkDelete(ids);
      }),
    );
  }

  forget(ids: readonly string[]): Promise<void> {
    const { entries } = this.database;
    const receipts = () =>
      entries
        .where("id")
        .anyOf(ids)
        .filter((one) => one.state === "purged");
    return this.alive.run(async () => void (await receipts().delete()));
  }

  traces(): Promise<Trace[]> {
    return this.alive.run(() => this.database.traces.toArray());
  }

  snapshot(viewer: PersonKey | null, deliveredAfter: number): Promise<StatusSnapshot> {
    const { entries, health } = this.database;
    const delivered = viewer ? this.ofPerson(viewer, "deliveredAt") : this.deliveredByAnybody();
    return this.alive.run(() =>
      this.database.transaction("r", entries, health, async () => ({
        open: await entries.where("state").anyOf(OPEN).sortBy("savedAt"),
        recent: await entries.where("deliveredAt").aboveOrEqual(deliveredAfter).toArray(),
        lastDeliveredAt: (await delivered().last())?.deliveredAt ?? null,
        health: withoutName(await health.get(SENDER)),
      })),
    );
  }

  updateHealth(change: (health: Health) => Health): Promise<void> {
    const { health } = this.database;
    return this.alive.run(() =>
      this.database.transaction("rw", health, async () => {
        const before = withoutName(await health.get(SENDER));
        const after = change(before);
        if (after !== before) await health.put({ ...after, name: SENDER });
      }),
    );
  }

  beat(holder: string): Promise<void> {
    const { pulses } = this.database;
    return this.alive.run(() =>
      this.database.transaction("rw", pulses, async () => {
        const count = ((await pulses.get(SENDER))?.count ?? 0) + 1;
        await pulses.put({ name: SENDER, holder, count });
      }),
    );
  }

  readBeat(): Promise<{ holder: string; count: number } | undefined> {
    return this.alive.run(() => this.database.pulses.get(SENDER));
  }

  observe<Result>(query: () => Promise<Result>, listener: (result: Result) => void): Unsubscribe {
    return observeLive(this.alive, query, listener);
  }

  /** Gives up the spare room; false when there was none. */
  protected async dropBallast(): Promise<boolean> {
    const { ballast } = this.database;
    const kept = await this.alive.run(() => ballast.count());
    if (kept > 0) await this.alive.run(() => ballast.clear());
    return kept > 0;
  }

  private ofPerson({ municipalityId, personId }: PersonKey, time: "savedAt" | "deliveredAt") {
    const index = `[author.municipalityId+author.personId+${time}]`;
    const low = [municipalityId, personId, -Infinity];
    const high = [municipalityId, personId, Infinity];
    return () => this.database.entries.where(index).between(low, high, true, true);
  }

  private deliveredByAnybody() {
    return () => this.database.entries.where("deliveredAt").between(-Infinity, Infinity);
  }
}

function withoutName(row: (Health & { name: string }) | undefined): Health {
  if (!row) return UNKNOWN_HEALTH;
  const { name: _, ...health } = row;
  return health;
}
