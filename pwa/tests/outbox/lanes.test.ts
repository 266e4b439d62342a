/** Alarms before facts before photos, and nothing held up by a line that hangs (P-B2, R9). */
import { describe, expect, it } from "vitest";
import { fill, listen, MINUTE, timeUntil, undelivered } from "../simulation/watching";
import { World } from "../simulation/world";
import { photo, report } from "./samples";

describe("lanes", () => {
  it("an alarm goes first and is tried every second", async () => {
    const world = new World(12);
    const tab = world.openTab();
    world.network.weather = { badness: 1, latency: 0, only: "cut_before" };
    await fill(world, 20);
    await world.clock.advance(10 * MINUTE);
    const heard = listen(world);
    void tab.outbox.save(report("larm", { lane: "alarm", resource: "alarms" }));
    await world.clock.advance(30_000);
    const alarms = heard.filter(({ path }) => path.startsWith("/alarms"));
    expect(alarms.length).toBeGreaterThanOrEqual(25);
    world.network.weather = { badness: 0, latency: 200 };
    await world.clock.advance(1_500);
    expect(world.server.facts().some(({ path }) => path.startsWith("/alarms"))).toBe(true);
  });

  it("an alarm is not held up by lines that hang, nor by its own", async () => {
    const world = new World(13);
    const tab = world.openTab();
    world.network.weather = { badness: 1, latency: 0, only: "hangs" };
    await fill(world, 20);
    await world.clock.advance(MINUTE);
    const heard = listen(world);
    void tab.outbox.save(report("larm", { lane: "alarm", resource: "alarms" }));
    await world.clock.advance(200);
    expect(heard.filter(({ path }) => path.startsWith("/alarms"))).toHaveLength(1);
    await world.clock.advance(5 * MINUTE);
    world.network.weather = { badness: 0, latency: 200 };
    const took = await timeUntil(world, async () =>
      world.server.facts().some(({ path }) => path.startsWith("/alarms")),
    );
    expect(took).toBeLessThanOrEqual(12_000);
  });

  it("has at most four under way, oldest facts first, photos one by one after their fact", async () => {
    const world = new World(14);
    const tab = world.openTab();
    let most = 0;
    const paths: string[] = [];
    const under = new Set<string>();
    const send = world.network.send.bind(world.network);
    world.network.send = async (request) => {
      under.add(request.path);
      paths.push(request.path);
      most = Math.max(most, under.size);
      expect(
        [...under].filter((path) => path.startsWith("/attachments")).length,
      ).toBeLessThanOrEqual(1);
      return send(request).finally(() => under.delete(request.path));
    };
    world.network.weather = { badness: 1, latency: 300, only: "cut_before" };
    const photos = [photo(1), photo(2), photo(3)];
    for (let at = 0; at < 8; at++) {
      void tab.outbox.save(report(`nr ${at}`, { photos }));
      await world.clock.advance(3_000);
    }
    await world.clock.advance(MINUTE);
    world.network.weather = { badness: 0, latency: 300 };
    paths.length = 0;
    tab.outbox.kick();
    await world.clock.advance(2 * MINUTE);
    expect(await undelivered(world)).toEqual([]);
    expect(most).toBeLessThanOrEqual(4);
    const firstPhoto = paths.findIndex((path) => path.startsWith("/attachments"));
    const facts = paths.filter((path) => path.startsWith("/incidents"));
    expect(paths.slice(0, firstPhoto)).toEqual(facts);
    // The first is the probe that found the way open; the rest go in the order they were saved.
    const saved = (await world.store.list(["complete"])).map(({ path }) => path);
    const rest = facts.slice(1);
    expect(rest).toEqual(saved.filter((path) => rest.includes(path)));
  });

  it("sends a photo again when a restored server misses it", async () => {
    const world = new World(15);
    await world.save("p1", 2);
    const restore = world.server.backup();
    await world.clock.advance(MINUTE);
    const [{ photos }] = world.promised as [(typeof world.promised)[number]];
    expect(photos.every(({ id, digest }) => world.server.hasPicture(id, digest))).toBe(true);
    restore();
    expect(photos.every(({ id, digest }) => world.server.hasPicture(id, digest))).toBe(false);
    await world.clock.advance(17 * MINUTE);
    expect(photos.every(({ id, digest }) => world.server.hasPicture(id, digest))).toBe(true);
  });
});
