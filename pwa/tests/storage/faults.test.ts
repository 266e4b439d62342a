/** IndexedDB as it fails on real phones: dead connections, errors, hanging calls, a full disk (P-C1, C5). */
import "fake-indexeddb/auto";
import type { DBCore, DBCoreMutateRequest } from "dexie";
import { afterEach, expect, it } from "vitest";
import { createOutbox, StorageBroken, StorageFull, type Ports } from "../../src/outbox";
import { Alive } from "../../src/storage/alive";
import { DexieStore } from "../../src/storage/dexie";
import { PhoneDatabase } from "../../src/storage/schema";
import { localBell } from "../../src/sync/bell";
import { localLock } from "../../src/sync/local-lock";
import { author, frozen, makers, MUNICIPALITY, photo, report } from "../outbox/samples";
import { eventually } from "./contract";

const ME = { municipalityId: MUNICIPALITY, personId: author().personId };

/** Decides before each write to a table whether it fails; `undefined` lets it pass. */
type Decide = (table: string, request: DBCoreMutateRequest) => Error | Promise<never> | undefined;

let opened = 0;
const stores: DexieStore[] = [];
afterEach(() => stores.splice(0).forEach((store) => store.close()));

function openStore(decide: Decide = () => undefined): DexieStore {
  const database = new PhoneDatabase(`faults-${++opened}`);
  database.use({
    stack: "dbcore",
    name: "faults",
    create: (core: DBCore) => ({
      ...core,
      table: (name) => {
        const table = core.table(name);
        return {
          ...table,
          mutate: async (request) => {
            const fault = decide(name, request);
            if (fault instanceof Error) throw fault;
            return fault ?? table.mutate(request);
          },
        };
      },
    }),
  });
  const store = new DexieStore(database);
  stores.push(store);
  return store;
}

function named(name: string): Error {
  return Object.assign(new Error(name), { name });
}

function outboxOver(store: DexieStore) {
  const network: Ports["network"] = { send: () => Promise.reject(new Error("offline")) };
  const rest = { credentials: async () => null, lock: localLock(), visible: () => true };
  return createOutbox({ ...makers(), store, network, bell: localBell(), ...rest }).outbox;
}

it("a connection the system killed is reopened within a second, observers included", async () => {
  const store = openStore();
  const seen: number[] = [];
  const stop = store.observe(
    async () => (await store.list(["saved"])).length,
    (n) => seen.push(n),
  );
  await store.insert(await frozen("före"), null);
  await eventually(() => seen.at(-1) === 1);
  for (let killed = 0; killed < 5; killed++) {
    store.database.backendDB().close();
    const started = performance.now();
    await store.insert(await frozen(`efter ${killed}`), null);
    expect(performance.now() - started).toBeLessThan(1_000);
    await eventually(() => seen.at(-1) === killed + 2);
  }
  stop();
});

it.each(["UnknownError", "InvalidStateError", "DatabaseClosedError"])(
  "%s every 20th write fails no save and loses none (300 saves)",
  async (name) => {
    let writes = 0;
    const store = openStore(() => (++writes % 20 === 0 ? named(name) : undefined));
    const outbox = outboxOver(store);
    const ids: string[] = [];
    for (let at = 0; at < 300; at++) ids.push((await outbox.save(report(`nr ${at}`))).id);
    const stored = await store.list(["saved"]);
    expect(stored.map(({ id }) => id).sort()).toEqual(ids.sort());
  },
  60_000,
);

it("a failure that stays is told as broken within a second or so, never as saved", async () => {
  const store = openStore((table) => (table === "entries" ? named("UnknownError") : undefined));
  const started = performance.now();
  await expect(outboxOver(store).save(report("?"))).rejects.toBeInstanceOf(StorageBroken);
  expect(performance.now() - started).toBeLessThan(2_500);
  expect(await store.list(["saved"])).toEqual([]);
});

it("a call that hangs is given up, revived once, and then told", async () => {
  const { database } = openStore();
  const alive = new Alive(database, 50);
  const never = () => new Promise<string>(() => undefined);
  let calls = 0;
  const second = () => (++calls === 1 ? never() : Promise.resolve("läst"));
  expect(await alive.run(second)).toBe("läst");
  await expect(alive.run(never)).rejects.toBeInstanceOf(StorageBroken);
});

it("an upgrade that an older tab holds up is told, and is no failure however long it takes", async () => {
  const database = new PhoneDatabase(`faults-${++opened}`);
  const older = await new Promise<IDBDatabase>((done) => {
    const opening = indexedDB.open(database.name, 9);
    opening.onsuccess = () => done(opening.result);
  });
  let told = 0;
  const alive = new Alive(database, 20, () => told++);
  const reading = alive.run(() => database.entries.count());
  await eventually(() => told === 1);
  await new Promise((done) => setTimeout(done, 100));
  older.close();
  expect(await reading).toBe(0);
  database.close();
});

it("many calls that meet one dead connection revive it once", async () => {
  const { database } = openStore();
  const alive = new Alive(database);
  let revivals = 0;
  alive.onReopened(() => revivals++);
  const failedOnce = new Set<number>();
  const call = (at: number) => async () => {
    if (failedOnce.has(at)) return at;
    failedOnce.add(at);
    throw named("InvalidStateError");
  };
  const results = await Promise.all([1, 2, 3, 4].map((at) => alive.run(call(at))));
  expect(results).toEqual([1, 2, 3, 4]);
  expect(revivals).toBe(1);
});

it.each(["bodies", "entries"])(
  "a full disk at %s is told as full, and nothing is half-written",
  async (full) => {
    const store = openStore((table) => (table === full ? named("QuotaExceededError") : undefined));
    const draft = { id: "d", owner: ME, createdAt: 1, updatedAt: 1, content: {}, photos: [] };
    await store.putDraft(draft);
    const wanted = report("full", { photos: [photo(1)], draftId: "d" });
    await expect(outboxOver(store).save(wanted)).rejects.toBeInstanceOf(StorageFull);
    expect(await store.list(["saved"])).toEqual([]);
    expect(await store.database.bodies.count()).toBe(0);
    expect(await store.draft("d")).toEqual(draft);
  },
);

it("the ballast makes room for a report, once", async () => {
  let room = false;
  const store: DexieStore = openStore((table, { type }) => {
    if (table === "ballast" && type === "deleteRange") room = true;
    return table === "bodies" && !room ? named("QuotaExceededError") : undefined;
  });
  await store.keepBallast();
  expect((await store.database.ballast.get("ballast"))!.bytes).toHaveLength(5_000_000);
  const { id } = await outboxOver(store).save(report("trångt"));
  expect(await store.readBytes(id)).toBeDefined();
  expect(await store.database.ballast.count()).toBe(0);
});

it("photos are kept as exact bytes in a full-size report", async () => {
  const store = openStore();
  const photos = Array.from({ length: 6 }, (_, at) => photo(at + 1, 400_000));
  const started = performance.now();
  const { id } = await outboxOver(store).save(report("sex bilder", { photos }));
  console.info(`save with 6 × 400 kB: ${Math.round(performance.now() - started)} ms`);
  for (const one of await store.photosOf([id])) {
    expect((await store.readBytes(one.id))!.length).toBe(400_000);
  }
});
