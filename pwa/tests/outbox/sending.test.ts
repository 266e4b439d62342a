/** How the sender behaves in time: lanes, waits, resumption, crashes (P-A5, A6, B2, D4). */
import { describe, expect, it } from "vitest";
import type { Entry, Request } from "../../src/outbox";
import type { Fault } from "../simulation/faulty-network";
import { World } from "../simulation/world";
import { author, photo, report } from "./samples";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** Saves without waiting in between. */
async function fill(world: World, count: number, note = "", person = "p1"): Promise<Entry[]> {
  const { outbox } = world.livingTabs()[0] ?? world.openTab();
  const saving = Array.from({ length: count }, (_, at) => {
    const wanted = report(`${note} ${at}`, { author: author(person) });
    return outbox.save(wanted);
  });
  await world.clock.advance(0);
  return Promise.all(saving);
}

async function undelivered(world: World): Promise<Entry[]> {
  return world.store.list(["saved", "sending", "waiting_for_login", "needs_attention"]);
}

/** Virtual ms until `done`, looking every 250 ms; Infinity after `limit`. */
async function timeUntil(world: World, done: () => Promise<boolean>, limit = 10 * MINUTE) {
  const start = world.clock.monotonic();
  while (!(await done())) {
    if (world.clock.monotonic() - start > limit) return Infinity;
    await world.clock.advance(250);
  }
  return world.clock.monotonic() - start;
}

/** Records what leaves, and when (virtual ms). */
function listen(world: World): (Pick<Request, "path" | "headers"> & { at: number })[] {
  const heard: (Pick<Request, "path" | "headers"> & { at: number })[] = [];
  const send = world.network.send.bind(world.network);
  world.network.send = (request) => {
    heard.push({ path: request.path, headers: request.headers, at: world.clock.monotonic() });
    return send(request);
  };
  return heard;
}

describe("when the network comes back", () => {
  const outages: [Fault, number][] = (
    ["cut_before", "login_page", "bad_gateway", "hangs"] as const
  ).flatMap((fault) => [30_000, 7 * MINUTE, 3 * HOUR].map((ms): [Fault, number] => [fault, ms]));

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
    await world.clock.advance(5 * HOUR);
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
