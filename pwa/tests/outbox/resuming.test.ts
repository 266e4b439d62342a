/** The network comes back; one bad item never keeps the others (P-A5, P-A6). */
import { describe, expect, it } from "vitest";
import type { Fault } from "../simulation/faulty-network";
import { fill, HOUR, MINUTE, timeUntil, undelivered } from "../simulation/watching";
import { World } from "../simulation/world";

describe("when the network comes back", () => {
  const outages: [Fault, number][] = (
    ["cut_before", "login_page", "bad_gateway", "hangs"] as const
  ).flatMap((fault) => [30_000, 7 * MINUTE, 40 * MINUTE].map((ms): [Fault, number] => [fault, ms]));

  it.each(outages)(
    "after %s for %i ms, 50 reports go within 60 s without a touch",
    async (fault, ms) => {
      const world = new World(5);
      world.network.weather = { badness: 1, latency: 400, only: fault };
      await fill(world, 50);
      await world.clock.advance(ms);
      world.network.weather = { badness: 0, latency: 400 };
      const took = await timeUntil(world, async () => (await undelivered(world)).length === 0);
      expect(took).toBeLessThanOrEqual(60_000);
    },
  );

  it.each(["cut_before", "hangs"] as const)("a single report too, after %s", async (fault) => {
    const world = new World(6);
    world.network.weather = { badness: 1, latency: 400, only: fault };
    await fill(world, 1);
    await world.clock.advance(HOUR);
    world.network.weather = { badness: 0, latency: 400 };
    const took = await timeUntil(world, async () => (await undelivered(world)).length === 0);
    expect(took).toBeLessThanOrEqual(60_000);
  });

  it("at once when told", async () => {
    const world = new World(7);
    const tab = world.openTab();
    world.network.weather = { badness: 1, latency: 0, only: "cut_before" };
    await fill(world, 3);
    await world.clock.advance(HOUR);
    world.network.weather = { badness: 0, latency: 200 };
    tab.outbox.kick();
    await world.clock.advance(1_500);
    expect(await undelivered(world)).toEqual([]);
  });

  it("asks seldom while the page is hidden, and never storms", async () => {
    const world = new World(8);
    world.visible = false;
    world.network.weather = { badness: 1, latency: 400, only: "cut_before" };
    await fill(world, 50);
    await world.clock.advance(HOUR);
    expect(world.network.requests).toBeLessThan(40);
    world.visible = true;
    await world.clock.advance(HOUR);
    expect(world.network.requests).toBeLessThan(40 + (HOUR / 15_000) * 1.5);
  });
});

describe("one bad item", () => {
  it.each(["REFUSED", "BROKEN", "FIREWALL"])("%s does not keep 199 others", async (kind) => {
    const world = new World(9);
    await fill(world, 1, kind);
    await fill(world, 199);
    const took = await timeUntil(world, async () => (await undelivered(world)).length === 1);
    expect(took).toBeLessThanOrEqual(60_000);
    const [poison] = await undelivered(world);
    expect(poison!.tries.at(-1)!.reason).not.toBeNull();
    expect(await world.store.readBytes(poison!.id)).toBeDefined();
    expect(poison!.state === "needs_attention").toBe(kind === "REFUSED");
  });

  it("nor do five that only a firewall dislikes", async () => {
    const world = new World(10);
    await fill(world, 5, "FIREWALL");
    await fill(world, 60);
    const took = await timeUntil(world, async () => (await undelivered(world)).length === 5);
    expect(took).toBeLessThanOrEqual(2 * MINUTE);
  });

  it("is tried ever more seldom, down to once in five minutes", async () => {
    const world = new World(11);
    const [broken] = await fill(world, 1, "BROKEN");
    await world.clock.advance(2 * HOUR);
    const calls = world.network.requests;
    await world.clock.advance(HOUR);
    expect(world.network.requests - calls).toBeGreaterThanOrEqual(12);
    expect(world.network.requests - calls).toBeLessThanOrEqual(26);
    expect((await world.store.read(broken!.id))!.tries).toHaveLength(20);
  });
});
