/** What the server is told about the phone, and what the phone learns about the server (F19). */
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Answer, Request } from "../../src/outbox";
import { MemoryStore } from "../../src/storage/memory";
import { DeviceStatus } from "../../src/sync/device-status";
import { StorageLoss } from "../../src/sync/storage-loss";
import { author, frozen, MUNICIPALITY, photo } from "../outbox/samples";
import { VirtualClock } from "../simulation/virtual-clock";

const NO_CONTENT = { status: 204, contentType: "", body: "", retryAfter: null, date: null };
const PAGE = { ...NO_CONTENT, status: 200, contentType: "text/html", body: "<h1>" };

let store: MemoryStore;
let clock: VirtualClock;
let told: { path: string; bearer: string; body: Record<string, unknown> }[];
let answer: () => Answer;
let mayTell: boolean;
let loss: StorageLoss;

beforeEach(async () => {
  [store, clock, told, answer, mayTell] = [
    new MemoryStore(),
    new VirtualClock(),
    [],
    () => NO_CONTENT,
    true,
  ];
  for (const personId of ["p1", "p2"]) {
    const credential = { municipalityId: MUNICIPALITY, personId, deviceId: `d-${personId}` };
    await store.putCredential({ ...credential, secret: `s-${personId}`, enrolledAt: 1 });
  }
  const network = {
    send: async ({ path, headers, body }: Request) => {
      told.push({
        path,
        bearer: headers["Authorization"]!,
        body: JSON.parse(new TextDecoder().decode(body)),
      });
      return answer();
    },
  };
  let used = 0;
  const storage = () => ({ used_bytes: ++used, quota_bytes: 100, persisted: true });
  const device = { storage, appVersion: "1.2.3", mayTell: () => mayTell };
  loss = new StorageLoss(store, () => "loss-1");
  const needs = { ...device, store, network, clock, loss };
  void new DeviceStatus(needs).run(new AbortController().signal);
});

const silentSince = async () => (await store.snapshot(null, 0)).health.silentSince;

it("tells each person's device its own numbers, and again only when they change", async () => {
  await store.insert(await frozen("mitt", { photos: [photo(1), photo(2)] }), null);
  await store.insert(await frozen("ditt", { author: author("p2") }), null);
  await clock.advance(61_000);
  const of = (person: string) => told.filter(({ path }) => path === `/devices/d-${person}/status`);
  expect(of("p1").at(-1)).toMatchObject({
    bearer: `Bearer lj1.${MUNICIPALITY}.s-p1`,
    body: { unsent: 1, unsent_photos: 2, app_version: "1.2.3", storage: { persisted: true } },
  });
  expect(of("p2").at(-1)!.body).toMatchObject({ unsent: 1, unsent_photos: 0 });
  const calls = told.length;
  await clock.advance(40_000);
  expect(told.length - calls).toBeLessThanOrEqual(1);
  await store.insert(await frozen("nytt"), null);
  await clock.advance(6_000);
  expect(told.at(-1)!.body).toMatchObject({ unsent: 2 });
});

it("notices a silent server with nothing to send, and its return within half a minute", async () => {
  await clock.advance(10_000);
  answer = () => {
    throw new Error("cut");
  };
  const calls = told.length;
  await clock.advance(180_000);
  expect(await silentSince()).not.toBeNull();
  expect(told.length - calls).toBeLessThanOrEqual(180 / 20 + 1);
  answer = () => NO_CONTENT;
  await clock.advance(30_000);
  expect(await silentSince()).toBeNull();
});

it("calls a login page a portal and a refusal an answer", async () => {
  answer = () => PAGE;
  await clock.advance(6_000);
  expect((await store.snapshot(null, 0)).health).toMatchObject({ portal: true });
  const problem = { contentType: "application/problem+json", body: '{"code":"not_signed_in"}' };
  answer = () => ({ ...NO_CONTENT, status: 401, ...problem });
  await clock.advance(60_000);
  expect((await store.snapshot(null, 0)).health).toMatchObject({
    portal: false,
    silentSince: null,
  });
  const calls = told.length;
  await clock.advance(55_000);
  expect(told.length - calls).toBeLessThanOrEqual(2);
});

it("tells nothing while it may not", async () => {
  await clock.advance(60_000);
  mayTell = false;
  const calls = told.length;
  await clock.advance(3_600_000);
  expect(told.length).toBe(calls);
});

/** Outlives the database, as a browser's own does. */
function outside(): Map<string, string> {
  const kept = new Map<string, string>();
  vi.stubGlobal("localStorage", {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => kept.set(key, value),
  });
  return kept;
}

describe("a database that the browser has emptied (P-C7)", () => {
  afterEach(() => void vi.unstubAllGlobals());
  const undelivered = async () => {
    const bundles = [await frozen("mitt", { photos: [photo(1)] }), await frozen("ditt")];
    const theirs = await frozen("deras", { author: author("p2") });
    return [...bundles.flat(), ...theirs].map(({ entry }) => entry);
  };

  it("is noticed, with what had no receipt, and told once by whoever can", async () => {
    outside();
    const before = new StorageLoss(new MemoryStore(), () => "none");
    await before.look();
    expect(before.unseen).toBeNull();
    before.note(await undelivered());
    loss.note([]); // the emptied database counts nothing, before the canary has been missed
    await loss.look();
    const deviceIds = [author().deviceId, author("p2").deviceId].sort();
    expect(loss.unseen).toMatchObject({ id: "loss-1", unsent: 3, deviceIds });

    answer = () => ({ ...NO_CONTENT, status: 401, contentType: "application/problem+json" });
    await clock.advance(16_000);
    expect(loss.untold).not.toBeNull();
    answer = () => NO_CONTENT;
    await clock.advance(120_000);
    const [first] = told.filter(({ body }) => "storage_loss" in body);
    expect(first!.body["storage_loss"]).toMatchObject({ unsent: 3, device_ids: deviceIds });
    expect(loss.untold).toBeNull();
    const after = told.length;
    await store.insert(await frozen("nytt"), null);
    await clock.advance(16_000);
    for (const { body } of told.slice(after)) expect(body).not.toHaveProperty("storage_loss");

    await loss.markSeen();
    const next = new StorageLoss(store, () => "loss-2");
    await next.look();
    expect([next.unseen, next.untold]).toEqual([null, null]);
  });

  it("is not taken for a new phone, nor a new phone for it", async () => {
    const kept = outside();
    await loss.look();
    expect(loss.unseen).toBeNull();
    loss.note(await undelivered());
    expect([...kept.values()].map((text) => JSON.parse(text).unsent)).toEqual([3]);
    await loss.look(); // the canary lives
    expect(loss.unseen).toBeNull();
  });
});
