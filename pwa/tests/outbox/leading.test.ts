/** One tab sends; a sleeping leader is relieved, a hanging loop is replaced (P-C4, P-A5, R7). */
import { describe, expect, it } from "vitest";
import type { Lock } from "../../src/outbox";
import { leaseLock } from "../../src/sync/lease-lock";
import type { Tab } from "../simulation/phone";
import { World } from "../simulation/world";
import { report } from "./samples";

const SECOND = 1_000;

const leaders = (world: World) => world.livingTabs().filter(({ leader }) => leader.isLeading());

async function save(world: World, tab: Tab, note: string) {
  const saving = tab.outbox.save(report(note));
  await world.clock.advance(0);
  return saving;
}

async function delivered(world: World): Promise<number> {
  return (await world.store.list(["complete"])).length;
}

/** Each kind of lock, made for a world: in the browser it is one or the other. */
const LOCKS: Record<string, (world: () => World) => (() => Lock) | undefined> = {
  "Web Locks manners": () => undefined,
  "lease row": (world) => {
    let holders = 0;
    return () => ({
      // Every tab has a lease lock of its own over the one row.
      request: (steal, signal, held) =>
        leaseLock(world().store, world().clock, `tab-${++holders}`).request(steal, signal, held),
    });
  },
};

describe.each(Object.keys(LOCKS))("with %s", (kind) => {
  function newWorld(seed: number): World {
    const made: { world?: World } = {};
    const makeLock = LOCKS[kind]!(() => made.world!);
    made.world = makeLock ? new World(seed, {}, makeLock) : new World(seed);
    return made.world;
  }

  it("one of three tabs leads, and what another saves is sent", async () => {
    const world = newWorld(1);
    const tabs = [world.openTab(), world.openTab(), world.openTab()];
    await world.clock.advance(20 * SECOND);
    expect(leaders(world)).toHaveLength(1);
    const idle = tabs.find(({ leader }) => !leader.isLeading())!;
    await save(world, idle, "från en annan flik");
    await world.clock.advance(2 * SECOND);
    expect(await delivered(world)).toBe(1);
  });

  it("a killed leader is followed within 20 s, fifty times, with never two at once", async () => {
    const world = newWorld(2);
    for (let killed = 0; killed < 50; killed++) {
      while (world.livingTabs().length < 3) world.openTab();
      await world.clock.advance(SECOND);
      leaders(world)[0]?.process.kill();
      const [writer] = world.livingTabs();
      await save(world, writer!, `nr ${killed}`);
      for (let waited = 0; waited < 20; waited++) {
        await world.clock.advance(SECOND);
        expect(leaders(world).length).toBeLessThanOrEqual(1);
      }
      expect(leaders(world)).toHaveLength(1);
      expect(await delivered(world)).toBe(killed + 1);
    }
    expect(world.server.facts()).toHaveLength(50);
  });

  it("a visible tab takes over from a leader that sleeps, and the sleeper yields when it wakes", async () => {
    const world = newWorld(3);
    const tabs = [world.openTab(), world.openTab()];
    await world.clock.advance(10 * SECOND);
    const sleeper = tabs.find(({ leader }) => leader.isLeading())!;
    const other = tabs.find((tab) => tab !== sleeper)!;
    sleeper.process.freeze();
    await save(world, other, "medan den andra sover");
    await world.clock.advance(25 * SECOND);
    expect(other.leader.isLeading()).toBe(true);
    expect(await delivered(world)).toBe(1);
    sleeper.process.unfreeze();
    await world.clock.advance(10 * SECOND);
    expect(leaders(world)).toEqual([other]);
    expect(world.server.facts()).toHaveLength(1);
  });
});

it("a hidden tab does not take over", async () => {
  const world = new World(4);
  const tabs = [world.openTab(), world.openTab()];
  world.visible = false;
  await world.clock.advance(10 * SECOND);
  const sleeper = tabs.find(({ leader }) => leader.isLeading())!;
  const other = tabs.find((tab) => tab !== sleeper)!;
  sleeper.process.freeze();
  await save(world, other, "i bakgrunden");
  await world.clock.advance(60 * SECOND);
  expect(other.leader.isLeading()).toBe(false);
  world.visible = true;
  await world.clock.advance(6 * SECOND);
  expect(other.leader.isLeading()).toBe(true);
});

it("a loop whose database call never returns is replaced within 150 s, and says so", async () => {
  const world = new World(5);
  const tab = world.openTab();
  await world.clock.advance(SECOND);
  await save(world, tab, "före");
  const list = world.store.list.bind(world.store);
  let hung = 0;
  world.store.list = (states) => {
    if (hung++ === 0) return new Promise(() => undefined);
    return list(states);
  };
  await world.clock.advance(20 * SECOND);
  expect(hung).toBe(1);
  await world.clock.advance(130 * SECOND);
  expect(hung).toBeGreaterThan(1);
  const { health } = await world.store.snapshot(null, 0);
  expect(health.stalls).toBe(1);
  expect(health.stalledAt).not.toBeNull();
});

it("a phone that merely slept is not called stalled", async () => {
  const world = new World(6);
  const tab = world.openTab();
  await world.clock.advance(SECOND);
  tab.process.freeze();
  await world.clock.advance(3_600 * SECOND);
  tab.process.unfreeze();
  await world.clock.advance(60 * SECOND);
  expect((await world.store.snapshot(null, 0)).health.stalls).toBe(0);
});

it("gives up the lead when stopped, and leaves begun tries to the next", async () => {
  const world = new World(7);
  const first = world.openTab();
  world.network.weather = { badness: 1, latency: 0, only: "hangs" };
  await save(world, first, "påbörjad");
  await world.clock.advance(3 * SECOND);
  first.leader.stop();
  await world.clock.advance(SECOND);
  expect((await world.store.list(["sending"])).length).toBe(1);
  world.network.weather = { badness: 0, latency: 100 };
  world.openTab();
  await world.clock.advance(3 * SECOND);
  expect(await delivered(world)).toBe(1);
});
