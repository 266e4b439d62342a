/**
 * Every published version's database opens in this one with everything in it (P-C2, R14). To record a new version
 * (once, when it is published): LEDLJUS_RECORD_FIXTURE=1 npx vitest run tests/storage/versions.test.ts
 */
import "fake-indexeddb/auto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { createOutbox, toHex, type Entry } from "../../src/outbox";
import { DexieStore } from "../../src/storage/dexie";
import { PhoneDatabase } from "../../src/storage/schema";
import { localBell } from "../../src/sync/bell";
import { systemClock } from "../../src/sync/device";
import { localLock } from "../../src/sync/local-lock";
import {
  nodeHash,
  author,
  changedTo,
  frozen,
  MUNICIPALITY,
  photo,
  seeded,
} from "../outbox/samples";
import { ServerModel } from "../simulation/server-model";
import { eventually } from "./contract";
import { dump, fromText, restore, toText } from "./fixture";

const NEWEST = 1;
const fileOf = (version: number) =>
  new URL(`../fixtures/phone-v${version}.fixture`, import.meta.url);
const VERSIONS = Array.from({ length: NEWEST }, (_, at) => at + 1);
const OWNER = { municipalityId: MUNICIPALITY, personId: "p1" };

/** 50 reports and 20 photos in every state a phone may be left in, and one of everything else. */
async function fill(store: DexieStore): Promise<void> {
  const states: Partial<Entry>[] = [
    {},
    { state: "sending", failures: 3, nextTryAt: 1_764_000_100_000 },
    { state: "waiting_for_login", refusedCredential: "device-p1:1" },
    { state: "saved", failures: 2, tries: [{ at: 1, endedAt: 2, reason: { code: "portal" } }] },
  ];
  for (let at = 0; at < 50; at++) {
    const photos = at < 20 ? [photo(at)] : [];
    const bundle = await frozen(`rapport ${at}`, { photos, author: author(at % 2 ? "p1" : "p2") });
    await store.insert(bundle, null);
    await store.update(bundle[0].entry.id, changedTo(states[at % states.length]!));
  }
  const draft = { id: "d1", owner: OWNER, createdAt: 1, updatedAt: 2, content: { note: "utkast" } };
  const picture = { id: "b1", mediaType: "image/jpeg" as const, bytes: photo(9).bytes };
  await store.putDraft({ ...draft, photos: [picture] });
  await store.putKit({ owner: OWNER, etag: '"1"', kit: { made_at: "x" }, checkedAt: 3 });
  for (const personId of ["p1", "p2"]) {
    const secret = `secret-${personId}`;
    await store.putCredential({
      ...OWNER,
      personId,
      deviceId: `device-${personId}`,
      secret,
      enrolledAt: 1,
    });
  }
  await store.putSetting("theme", "night");
}

async function record(version: number): Promise<void> {
  const store = new DexieStore(new PhoneDatabase("recording"));
  await fill(store);
  store.close();
  writeFileSync(fileOf(version), `${toText(await dump("recording"))}\n`);
}

describe.each(VERSIONS)("a phone left at version %i", (version) => {
  it.runIf(process.env["LEDLJUS_RECORD_FIXTURE"] && !existsSync(fileOf(version)))(
    "is recorded",
    () => record(version),
  );

  async function open(name: string): Promise<DexieStore> {
    await restore(name, fromText(readFileSync(fileOf(version), "utf8")));
    return new DexieStore(new PhoneDatabase(name));
  }

  it("has its 50 reports and 20 photos, byte for byte, and everything else", async () => {
    const store = await open(`whole-${version}`);
    const entries = await store.list(["saved", "sending", "waiting_for_login"]);
    expect(entries.filter(({ lane }) => lane === "fact")).toHaveLength(50);
    expect(entries.filter(({ lane }) => lane === "photo")).toHaveLength(20);
    for (const { id, digest } of entries) {
      expect(toHex(await nodeHash.sha256((await store.readBytes(id))!))).toBe(digest);
    }
    expect((await store.drafts(OWNER))[0]).toMatchObject({
      content: { note: "utkast" },
      photos: [{ id: "b1", bytes: photo(9).bytes }],
    });
    expect(await store.kit(OWNER)).toMatchObject({ kit: { made_at: "x" } });
    expect(await store.credential(OWNER)).toMatchObject({ secret: "secret-p1", revision: 1 });
    expect(await store.setting("theme")).toBe("night");
    store.close();
  });

  it("delivers all of it", async () => {
    const store = await open(`sent-${version}`);
    const server = new ServerModel(() => Date.now());
    for (const person of ["p1", "p2"]) server.allow(person, person);
    const { leader } = createOutbox({
      ...{ store, clock: systemClock, randomness: seeded(1), hash: nodeHash },
      network: { send: async (request) => server.answer(request) },
      credentials: async ({ personId }) => ({ bearer: personId, mark: "new" }),
      ...{ lock: localLock(), bell: localBell(), visible: () => true },
    });
    leader.start();
    let complete = 0;
    const stop = store.observe(
      async () => (await store.list(["complete"])).length,
      (n) => (complete = n),
    );
    await eventually(() => complete === 70, 20_000);
    expect(server.facts()).toHaveLength(50);
    stop();
    leader.stop();
    store.close();
  }, 30_000);
});

it("today's stores and indexes are the newest recorded version's", async () => {
  const store = new DexieStore(new PhoneDatabase("today"));
  await store.putSetting("x", 1);
  store.close();
  const { version, stores } = await dump("today");
  const recorded = fromText(readFileSync(fileOf(NEWEST), "utf8"));
  expect({ version, stores }).toEqual({ version: recorded.version, stores: recorded.stores });
});

/** What the next version might be: a new store, and something new in every row. */
class Later extends PhoneDatabase {
  constructor(name: string, dies: (row: number) => boolean = () => false) {
    super(name);
    let row = 0;
    this.version(NEWEST + 1)
      .stores({ extra: "id" })
      .upgrade((transaction) =>
        transaction
          .table("entries")
          .toCollection()
          .modify((entry: Record<string, unknown>) => {
            if (dies(++row)) throw new Error("the phone died");
            entry["later"] = true;
          }),
      );
  }
}

it("an upgrade that dies at any of ten points takes nothing with it, and succeeds the next time", async () => {
  const recorded = fromText(readFileSync(fileOf(NEWEST), "utf8"));
  await restore("dying", recorded);
  const rows = recorded.rows["entries"]!.length;
  for (let point = 0; point < 10; point++) {
    const at = 1 + Math.round((point * (rows - 1)) / 9);
    const dying = new Later("dying", (row) => row === at);
    await expect(dying.open()).rejects.toThrow();
    dying.close();
    expect(await dump("dying")).toEqual(recorded);
  }
  const survivor = new DexieStore(new Later("dying"));
  const entries = await survivor.list(["saved", "sending", "waiting_for_login"]);
  expect(entries).toHaveLength(70);
  for (const entry of entries) {
    expect(entry).toHaveProperty("later", true);
    expect(toHex(await nodeHash.sha256((await survivor.readBytes(entry.id))!))).toBe(entry.digest);
  }
  survivor.close();
});

it("an old tab yields to a newer version, and what it then calls saved is there", async () => {
  const old = new DexieStore(new PhoneDatabase("tabs"));
  await old.insert(await frozen("före"), null);
  const fresh = new DexieStore(new Later("tabs"));
  expect(await fresh.list(["saved"])).toHaveLength(1);
  const bundle = await frozen("från gamla fliken");
  const saved = await old.insert(bundle, null).then(
    () => true,
    () => false,
  );
  expect((await fresh.read(bundle[0].entry.id)) !== undefined).toBe(saved);
  old.close();
  fresh.close();
});
