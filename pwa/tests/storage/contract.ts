/** What every store of the phone must do; the memory store and the Dexie store both answer to it. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { FrozenEntry, Health, Receipt } from "../../src/outbox";
import { purged } from "../../src/outbox/life";
import type { Draft, PhoneStore } from "../../src/storage/types";
import { author, changedTo, frozen, MUNICIPALITY, photo } from "../outbox/samples";

const ME = { municipalityId: MUNICIPALITY, personId: "p1" };
const YOU = { municipalityId: MUNICIPALITY, personId: "p2" };
const UNKNOWN = "01930000-0000-7000-8000-000000000000";

const RECEIPT: Receipt = {
  id: "x",
  digest: "y",
  receivedAt: "2026-11-22T01:14:07Z",
  receiptNo: "K7Q2-M4XB",
  complete: true,
  missingAttachments: [],
  masked: 0,
  flags: [],
};

function draftOf(id: string, photos: Draft["photos"] = [], updatedAt = 1): Draft {
  return { id, owner: ME, createdAt: 1, updatedAt, content: { note: id }, photos };
}

function picture(id: string, fill: number): Draft["photos"][number] {
  return { id, mediaType: "image/jpeg", bytes: new Uint8Array(32).fill(fill) };
}

/** Waits until `probe` is true; a store may tell its observers a little later. */
export async function eventually(probe: () => boolean, within = 2_000): Promise<void> {
  const end = Date.now() + within;
  while (!probe() && Date.now() < end) await new Promise((resolve) => setTimeout(resolve, 5));
  expect(probe()).toBe(true);
}

export function storeContract(name: string, open: () => Promise<PhoneStore>): void {
  describe(`${name}: the store contract`, () => {
    let store: PhoneStore;
    beforeEach(async () => void (store = await open()));
    afterEach(() => store.close());

    outboxContract(() => store);
    observerContract(() => store);
    shelfContract(() => store);
  });
}

function outboxContract(the: () => PhoneStore): void {
  const put = async (bundle: FrozenEntry[]) => {
    await the().insert(bundle, bundle[0]!.entry.draftId);
    return bundle[0]!.entry;
  };

  it("gives back a report with its photos byte for byte", async () => {
    const bundle = await frozen("glas på kajen", { photos: [photo(7), photo(7)] });
    expect(await the().insert(bundle, null)).toBeNull();
    for (const { entry, bytes } of bundle) {
      expect(await the().read(entry.id)).toEqual(entry);
      expect(await the().readBytes(entry.id)).toEqual(bytes);
    }
    const photos = await the().photosOf([bundle[0].entry.id]);
    expect(photos.map(({ id }) => id).sort()).toEqual(
      [bundle[1]!.entry.id, bundle[2]!.entry.id].sort(),
    );
  });

  it("knows nothing of an unknown id", async () => {
    expect(await the().read(UNKNOWN)).toBeUndefined();
    expect(await the().readBytes(UNKNOWN)).toBeUndefined();
    expect(await the().update(UNKNOWN, changedTo({ failures: 1 }))).toBeUndefined();
    await the().purge(UNKNOWN, purged);
  });

  it("hands out copies", async () => {
    const entry = await put(await frozen("kopia"));
    (await the().read(entry.id))!.tries.push({ at: 1, endedAt: null, reason: null });
    (await the().readBytes(entry.id))!.fill(0);
    expect((await the().read(entry.id))!.tries).toEqual([]);
    expect((await the().readBytes(entry.id))![0]).not.toBe(0);
  });

  it("removes the draft together with saving, and saves a draft once", async () => {
    await the().putDraft(draftOf("d1", [picture("a", 1)]));
    const first = await put(await frozen("ett", { draftId: "d1" }));
    expect(await the().draft("d1")).toBeUndefined();
    const second = await frozen("två", { draftId: "d1" });
    expect(await the().insert(second, "d1")).toEqual(first);
    expect(await the().read(second[0].entry.id)).toBeUndefined();
    expect(await the().list(["saved"])).toHaveLength(1);
  });

  it("lets an autosave that comes too late write nothing", async () => {
    await put(await frozen("ett", { draftId: "d1" }));
    expect(await the().putDraft(draftOf("d1"))).toBe(false);
    expect(await the().draft("d1")).toBeUndefined();
  });

  it("bears the same insert twice", async () => {
    const bundle = await frozen("ett", { draftId: "d1" });
    await put(bundle);
    expect(await the().insert(bundle, "d1")).toBeNull();
    expect(await the().list(["saved"])).toHaveLength(1);
  });

  it("marks the report that another stands instead of", async () => {
    const old = await put(await frozen("fel plats"));
    const fresh = await put(await frozen("rätt plats", { replaces: old.id }));
    expect((await the().read(old.id))!.replacedBy).toBe(fresh.id);
  });

  it("lists by state, oldest first, and own reports newest first without photos", async () => {
    const late = await put(await frozen("sen", { photos: [photo(1)] }, 3_000));
    const early = await put(await frozen("tidig", {}, 1_000));
    const other = await put(await frozen("annan", { author: author("p2") }, 2_000));
    const saved = (await the().list(["saved"])).filter(({ lane }) => lane === "fact");
    expect(saved.map(({ id }) => id)).toEqual([early.id, other.id, late.id]);
    expect((await the().listOwn(ME, 10)).map(({ id }) => id)).toEqual([late.id, early.id]);
    expect((await the().listOwn(ME, 1)).map(({ id }) => id)).toEqual([late.id]);
    await the().update(early.id, changedTo({ state: "received" }));
    expect((await the().list(["received", "complete"])).map(({ id }) => id)).toEqual([early.id]);
    expect(await the().list([])).toEqual([]);
  });

  it("changes one entry at a time, whoever asks at once", async () => {
    const entry = await put(await frozen("räkna"));
    const one = () => the().update(entry.id, (now) => ({ ...now, failures: now.failures + 1 }));
    await Promise.all(Array.from({ length: 20 }, one));
    expect((await the().read(entry.id))!.failures).toBe(20);
  });

  it("purges bytes only of what becomes purged, and forgets only receipts", async () => {
    const entry = await put(await frozen("klar"));
    await the().purge(entry.id, purged);
    expect(await the().readBytes(entry.id)).toBeDefined();
    await the().forget([entry.id]);
    expect(await the().read(entry.id)).toBeDefined();

    await the().update(entry.id, changedTo({ state: "complete", receipt: RECEIPT }));
    await the().purge(entry.id, purged);
    expect(await the().readBytes(entry.id)).toBeUndefined();
    expect((await the().read(entry.id))!.receipt).toEqual(RECEIPT);
    await the().forget([entry.id]);
    expect(await the().read(entry.id)).toBeUndefined();
  });

  it("removes only against a trace", async () => {
    const { id, digest, path, lane, author: by, savedAt } = await put(await frozen("bort"));
    const trace = {
      entryId: id,
      digest,
      path,
      lane,
      author: by,
      savedAt,
      stateThen: "saved" as const,
    };
    const full = { ...trace, receiptNo: null, reason: "dubblett", deletedAt: 5, deletedBy: "p1" };
    await the().remove([full]);
    expect(await the().read(id)).toBeUndefined();
    expect(await the().readBytes(id)).toBeUndefined();
    expect(await the().traces()).toEqual([full]);
  });

  it("gives the status numbers of one moment", async () => {
    const mine = await put(await frozen("min"));
    const yours = await put(await frozen("din", { author: author("p2") }));
    const done = await put(await frozen("klar"));
    await the().update(mine.id, changedTo({ state: "received", deliveredAt: 100 }));
    await the().update(yours.id, changedTo({ state: "received", deliveredAt: 300 }));
    await the().update(done.id, changedTo({ state: "complete", deliveredAt: 200 }));
    const snapshot = await the().snapshot(ME, 200);
    expect(snapshot.open.map(({ id }) => id).sort()).toEqual([mine.id, yours.id].sort());
    expect(snapshot.recent.map(({ id }) => id).sort()).toEqual([yours.id, done.id].sort());
    expect(snapshot.lastDeliveredAt).toBe(200);
    expect((await the().snapshot(YOU, 0)).lastDeliveredAt).toBe(300);
    expect((await the().snapshot(null, 0)).lastDeliveredAt).toBe(300);
    expect((await the().snapshot({ ...ME, personId: "p9" }, 0)).lastDeliveredAt).toBeNull();
  });

  it("keeps the health of the way and the leader's pulse", async () => {
    expect((await the().snapshot(null, 0)).health.silentSince).toBeNull();
    await the().updateHealth((health) => ({ ...health, silentSince: 17 }));
    await the().updateHealth((health: Health) => ({ ...health, stalls: health.stalls + 1 }));
    expect((await the().snapshot(null, 0)).health).toMatchObject({ silentSince: 17, stalls: 1 });
    expect(await the().readBeat()).toBeUndefined();
    await the().beat("a");
    await the().beat("b");
    expect(await the().readBeat()).toMatchObject({ holder: "b", count: 2 });
  });

  it("changes the lease in one step", async () => {
    const take = (holder: string) =>
      the().changeLease((lease) => lease ?? { holder, until: 1_000 });
    const both = await Promise.all([take("a"), take("b")]);
    expect(both[0]).toEqual(both[1]);
    expect(await the().changeLease(() => null)).toBeNull();
    expect(await take("c")).toEqual({ holder: "c", until: 1_000 });
  });
}

function observerContract(the: () => PhoneStore): void {
  it("tells observers at once, at every change, and no more after they stop", async () => {
    const seen: number[] = [];
    const query = async () => (await the().list(["saved"])).length;
    const stop = the().observe(query, (count) => seen.push(count));
    await eventually(() => seen.at(-1) === 0);
    await the().insert(await frozen("ett"), null);
    await eventually(() => seen.at(-1) === 1);
    const bundle = await frozen("två");
    await the().insert(bundle, null);
    await eventually(() => seen.at(-1) === 2);
    await the().update(bundle[0].entry.id, changedTo({ state: "complete" }));
    await eventually(() => seen.at(-1) === 1);
    stop();
    const calls = seen.length;
    await the().insert(await frozen("tre"), null);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(seen).toHaveLength(calls);
  });

  it("watches everything a query of several steps has read", async () => {
    let seen: unknown[] = [];
    const bundle = await frozen("med bild", { photos: [photo(1)] });
    await the().insert(bundle, null);
    const stop = the().observe(
      async () => {
        const own = await the().listOwn(ME, 10);
        const photos = await the().photosOf(own.map(({ id }) => id));
        const { health } = await the().snapshot(ME, 0);
        return [own.length, photos.map(({ state }) => state), health.stalls];
      },
      (result) => (seen = result),
    );
    await eventually(() => seen[0] === 1);
    await the().update(bundle[1]!.entry.id, changedTo({ state: "complete" }));
    await eventually(() => (seen[1] as string[])[0] === "complete");
    await the().updateHealth((health) => ({ ...health, stalls: 3 }));
    await eventually(() => seen[2] === 3);
    stop();
  });
}

function shelfContract(the: () => PhoneStore): void {
  it("keeps several drafts with their pictures, newest first, per person", async () => {
    await the().putDraft(draftOf("d1", [picture("a", 1)], 1));
    await the().putDraft(draftOf("d2", [], 2));
    await the().putDraft({ ...draftOf("d3"), owner: YOU });
    expect((await the().drafts(ME)).map(({ id }) => id)).toEqual(["d2", "d1"]);
    const changed = draftOf("d1", [picture("b", 2)], 3);
    expect(await the().putDraft(changed)).toBe(true);
    expect(await the().draft("d1")).toEqual(changed);
    expect((await the().drafts(ME)).map(({ id }) => id)).toEqual(["d1", "d2"]);
    await the().discardDraft("d1");
    expect((await the().drafts(ME)).map(({ id }) => id)).toEqual(["d2"]);
  });

  it("tells of drafts and kit as they change", async () => {
    let drafts: string[] | null = null;
    let made: unknown = "unasked";
    const stops = [
      the().watchDrafts(ME, (all) => (drafts = all.map(({ id }) => id))),
      the().watchKit<{ made_at: string }>(ME, (stored) => (made = stored?.kit.made_at)),
    ];
    await eventually(() => drafts?.length === 0 && made === undefined);
    await the().putDraft(draftOf("d1"));
    await the().putKit({ owner: ME, etag: "1", kit: { made_at: "nu" }, checkedAt: 1 });
    await eventually(() => drafts?.[0] === "d1" && made === "nu");
    stops.forEach((stop) => stop());
  });

  it("keeps a kit per person", async () => {
    await the().putKit({ owner: ME, etag: '"1"', kit: { made_at: "a" }, checkedAt: 1 });
    expect(await the().kit(ME)).toMatchObject({ etag: '"1"', kit: { made_at: "a" } });
    expect(await the().kit(YOU)).toBeUndefined();
  });

  it("raises the revision of a credential each time it is put", async () => {
    const given = { ...ME, deviceId: "d", secret: "s", enrolledAt: 1 };
    expect((await the().putCredential(given)).revision).toBe(1);
    expect((await the().putCredential(given)).revision).toBe(2);
    expect(await the().credential(ME)).toEqual({ ...given, revision: 2 });
    expect(await the().credential(YOU)).toBeUndefined();
    await the().putCredential({ ...given, ...YOU });
    expect(await the().credentials()).toHaveLength(2);
  });

  it("keeps settings and passes its own test", async () => {
    await the().putSetting("theme", { night: true });
    expect(await the().setting("theme")).toEqual({ night: true });
    expect(await the().setting("hand")).toBeUndefined();
    const count = () => the().changeSetting<number>("count", (before = 0) => before + 1);
    await Promise.all([count(), count(), count()]);
    expect(await the().setting("count")).toBe(3);
    await the().selfTest();
  });
}
