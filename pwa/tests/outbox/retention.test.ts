/** What leaves the phone by itself, and when; and what a restored server gets back (P-A10, R1). */
import { describe, expect, it } from "vitest";
import { World } from "../simulation/world";
import { author, report } from "./samples";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** The phone is off for a while, then on for long enough to have asked the server. */
async function later(world: World, ms: number): Promise<void> {
  await world.clock.skip(ms - 20 * 60_000);
  await world.clock.advance(20 * 60_000);
}

async function stateOf(world: World, at = 0) {
  const { id } = world.promised[at]!;
  const entry = await world.store.read(id);
  return { state: entry?.state, bytes: await world.store.readBytes(id), entry };
}

describe("purging", () => {
  it("keeps everything 72 h after completion, then only the receipt, 30 days", async () => {
    const world = new World(1);
    await world.save("p1", 1);
    await world.clock.advance(60_000);
    await later(world, 71 * HOUR);
    expect(await stateOf(world)).toMatchObject({ state: "complete", bytes: expect.anything() });
    await later(world, 2 * HOUR);
    const purged = await stateOf(world);
    expect(purged.state).toBe("purged");
    expect(purged.bytes).toBeUndefined();
    expect(purged.entry!.receipt!.receiptNo).toBe("R-1");
    expect(purged.entry!.label).toEqual({});
    const [photo] = world.promised[0]!.photos;
    expect(await world.store.readBytes(photo!.id)).toBeUndefined();
    await later(world, 29 * DAY);
    expect((await stateOf(world)).state).toBe("purged");
    await later(world, 2 * DAY);
    expect((await stateOf(world)).state).toBeUndefined();
    expect(await world.store.traces()).toEqual([]);
  });

  it("counts in the server's time: a clock that jumps a year ahead purges nothing", async () => {
    const world = new World(2);
    await world.save("p1", 1);
    await world.clock.advance(60_000);
    world.clock.jump(400 * DAY);
    await world.clock.advance(HOUR);
    expect(await stateOf(world)).toMatchObject({ state: "complete", bytes: expect.anything() });
  });

  it("keeps what is not whole for as long as it takes", async () => {
    const world = new World(3);
    await world.save("p1", 0, "QUARANTINE");
    await world.save("p1", 0, "REFUSED");
    await later(world, 40 * DAY);
    expect(await stateOf(world, 0)).toMatchObject({ state: "received", bytes: expect.anything() });
    expect(await stateOf(world, 1)).toMatchObject({
      state: "needs_attention",
      bytes: expect.anything(),
    });
  });

  it("keeps a fact whose photo the server has not, however long", async () => {
    const world = new World(4);
    const send = world.network.send.bind(world.network);
    world.network.send = (request) =>
      request.path.startsWith("/attachments") ? Promise.reject(new Error("cut")) : send(request);
    await world.save("p1", 1);
    await later(world, 5 * DAY);
    expect(await stateOf(world)).toMatchObject({ state: "received", bytes: expect.anything() });
    world.network.send = send;
    await world.clock.advance(HOUR);
    expect((await stateOf(world)).state).toBe("complete");
  });
});

describe("a server restored from yesterday's backup", () => {
  it("gets back every report of the last 72 h with its photos", async () => {
    const world = new World(5);
    await world.save("p1", 0);
    await world.clock.advance(HOUR);
    const restore = world.server.backup();
    for (let at = 0; at < 10; at++) await world.save(at % 2 ? "p1" : "p2", at % 3);
    await later(world, 24 * HOUR);
    restore();
    expect(world.server.facts()).toHaveLength(1);
    await world.clock.advance(20 * 60_000);
    expect(world.server.facts()).toHaveLength(11);
    const photos = world.promised.flatMap((one) => one.photos);
    expect(photos.every(({ id, digest }) => world.server.hasPicture(id, digest))).toBe(true);
  });

  it("that knows an id with other bytes makes the phone ask a person", async () => {
    const world = new World(6);
    await world.save("p1", 0);
    await world.clock.advance(60_000);
    const [row] = world.server.facts();
    row!.digest = "0".repeat(64);
    await world.clock.advance(20 * 60_000);
    const { entry, bytes } = await stateOf(world);
    expect(entry).toMatchObject({ state: "needs_attention", attention: { code: "other_digest" } });
    expect(bytes).toBeDefined();
  });

  it("does not make the phone believe a login page that the server lost everything", async () => {
    const world = new World(7);
    await world.save("p1", 0);
    await world.clock.advance(60_000);
    const calls = world.network.requests;
    world.network.weather = { badness: 1, latency: 100, only: "login_page" };
    await world.clock.advance(HOUR);
    expect(world.network.requests).toBeGreaterThan(calls);
    expect((await stateOf(world)).state).toBe("complete");
  });

  it("is asked about 1,100 reports in portions, and one author's refusal keeps nobody else", async () => {
    const world = new World(8);
    const tab = world.openTab();
    for (let at = 0; at < 1_100; at++) {
      void tab.outbox.save(report(`nr ${at}`, { author: author(at < 550 ? "p1" : "p2") }));
    }
    await world.clock.advance(10 * 60_000);
    expect(world.server.facts()).toHaveLength(1_100);
    const restore = world.server.backup();
    world.revoke("p1");
    restore();
    let questions = 0;
    const answer = world.server.answer.bind(world.server);
    world.server.answer = (asked) => {
      if (asked.path === "/receipts/query") questions += 1;
      return answer(asked);
    };
    await world.clock.advance(16 * 60_000);
    expect(questions).toBe(4); // two persons, two portions each
  }, 60_000);
});
