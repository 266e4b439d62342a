/** The status sentence over all states: one, and true (UX-F15). */
import fc from "fast-check";
import { describe, it } from "vitest";
import {
  statusSentence,
  summarise,
  UNKNOWN_HEALTH,
  type Entry,
  type OutboxSummary,
  type Surroundings,
} from "../../src/outbox";
import { changedTo, frozen, MUNICIPALITY } from "./samples";

const NOW = 1_764_000_600_000;
const ME = { municipalityId: MUNICIPALITY, personId: "p1" };
const FINE: Surroundings = { now: NOW, online: true, storage: "ok", session: "ok" };

describe("over all states", () => {
  const count = fc.nat(4);
  const time = fc.option(fc.integer({ min: NOW - 3_600_000, max: NOW + 3_600_000 }), { nil: null });
  const summary: fc.Arbitrary<OutboxSummary> = fc
    .record({
      waiting: count,
      waitingForLogin: count,
      active: fc.boolean(),
      photosLeft: count,
      photosWaiting: count,
      needsAttention: count,
      attention: fc.constant(null),
      colleagues: count,
      lastDeliveredAt: time,
      silentSince: time,
      portal: fc.boolean(),
      busy: fc.boolean(),
      stalledAt: time,
      clockOffsetMs: time,
    })
    .map(({ active, ...rest }) => ({
      ...rest,
      waitingForLogin: Math.min(rest.waitingForLogin, rest.waiting),
      sending: active && rest.waiting > 0 ? { number: 1, total: rest.waiting } : null,
    }));
  const surroundings: fc.Arbitrary<Surroundings> = fc.record({
    now: fc.constant(NOW),
    online: fc.boolean(),
    storage: fc.constantFrom("ok", "low", "broken"),
    session: fc.constantFrom("ok", "expired"),
  });

  it("the sentence is true", () => {
    fc.assert(
      fc.property(summary, surroundings, (numbers, around) => {
        const said = statusSentence(numbers, around);
        switch (said.key) {
          case "all_sent":
            return (
              numbers.waiting + numbers.photosLeft + numbers.needsAttention === 0 && around.online
            );
          case "sending":
            return around.online && numbers.waiting > 0 && said.number <= said.total;
          case "offline_empty":
            return !around.online && numbers.waiting === 0;
          case "offline_waiting":
            return said.count === numbers.waiting && said.count > 0;
          case "photos_left":
            return said.count === numbers.photosLeft && numbers.waiting === 0;
          case "login_to_read":
            return around.session === "expired" && numbers.waitingForLogin === 0;
          case "login_to_send":
            return said.count === numbers.waitingForLogin && said.count > 0;
          case "needs_attention":
            return said.count === numbers.needsAttention && said.count > 0;
          case "storage_low":
            return around.storage === "low";
          case "cannot_save":
            return around.storage === "broken";
          case "server_silent":
            return around.online && NOW - numbers.silentSince! >= 10_000;
        }
      }),
      { numRuns: 5_000 },
    );
  });

  it("the gravest is never hidden", () => {
    fc.assert(
      fc.property(summary, surroundings, (numbers, around) => {
        const { key } = statusSentence(numbers, around);
        if (around.storage === "broken") return key === "cannot_save";
        const silent = numbers.silentSince !== null && NOW - numbers.silentSince >= 10_000;
        if (around.online && silent) return key === "server_silent";
        if (numbers.needsAttention > 0) return key === "needs_attention";
        return key !== "all_sent" || numbers.waiting === 0;
      }),
      { numRuns: 5_000 },
    );
  });

  const states = fc.constantFrom<Entry["state"]>(
    "saved",
    "sending",
    "received",
    "waiting_for_login",
    "needs_attention",
  );

  it("on a locked phone nobody is asked to sign in, and no reason is told (P-C8)", async () => {
    const [{ entry }] = await frozen("x");
    const attention = { code: "rejected" as const, status: 422 };
    const drawn = fc.array(fc.tuple(states, fc.constantFrom("p1", "p2")), { maxLength: 6 });
    fc.assert(
      fc.property(drawn, surroundings, (entries, around) => {
        const open = entries.map(([state, personId], at) => {
          const author = { ...entry.author, personId };
          const refused = state === "needs_attention" ? attention : null;
          return { ...entry, id: `e${at}`, state, author, attention: refused };
        });
        const snapshot = { open, recent: [], lastDeliveredAt: null, health: UNKNOWN_HEALTH };
        const summary = summarise(snapshot, null, NOW);
        const said = statusSentence(summary, { ...around, session: "ok" });
        const undelivered = entries.filter(([state]) => state !== "received");
        const counted = summary.waiting + summary.needsAttention + summary.colleagues;
        return (
          !said.key.startsWith("login") &&
          !("reason" in said && said.reason) &&
          counted === undelivered.length &&
          (said.key !== "all_sent" || undelivered.length === 0)
        );
      }),
    );
  });

  it("'sending' and 'all sent' are never said of the same report", async () => {
    const base = changedTo({ savedAt: NOW - 60_000 })((await frozen("x"))[0].entry);
    fc.assert(
      fc.property(fc.array(states, { maxLength: 6 }), (drawn) => {
        const open = drawn.map((state, at) => ({ ...base, id: `e${at}`, state }));
        const snapshot = { open, recent: [], lastDeliveredAt: null, health: UNKNOWN_HEALTH };
        const { key } = statusSentence(summarise(snapshot, ME, NOW), FINE);
        const undelivered = drawn.some((state) => state !== "received");
        return (key === "all_sent") === !undelivered;
      }),
    );
  });
});
