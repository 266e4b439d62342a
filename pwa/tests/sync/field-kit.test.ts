import { afterEach, beforeEach, expect, it } from "vitest";
import { MemoryStore } from "../../src/storage/memory";
import { systemClock } from "../../src/sync/device";
import { refreshFieldKit } from "../../src/sync/field-kit";
import { MUNICIPALITY } from "../outbox/samples";
import { openWire, type Wire } from "./wire";

const OWNER = { municipalityId: MUNICIPALITY, personId: "p1" };
const KIT = { made_at: "2026-11-22T01:00:00Z", municipality: { id: MUNICIPALITY }, tiles: [] };

let wire: Wire;
let store: MemoryStore;
beforeEach(async () => {
  store = new MemoryStore();
  wire = await openWire((heard, response) => {
    if (heard.headers["if-none-match"] === '"1"') response.writeHead(304).end();
    else response.writeHead(200, { ETag: '"1"' }).end(JSON.stringify(KIT));
  });
});
afterEach(() => wire.close());

const refresh = () => refreshFieldKit(OWNER, wire.baseUrl, store, systemClock);

it("fetches the kit once and asks with its ETag afterwards", async () => {
  expect(await refresh()).toBe(true);
  const first = await store.kit(OWNER);
  expect(first).toMatchObject({ kit: KIT, etag: '"1"' });
  await new Promise((resolve) => setTimeout(resolve, 2));
  expect(await refresh()).toBe(true);
  const second = await store.kit(OWNER);
  expect(second!.kit).toEqual(KIT);
  expect(second!.checkedAt).toBeGreaterThan(first!.checkedAt);
  expect(wire.heard.map(({ headers }) => headers["if-none-match"])).toEqual([undefined, '"1"']);
  expect((await store.snapshot(null, 0)).health.lastContactAt).not.toBeNull();
});

it.each<[string, number, string]>([
  ["a login page", 200, "<html>"],
  ["another municipality's kit", 200, JSON.stringify({ municipality: { id: "other" } })],
  ["somebody's JSON", 200, '{"ok":true}'],
  ["an expired session", 401, '{"code":"not_signed_in"}'],
  ["a broken server", 502, ""],
])("keeps the old kit on %s", async (_, status, body) => {
  await refresh();
  wire.answer = (_heard, response) => response.writeHead(status).end(body);
  expect(await refresh()).toBe(false);
  expect((await store.kit(OWNER))!.kit).toEqual(KIT);
});

it("keeps it without network", async () => {
  await refresh();
  wire.answer = (_heard, _response, socket) => socket.destroy();
  expect(await refresh()).toBe(false);
  expect((await store.kit(OWNER))!.kit).toEqual(KIT);
});
