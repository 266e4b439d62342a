import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { delayMs, MAX_DELAY_MS, patienceMs, retryAfterMs } from "../../src/outbox/backoff";
import type { Try } from "../../src/outbox";

describe("the wait before the next try", () => {
  it("doubles from one second to five minutes, half of it by chance", () => {
    const most = (failures: number) => delayMs("fact", failures, 0.999_999);
    expect([1, 2, 3, 4].map((n) => Math.round(most(n) / 1_000))).toEqual([1, 2, 4, 8]);
    expect(delayMs("fact", 4, 0)).toBe(4_000);
    fc.assert(
      fc.property(fc.nat(10_000), fc.double({ min: 0, max: 0.999, noNaN: true }), (n, chance) => {
        const wait = delayMs("photo", n, chance);
        expect(wait).toBeGreaterThanOrEqual(500);
        expect(wait).toBeLessThanOrEqual(MAX_DELAY_MS);
      }),
    );
  });

  it("is a second for an alarm, always", () => {
    expect([1, 5, 500].map((n) => delayMs("alarm", n, 0.5))).toEqual([1_000, 1_000, 1_000]);
  });
});

describe("Retry-After", () => {
  const server = Date.UTC(2026, 10, 22, 1, 0, 0);
  it.each([
    ["7", 7_000],
    ["0", 0],
    ["-3", 0],
    ["31536000", MAX_DELAY_MS],
    ["Sun, 22 Nov 2026 01:00:30 GMT", 30_000],
    ["Sun, 22 Nov 2026 00:00:00 GMT", 0],
    ["soon", null],
    ["", null],
    [null, null],
  ])("%s is %s ms", (header, ms) => {
    expect(retryAfterMs(header, server)).toBe(ms);
  });

  it("as a date is nothing without the server's clock", () => {
    expect(retryAfterMs("Sun, 22 Nov 2026 01:00:30 GMT", null)).toBeNull();
  });
});

describe("patience", () => {
  const timeouts = (count: number, last = "timeout"): Try[] =>
    Array.from({ length: count }, (_, at) => ({
      at,
      endedAt: at + 1,
      reason: { code: at === count - 1 ? (last as "timeout") : "timeout" },
    }));
  const fact = (tries: Try[]) => ({ lane: "fact" as const, size: 2_000, tries });

  it("grows only for the patient try, and only after time-outs in a row", () => {
    expect(patienceMs(fact([]), true)).toBe(21_000);
    expect(patienceMs(fact(timeouts(2)), true)).toBe(84_000);
    expect(patienceMs(fact(timeouts(2)), false)).toBe(21_000);
    expect(patienceMs(fact(timeouts(3, "no_answer")), true)).toBe(21_000);
    expect(patienceMs(fact(timeouts(20)), true)).toBe(MAX_DELAY_MS);
  });

  it("is enough for a photo at 2 kB/s", () => {
    const photo = { lane: "photo" as const, size: 400_000, tries: [] };
    expect(patienceMs(photo, false)).toBeGreaterThan(200_000);
  });
});
