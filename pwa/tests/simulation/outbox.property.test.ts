/** Whatever happens during the night, what was saved arrives once and unaltered (P-A1). */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { FAULTS } from "./faulty-network";
import { REGRESSIONS } from "./regressions";
import { live, night } from "./steps";
import { noLock } from "./world";

const SCALE = Number(process.env["SCALE"] ?? 1);
const RUNS = 150 * SCALE;
/** Always the same nights in `make test`, new ones in `make torture`; a failure prints its seed. */
const SEED = Number(process.env["LEDLJUS_SEED"] ?? (SCALE > 1 ? Date.now() % 2 ** 31 : 20_261_122));
const PATIENCE_MS = 60_000 + RUNS * 2_000;

describe("a night that once ended badly", () => {
  it.each(Object.entries(REGRESSIONS))("%s", async (_, drawn) => {
    expect((await live(drawn)).wrong).toEqual([]);
    expect((await live(drawn, {}, noLock)).wrong).toEqual([]);
  });
});

describe("a phone's night", () => {
  it(
    "ends with everything saved on the server, once and unaltered",
    async () => {
      const met = new Map<string, number>();
      let promised = 0;
      const property = fc.asyncProperty(night, async (drawn) => {
        const { wrong, world } = await live(drawn);
        expect(wrong).toEqual([]);
        promised += world.promised.length;
        for (const counts of [world.network.met, ...world.tabs.map((tab) => tab.process.met)]) {
          for (const [fault, count] of counts) met.set(fault, (met.get(fault) ?? 0) + count);
        }
      });
      await fc.assert(property, { numRuns: RUNS, seed: SEED });
      const wanted = [
        ...FAULTS,
        "crash_before",
        "crash_after",
        "fail_before",
        "fail_after",
        "hang",
      ];
      expect(wanted.filter((fault) => !met.has(fault))).toEqual([]);
      console.info(
        `${RUNS} nights of seed ${SEED}, ${promised} reports promised`,
        Object.fromEntries(met),
      );
    },
    PATIENCE_MS,
  );

  it(
    "ends well even when every tab believes that it leads",
    async () => {
      const property = fc.asyncProperty(night, async (drawn) => {
        expect((await live(drawn, {}, noLock)).wrong).toEqual([]);
      });
      await fc.assert(property, { numRuns: Math.ceil(RUNS / 3), seed: SEED });
    },
    PATIENCE_MS,
  );
});
