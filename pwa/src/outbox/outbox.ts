/** The outbox the screens hold: saving, watching, and what a person may do with an own entry. */
import type { Entry, Trace } from "./entry";
import { AlreadySaved, NotYourEntry, ReasonRequired, StorageBroken } from "./errors";
import { exportFile, readableBody } from "./export";
import { freeze, hexDigest } from "./freeze";
import { madeUrgent } from "./life";
import type { FrozenEntry, Ports, Unsubscribe } from "./ports";
import { BURST_MS, isOwn, reasonOf, summarise } from "./summary";
import type * as Screen from "./types";

type Needs = Omit<Ports, "network" | "credentials" | "lock" | "visible">;

export class StoredOutbox implements Screen.Outbox {
  /** Has each status line look again; part of a save, so that none says "Allt skickat" of a report just saved. */
  private readonly lines = new Set<() => Promise<void>>();

  constructor(private readonly ports: Needs) {}

  async save(report: Screen.NewReport): Promise<Entry> {
    const { store, bell } = this.ports;
    const bundle = await freeze(report, this.ports);
    const earlier = await store.insert(bundle, report.draftId ?? null);
    const fact = earlier ?? bundle[0]!.entry;
    if (earlier && earlier.contentDigest !== bundle[0]!.entry.contentDigest) {
      throw new AlreadySaved(earlier);
    }
    await this.readBack(
      earlier ? await this.withPhotos(earlier) : bundle.map(({ entry }) => entry),
    );
    bell.ring("saved");
    await Promise.allSettled([...this.lines].map((look) => look()));
    return structuredClone(fact);
  }

  watchSummary(
    viewer: Screen.Viewer | null,
    listener: (summary: Screen.OutboxSummary) => void,
  ): Unsubscribe {
    const { store, clock } = this.ports;
    let begun = 0;
    let told = 0;
    const query = async () => {
      const turn = ++begun;
      return { turn, snapshot: await store.snapshot(viewer, clock.now() - BURST_MS) };
    };
    const tell = ({ turn, snapshot }: Awaited<ReturnType<typeof query>>) => {
      if (turn < told) return; // overtaken by a look that began later
      told = turn;
      listener(summarise(snapshot, viewer, clock.now()));
    };
    const look = () => query().then(tell);
    this.lines.add(look);
    const unobserve = store.observe(query, tell);
    return () => {
      this.lines.delete(look);
      unobserve();
    };
  }

  watchItems(
    viewer: Screen.Viewer,
    listener: (items: Screen.OutboxItem[]) => void,
    limit = 100,
  ): Unsubscribe {
    return this.ports.store.observe(() => this.items(viewer, limit), listener);
  }

  async view(id: string, viewer: Screen.Viewer): Promise<Screen.ReadableEntry> {
    const [report, ...photos] = await this.withBytes(await this.own(id, viewer));
    return {
      entry: report!.entry,
      body: readableBody(report!),
      photos: photos.map(({ entry, bytes }) => ({
        id: entry.id,
        mediaType: entry.contentType,
        bytes,
      })),
    };
  }

  async sendNow(id?: string): Promise<void> {
    if (id !== undefined) await this.ports.store.update(id, madeUrgent);
    this.kick();
  }

  async exportEntry(id: string, viewer: Screen.Viewer): Promise<Screen.ExportFile> {
    const entries = await this.withBytes(await this.own(id, viewer));
    return exportFile(entries, this.ports.clock.now());
  }

  async remove(id: string, reason: string, viewer: Screen.Viewer): Promise<Trace[]> {
    const typed = reason.trim();
    if ((typed.match(/\p{L}/gu) ?? []).length < 3) throw new ReasonRequired();
    const entries = await this.withPhotos(await this.own(id, viewer));
    const deletedAt = this.ports.clock.now();
    const traces = entries.map((one) => traceOf(one, typed, deletedAt, viewer.personId));
    await this.ports.store.remove(traces);
    return traces;
  }

  credentialChanged(): void {
    this.kick();
  }

  kick(): void {
    this.ports.bell.ring("kick");
  }

  /** "Saved" is said only of bytes that were read back and are the ones that were frozen (P-A7). */
  private async readBack(entries: readonly Entry[]): Promise<void> {
    for (const { id, digest } of entries) {
      const stored = await this.ports.store.read(id);
      const bytes = await this.ports.store.readBytes(id);
      // A receipt may already have led to purging: then the server has it, which is more than saved.
      if (stored?.state === "purged") continue;
      const whole = stored && bytes && (await hexDigest(bytes, this.ports)) === digest;
      if (!whole || stored.digest !== digest) throw new StorageBroken("read back differs");
    }
  }

  private async items(viewer: Screen.Viewer, limit: number): Promise<Screen.OutboxItem[]> {
    const { store } = this.ports;
    const reports = await store.listOwn(viewer, limit);
    const photos = await store.photosOf(reports.map(({ id }) => id));
    return reports.map((entry) => ({
      entry,
      photos: photos.filter(({ factId }) => factId === entry.id),
      reason: reasonOf(entry),
    }));
  }

  private async own(id: string, viewer: Screen.Viewer): Promise<Entry> {
    const entry = await this.ports.store.read(id);
    if (!entry || !isOwn(entry, viewer)) throw new NotYourEntry();
    return entry;
  }

  private async withPhotos(entry: Entry): Promise<Entry[]> {
    return [entry, ...(await this.ports.store.photosOf([entry.id]))];
  }

  private async withBytes(
    entry: Entry,
  ): Promise<{ entry: Entry; bytes: FrozenEntry["bytes"] | null }[]> {
    const entries = await this.withPhotos(entry);
    return Promise.all(
      entries.map(async (one) => ({
        entry: one,
        bytes: (await this.ports.store.readBytes(one.id)) ?? null,
      })),
    );
  }
}

function traceOf(entry: Entry, reason: string, deletedAt: number, deletedBy: string): Trace {
  const { id, digest, path, lane, author, savedAt, state, receipt } = entry;
  const receiptNo = receipt?.receiptNo ?? null;
  const what = { entryId: id, digest, path, lane, author, savedAt, stateThen: state, receiptNo };
  return { ...what, reason, deletedAt, deletedBy };
}
