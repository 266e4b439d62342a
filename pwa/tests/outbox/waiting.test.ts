/** What makes an entry wait, and what ends the wait (D4). */
import { describe, expect, it } from "vitest";
import { fill, MINUTE, undelivered } from "../simulation/watching";
import { World } from "../simulation/world";

describe("waiting as told", () => {
  it("heeds Retry-After of our own server, even when kicked", async () => {
    const world = new World(16);
    const tab = world.openTab();
    const answer = world.server.answer.bind(world.server);
    world.server.answer = () => world.server.problem(429, "too_many", "120");
    await fill(world, 10);
    await world.clock.advance(5_000);
    const calls = world.network.requests;
    world.server.answer = answer;
    tab.outbox.kick();
    await world.clock.advance(100_000);
    expect(world.network.requests).toBe(calls);
    await world.clock.advance(60_000);
    expect(await undelivered(world)).toEqual([]);
  });

  it("does not heed a login page that asks for a year", async () => {
    const world = new World(17);
    const tab = world.openTab();
    const send = world.network.send.bind(world.network);
    world.network.send = async (request) => {
      await world.clock.sleep(100, request.signal);
      const page = { contentType: "text/html", body: "<h1>", date: null };
      return { ...page, status: 503, retryAfter: "31536000" };
    };
    await fill(world, 3);
    await world.clock.advance(20_000);
    world.network.send = send;
    tab.outbox.kick();
    await world.clock.advance(3_000);
    expect(await undelivered(world)).toEqual([]);
  });
});

describe("credentials", () => {
  it("a refused one parks its author's entries only, with one call, until it is renewed", async () => {
    const world = new World(18);
    world.openTab();
    world.revoke("p2");
    await fill(world, 20, "", "p2");
    await fill(world, 5, "", "p1");
    await world.clock.advance(MINUTE);
    const parked = await undelivered(world);
    expect(parked).toHaveLength(20);
    expect(
      parked.every(
        ({ state, author: by }) => state === "waiting_for_login" && by.personId === "p2",
      ),
    ).toBe(true);
    const calls = world.network.requests;
    expect(calls).toBeLessThanOrEqual(5 + 3 + 2);
    await world.clock.advance(4 * MINUTE);
    expect(world.network.requests - calls).toBeLessThanOrEqual(2);
    world.renew("p2");
    await world.clock.advance(30_000);
    expect(await undelivered(world)).toEqual([]);
    expect(world.server.facts().filter(({ person }) => person === "p2")).toHaveLength(20);
  });

  it("'send now' tries a parked entry, and its success frees the others", async () => {
    const world = new World(19);
    const tab = world.openTab();
    world.revoke("p2");
    const [first] = await fill(world, 6, "", "p2");
    await world.clock.advance(MINUTE);
    world.server.allow("p2-1", "p2");
    await world.clock.advance(MINUTE);
    expect(await undelivered(world)).toHaveLength(6);
    void tab.outbox.sendNow(first!.id);
    await world.clock.advance(30_000);
    expect(await undelivered(world)).toEqual([]);
  });
});

describe("a person's requests", () => {
  it("'send now' tries a refused entry again, and shows the refusal again", async () => {
    const world = new World(20);
    const tab = world.openTab();
    const [refused] = await fill(world, 1, "REFUSED");
    await world.clock.advance(MINUTE);
    const before = (await world.store.read(refused!.id))!;
    expect(before.attention).toMatchObject({
      code: "rejected",
      problem: { code: "place_missing" },
    });
    void tab.outbox.sendNow(refused!.id);
    await world.clock.advance(5_000);
    const after = (await world.store.read(refused!.id))!;
    expect(after.tries.length).toBe(before.tries.length + 1);
    expect(after.state).toBe("needs_attention");
  });
});

describe("damage on the phone", () => {
  it("bytes that are no longer the frozen ones are never sent", async () => {
    const world = new World(21);
    world.network.weather = { badness: 1, latency: 0, only: "cut_before" };
    const [entry] = await fill(world, 1);
    const read = world.store.readBytes.bind(world.store);
    world.store.readBytes = async (id) => {
      const bytes = await read(id);
      bytes?.fill(0, 0, 1);
      return bytes;
    };
    world.network.weather = { badness: 0, latency: 0 };
    await world.clock.advance(MINUTE);
    expect(world.server.facts()).toEqual([]);
    expect((await world.store.read(entry!.id))!.attention).toEqual({ code: "bytes_damaged" });
  });
});
