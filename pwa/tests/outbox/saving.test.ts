/** Save, look, export, delete: what the screens may do, and what "saved" means (P-A7, P-C1, D4). */
import { describe, expect, it } from "vitest";
import {
  AlreadySaved,
  createOutbox,
  NotYourEntry,
  ReasonRequired,
  StorageBroken,
  StorageFull,
  type OutboxItem,
  type OutboxSummary,
  type Ports,
} from "../../src/outbox";
import { MemoryStore } from "../../src/storage/memory";
import { localBell } from "../../src/sync/bell";
import { localLock } from "../../src/sync/local-lock";
import { author, changedTo, makers, MUNICIPALITY, photo, report } from "./samples";

const ME = { municipalityId: MUNICIPALITY, personId: "p1" };
const YOU = { municipalityId: MUNICIPALITY, personId: "p2" };

function phone(store = new MemoryStore()) {
  const network: Ports["network"] = { send: () => Promise.reject(new Error("offline")) };
  const rest = { credentials: async () => null, lock: localLock(), visible: () => true };
  const ports = { ...makers(), store, network, bell: localBell(), ...rest };
  return { ...createOutbox(ports), store };
}

describe("saving", () => {
  it("returns the entry when its bytes are on the phone", async () => {
    const { outbox, store } = phone();
    const entry = await outbox.save(report("glas", { photos: [photo(1)] }));
    expect(entry).toMatchObject({ state: "saved", tries: [], label: { category: "litter" } });
    const body = JSON.parse(new TextDecoder().decode(await store.readBytes(entry.id)));
    expect(body.attachments).toHaveLength(1);
    expect((await store.readBytes(body.attachments[0].id))![0]).toBe(1);
  });

  it("waits for nothing but the store", async () => {
    const { outbox } = phone();
    await expect(outbox.save(report("utan nät, utan inloggning"))).resolves.toBeDefined();
  });

  it("gives one report for a draft, however often it is pressed", async () => {
    const { outbox, store } = phone();
    const presses = [1, 2, 3].map(() => outbox.save(report("en gång", { draftId: "d" })));
    const entries = await Promise.all(presses);
    expect(new Set(entries.map(({ id }) => id)).size).toBe(1);
    expect(await store.list(["saved"])).toHaveLength(1);
  });

  it("refuses to call changed content saved", async () => {
    const { outbox } = phone();
    const first = await outbox.save(report("först", { draftId: "d" }));
    const second = outbox.save(report("ändrad", { draftId: "d" }));
    await expect(second).rejects.toBeInstanceOf(AlreadySaved);
    await expect(second).rejects.toMatchObject({ entry: { id: first.id } });
  });

  it.each([
    ["no room", new StorageFull("full")],
    ["a broken database", new StorageBroken("broken")],
  ])("passes on %s, and the draft is still there", async (_, error) => {
    const store = new MemoryStore();
    store.insert = () => Promise.reject(error);
    const draft = { id: "d", owner: ME, createdAt: 1, updatedAt: 1, content: {}, photos: [] };
    await store.putDraft(draft);
    const { outbox } = phone(store);
    await expect(outbox.save(report("plats", { draftId: "d" }))).rejects.toBe(error);
    expect(await store.draft("d")).toEqual(draft);
  });

  it.each([
    ["other bytes come back", async () => new Uint8Array([1])],
    ["nothing comes back", async () => undefined],
  ])("does not say saved when %s", async (_, readBytes) => {
    const store = new MemoryStore();
    store.readBytes = readBytes;
    await expect(phone(store).outbox.save(report("?"))).rejects.toBeInstanceOf(StorageBroken);
  });
});

describe("an own entry", () => {
  it("can be read back whole, as text and as an editable copy", async () => {
    const { outbox } = phone();
    const { id } = await outbox.save(report("fel plats", { photos: [photo(3)] }));
    const seen = await outbox.view(id, ME);
    expect(seen.body).toMatchObject({ note: "fel plats", v: 1 });
    expect(seen.photos).toMatchObject([{ mediaType: "image/jpeg", bytes: photo(3).bytes }]);
    const copy = await outbox.save(report("rätt plats", { replaces: id }));
    expect((await outbox.view(id, ME)).entry.replacedBy).toBe(copy.id);
    expect((await outbox.view(copy.id, ME)).body).toMatchObject({ replaces: id });
  });

  it("is exported with exact bytes", async () => {
    const { outbox, store } = phone();
    const { id, digest } = await outbox.save(report("ut", { photos: [photo(3)] }));
    const file = await outbox.exportEntry(id, ME);
    expect(file.name).toBe(`ledljus-${id}.json`);
    const content = JSON.parse(file.text);
    expect(content).toMatchObject({
      format: "ledljus-entry/1",
      body: { note: "ut" },
      report: { id, sha256: digest, path: `/incidents/${id}` },
    });
    const bytes = Buffer.from(content.report.bytes_base64, "base64");
    expect(new Uint8Array(bytes)).toEqual(await store.readBytes(id));
    expect(content.photos).toHaveLength(1);
  });

  it("is deleted with its photos against a typed reason, which stays", async () => {
    const { outbox, store } = phone();
    const { id } = await outbox.save(report("test", { photos: [photo(3)] }));
    for (const reason of ["", "  ", "ab", "123!"]) {
      await expect(outbox.remove(id, reason, ME)).rejects.toBeInstanceOf(ReasonRequired);
    }
    const traces = await outbox.remove(id, " övning ", ME);
    expect(traces).toHaveLength(2);
    expect(await store.traces()).toEqual(traces);
    expect(traces[0]).toMatchObject({ entryId: id, reason: "övning", deletedBy: "p1" });
    expect(await store.read(id)).toBeUndefined();
    expect(await store.list(["saved"])).toEqual([]);
  });

  it("is nobody else's", async () => {
    const { outbox } = phone();
    const { id } = await outbox.save(report("min"));
    for (const act of [
      outbox.view(id, YOU),
      outbox.exportEntry(id, YOU),
      outbox.remove(id, "nyfiken", YOU),
      outbox.view("unknown", ME),
    ]) {
      await expect(act).rejects.toBeInstanceOf(NotYourEntry);
    }
  });
});

describe("watching", () => {
  it("counts a report before saving it returns, however late the store tells of changes", async () => {
    const store = new MemoryStore();
    const { outbox } = phone(store);
    const observe = store.observe.bind(store);
    store.observe = (query, listener) => observe(query, (found) => setTimeout(listener, 50, found));
    let numbers: OutboxSummary | undefined;
    const stop = outbox.watchSummary(ME, (summary) => (numbers = summary));
    await outbox.save(report("nyss sparad"));
    expect(numbers).toMatchObject({ waiting: 1 });
    stop();
  });

  it("shows own reports with photos and reasons, and of others only a number", async () => {
    const { outbox, store } = phone();
    let items: OutboxItem[] = [];
    let numbers: OutboxSummary | undefined;
    const stops = [
      outbox.watchItems(ME, (all) => (items = all)),
      outbox.watchSummary(ME, (summary) => (numbers = summary)),
    ];
    const mine = await outbox.save(report("min", { photos: [photo(1)] }));
    await outbox.save(report("din", { author: author("p2") }));
    const attention = { code: "rejected" as const, problem: { code: "place_missing" } };
    await store.update(mine.id, changedTo({ state: "needs_attention", attention }));
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(items).toHaveLength(1);
    expect(items[0]).toMatchObject({ entry: { id: mine.id }, photos: [{}], reason: attention });
    expect(numbers).toMatchObject({ waiting: 0, needsAttention: 1, colleagues: 1, attention });
    stops.forEach((stop) => stop());
  });
});
