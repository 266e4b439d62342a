/** UX section 5: exactly one sentence, and it is true (UX-F15). */
import { describe, expect, it } from "vitest";
import {
  afterSilence,
  statusSentence,
  summarise,
  UNKNOWN_HEALTH,
  type Entry,
  type Health,
  type StatusSnapshot,
  type Surroundings,
} from "../../src/outbox";
import { author, changedTo, frozen, MUNICIPALITY, photo } from "./samples";

const NOW = 1_764_000_600_000;
const ME = { municipalityId: MUNICIPALITY, personId: "p1" };
const FINE: Surroundings = { now: NOW, online: true, storage: "ok", session: "ok" };

async function snapshotOf(open: Entry[], more: Partial<StatusSnapshot> = {}) {
  return { open, recent: [], lastDeliveredAt: null, health: UNKNOWN_HEALTH, ...more };
}

async function entry(changes: Partial<Entry> = {}): Promise<Entry> {
  return changedTo({ savedAt: NOW - 60_000, ...changes })((await frozen("x"))[0].entry);
}

async function sentence(
  open: Entry[],
  around: Partial<Surroundings> = {},
  health: Partial<Health> = {},
) {
  const snapshot = await snapshotOf(open, { health: { ...UNKNOWN_HEALTH, ...health } });
  return statusSentence(summarise({ ...snapshot, lastDeliveredAt: 5 }, ME, NOW), {
    ...FINE,
    ...around,
  });
}

describe("each state has its sentence", () => {
  it("all sent", async () => {
    expect(await sentence([])).toEqual({ key: "all_sent", at: 5 });
    const quarantined = await entry({ state: "received", deliveredAt: NOW });
    expect((await sentence([quarantined])).key).toBe("all_sent");
  });

  it("sending 2 of 3", async () => {
    const waiting = [await entry({ state: "sending" }), await entry()];
    const done = await entry({ state: "complete", deliveredAt: NOW - 1_000 });
    const snapshot = await snapshotOf(waiting, { recent: [done] });
    expect(statusSentence(summarise(snapshot, ME, NOW), FINE)).toEqual({
      key: "sending",
      number: 2,
      total: 3,
    });
  });

  it("offline", async () => {
    expect(await sentence([], { online: false })).toEqual({ key: "offline_empty" });
    const waiting = [await entry(), await entry({ state: "waiting_for_login" })];
    expect(await sentence(waiting, { online: false })).toEqual({
      key: "offline_waiting",
      count: 2,
    });
  });

  it("while all tries rest, the reports wait rather than being 'sent'", async () => {
    const resting = await entry({ nextTryAt: NOW + 120_000 });
    expect(await sentence([resting])).toEqual({ key: "offline_waiting", count: 1 });
  });

  it("photos left, online and offline", async () => {
    const [fact, picture] = (await frozen("bild", { photos: [photo(1)] })).map((one) => one.entry);
    const arrived = { ...fact!, state: "received" as const, deliveredAt: NOW };
    for (const online of [true, false]) {
      expect(await sentence([arrived, picture!], { online })).toEqual({
        key: "photos_left",
        count: 1,
      });
    }
    expect((await sentence([fact!, picture!])).key).toBe("sending");
  });

  it("login, to read and to send", async () => {
    const waiting = await entry();
    expect(await sentence([waiting], { session: "expired" })).toEqual({
      key: "login_to_read",
      count: 1,
    });
    const parked = await entry({ state: "waiting_for_login" });
    expect(await sentence([parked, waiting])).toEqual({ key: "login_to_send", count: 1 });
  });

  it("rejected, until something stands instead of it", async () => {
    const attention = { code: "rejected" as const, problem: { code: "place_missing" } };
    const rejected = await entry({ state: "needs_attention", attention });
    expect(await sentence([rejected])).toEqual({
      key: "needs_attention",
      count: 1,
      reason: attention,
    });
    expect((await sentence([{ ...rejected, replacedBy: "other" }])).key).toBe("all_sent");
  });

  it("storage", async () => {
    expect(await sentence([], { storage: "low" })).toEqual({ key: "storage_low" });
    expect(await sentence([], { storage: "broken" })).toEqual({ key: "cannot_save" });
  });

  it("a silent server, told after ten seconds", async () => {
    const silent = { silentSince: NOW - 10_000, portal: true };
    expect(await sentence([], {}, silent)).toEqual({
      key: "server_silent",
      since: NOW - 10_000,
      portal: true,
    });
    expect((await sentence([], {}, { silentSince: NOW - 9_000 })).key).toBe("all_sent");
    expect((await sentence([], { online: false }, silent)).key).toBe("offline_empty");
  });

  it("a silence that began by a clock which has since jumped back", async () => {
    const before = afterSilence(UNKNOWN_HEALTH, NOW + 86_400_000, false);
    const after = afterSilence(before, NOW - 10_000, false);
    expect(after.silentSince).toBe(NOW - 10_000);
    expect(afterSilence(after, NOW, false)).toBe(after);
  });

  it("busy while anything of anybody's is being sent, a photo or a colleague's too", async () => {
    const busy = async (change: Partial<Entry>) =>
      summarise(await snapshotOf([await entry(change)]), ME, NOW).busy;
    expect(await busy({})).toBe(false);
    expect(await busy({ state: "sending", author: author("p2") })).toBe(true);
    expect(await busy({ state: "sending", lane: "photo", factId: "f" })).toBe(true);
  });

  it("of a colleague's reports never more than the number", async () => {
    const theirs = [
      await entry({ author: author("p2") }),
      await entry({ author: author("p2"), state: "needs_attention" }),
    ];
    const summary = summarise(await snapshotOf(theirs), ME, NOW);
    expect(summary).toMatchObject({
      waiting: 0,
      needsAttention: 0,
      attention: null,
      colleagues: 2,
    });
    expect(statusSentence(summary, FINE).key).toBe("all_sent");
    expect(summarise(await snapshotOf(theirs), null, NOW)).toMatchObject({
      waiting: 1,
      colleagues: 0,
    });
  });
});
