/** What may happen to a phone during a night, as values fast-check can draw and shrink. */
import fc from "fast-check";
import { FAULTS, type Fault } from "./faulty-network";
import type { StoreFault } from "./process";
import type { Variant } from "./phone";
import { World } from "./world";
import { broken, claimedTooEarly } from "./verdicts";
import type { Lock } from "../../src/outbox";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

export type Step =
  | { do: "save"; person: string; photos: number; kind: string }
  | { do: "alarm"; person: string }
  | { do: "follow_up"; person: string }
  | { do: "wait"; ms: number }
  | { do: "weather"; badness: number; latency: number; only: Fault | undefined }
  | { do: "trap"; countdown: number; fault: StoreFault }
  | { do: "jump"; ms: number }
  | { do: "kill" }
  | { do: "open" }
  | { do: "freeze" }
  | { do: "hide"; visible: boolean }
  | { do: "revoke"; person: string }
  | { do: "renew"; person: string }
  | { do: "send_now" }
  | { do: "restore" };

const person = fc.constantFrom("p1", "p2");
const kind = fc.oneof(
  { weight: 12, arbitrary: fc.constant("") },
  { weight: 1, arbitrary: fc.constantFrom("REFUSED", "BROKEN", "FIREWALL", "QUARANTINE") },
);
const storeFault = fc.constantFrom<StoreFault>(
  "crash_before",
  "crash_after",
  "fail_before",
  "fail_after",
  "hang",
);

const of = <Kind extends Step["do"]>(
  name: Kind,
  fields: Record<string, fc.Arbitrary<unknown>> = {},
): fc.Arbitrary<Step> => fc.record({ do: fc.constant(name), ...fields }) as fc.Arbitrary<Step>;

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 8, arbitrary: of("save", { person, kind, photos: fc.nat(2) }) },
  { weight: 1, arbitrary: of("alarm", { person }) },
  { weight: 2, arbitrary: of("follow_up", { person }) },
  {
    weight: 8,
    arbitrary: of("wait", { ms: fc.constantFrom(50, 1_000, 7_000, MINUTE, 6 * MINUTE) }),
  },
  {
    weight: 5,
    arbitrary: of("weather", {
      badness: fc.constantFrom(0, 0.3, 0.7, 1),
      latency: fc.constantFrom(100, 2_000, 60_000),
      only: fc.option(fc.constantFrom(...FAULTS), { nil: undefined }),
    }),
  },
  {
    weight: 5,
    arbitrary: of("trap", { countdown: fc.integer({ min: 1, max: 9 }), fault: storeFault }),
  },
  {
    weight: 2,
    arbitrary: of("jump", {
      ms: fc.constantFrom(-400 * 24 * HOUR, -3 * HOUR, -90_000, 90_000, 3 * HOUR, 400 * 24 * HOUR),
    }),
  },
  { weight: 2, arbitrary: of("kill") },
  { weight: 2, arbitrary: of("open") },
  { weight: 1, arbitrary: of("freeze") },
  { weight: 1, arbitrary: of("hide", { visible: fc.boolean() }) },
  { weight: 1, arbitrary: of("revoke", { person }) },
  { weight: 1, arbitrary: of("renew", { person }) },
  { weight: 1, arbitrary: of("send_now") },
  { weight: 1, arbitrary: of("restore") },
);

export interface Night {
  seed: number;
  steps: Step[];
}

export const night: fc.Arbitrary<Night> = fc.record({
  seed: fc.nat(1_000_000),
  steps: fc.array(step, { minLength: 8, maxLength: 50, size: "max" }),
});

/** Lives through the night, lets everything heal, and returns what is wrong then. */
export async function live(
  { seed, steps }: Night,
  variant: Variant = {},
  makeLock?: () => Lock,
): Promise<{ wrong: string[]; world: World }> {
  const world = new World(seed, variant, makeLock);
  world.openTab();
  const backups: (() => void)[] = [];
  for (const one of steps) {
    if (backups.length < 3) backups.push(world.server.backup());
    await take(one, world, backups);
    const wrong = await claimedTooEarly(world);
    if (wrong.length > 0) return { wrong, world };
  }
  // The clock's jumps stay; a re-offer of what a restored server lost may take a quarter of an hour.
  await world.heal(20 * MINUTE);
  return { wrong: await broken(world), world };
}

async function take(one: Step, world: World, backups: (() => void)[]): Promise<void> {
  const tab = world.livingTabs()[0];
  switch (one.do) {
    case "save":
      return world.save(one.person, one.photos, one.kind);
    case "alarm":
      return world.save(one.person, 0, "", { lane: "alarm", resource: "alarms" });
    case "follow_up": {
      const subjectId = world.promised.at(-1)?.id;
      return subjectId ? world.save(one.person, 0, "", { subjectId }) : undefined;
    }
    case "wait":
      return world.clock.advance(one.ms);
    case "weather":
      world.network.weather = one;
      return;
    case "trap":
      if (tab) tab.process.trap = { countdown: one.countdown, fault: one.fault };
      return;
    case "jump":
      return world.clock.jump(one.ms);
    case "kill":
      return tab?.process.kill();
    case "open":
      if (world.livingTabs().length < 3) world.openTab();
      return;
    case "freeze":
      if (world.livingTabs().length > 1) tab!.process.freeze();
      return;
    case "hide":
      world.visible = one.visible;
      return;
    case "revoke":
      return world.revoke(one.person);
    case "renew":
      return world.renew(one.person);
    case "send_now":
      // Not waited for: the tab may be frozen.
      void tab?.outbox.sendNow(world.promised.at(-1)?.id).catch(() => undefined);
      return world.clock.advance(50);
    case "restore":
      return backups.shift()?.();
  }
}
