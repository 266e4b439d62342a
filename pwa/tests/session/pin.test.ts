/** A PIN opens the phone without network, ten guesses at most, and without it nothing can be read (P-D6, C8). */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { SessionRead } from "../../src/api/shapes";
import { readKeyholders } from "../../src/session/keyholders";
import { isWeak, MOST_FAILURES, waitMs } from "../../src/session/pin/rules";
import { sealUnder, unlock } from "../../src/session/pin/unlock";
import type { Session } from "../../src/session/session.svelte";
import { MemoryStore } from "../../src/storage/memory";

const HOUR_MS = 3_600_000;
const NOW = Date.parse("2026-11-25T21:00:00Z");
const TOKEN = "lj1.01930000-0000-7000-8000-000000000001.a-secret-that-must-not-lie-open";
const PIN = "482915";
const WRONG = "482916";

function sessionOf(personId: string): SessionRead {
  const person = { id: personId, name: "Alva Först", username: "a@b.example", roles: ["guard"] };
  const expires_at = new Date(NOW + 72 * HOUR_MS).toISOString();
  return { person, municipality: { id: "m1" }, permissions: [], expires_at } as never;
}

const ALVA = { municipalityId: "m1", personId: "alva" };
let store: MemoryStore;
let opened: { who: SessionRead; token: string }[];
const open = async (_keeping: unknown, who: SessionRead, token: string) =>
  void opened.push({ who, token });
const guess = (pin: string, owner = ALVA) =>
  unlock({ open } as unknown as Session, store, owner, pin);
const alva = async () => (await readKeyholders(store)).find(({ personId }) => personId === "alva");

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ["Date"], now: NOW });
  store = new MemoryStore();
  opened = [];
  await sealUnder(PIN, store, sessionOf("alva"), TOKEN);
});
afterEach(() => void vi.useRealTimers());

test("the right PIN opens with what was sealed, and what lies in the store does not show it", async () => {
  const [holder] = await readKeyholders(store);
  const lying = `${JSON.stringify(holder)} ${new TextDecoder().decode(holder!.sealed.bytes)}`;
  for (const secret of [TOKEN, "secret", PIN, "a@b.example"]) expect(lying).not.toContain(secret);
  expect(await guess(PIN)).toEqual({ ok: true });
  expect(opened).toEqual([{ who: sessionOf("alva"), token: TOKEN }]);
  expect((await alva())!.sealed.iterations).toBeGreaterThanOrEqual(600_000);
});

test("three wrong ones are free, then each costs more, and the tenth ends it; others keep theirs", async () => {
  await sealUnder(PIN, store, sessionOf("bo"), "another token");
  const waits = [];
  for (let left = MOST_FAILURES - 1; left > 0; left--) {
    expect(await guess(WRONG)).toEqual({ ok: false, why: "wrong", left });
    const wait = waitMs((await alva())!, Date.now());
    waits.push(wait / 1_000);
    if (wait) {
      // Kept in the store, so no reload is a way round; the right PIN has to wait too.
      expect(await guess(PIN)).toEqual({ ok: false, why: "wait", ms: wait });
      vi.setSystemTime(Date.now() + wait);
    }
  }
  expect(waits).toEqual([0, 0, 30, 60, 120, 240, 480, 900, 900]);
  expect(await guess(WRONG)).toEqual({ ok: false, why: "gone" });
  expect(await guess(PIN)).toEqual({ ok: false, why: "gone" });
  expect(opened).toEqual([]);
  expect(await guess(PIN, { ...ALVA, personId: "bo" })).toEqual({ ok: true });
});

test("a success starts the count anew, and a clock set back makes no wait longer", async () => {
  for (const pin of [WRONG, WRONG, PIN, WRONG, WRONG, WRONG]) await guess(pin);
  expect((await alva())!.failures).toBe(3);
  vi.setSystemTime(NOW - 400 * 24 * HOUR_MS);
  expect(await guess(PIN)).toEqual({ ok: false, why: "wait", ms: 30_000 });
  vi.setSystemTime(Date.now() + 30_000);
  expect(await guess(PIN)).toEqual({ ok: true });
});

test("a guess counts before it is tried", async () => {
  const trying = guess(WRONG); // the tab is closed here
  await vi.waitFor(async () => expect((await alva())!.failures).toBe(1));
  await trying;
});

test("it opens for 72 hours, and every word from the server begins them anew", async () => {
  vi.setSystemTime(NOW + 72 * HOUR_MS);
  expect(await guess(PIN)).toEqual({ ok: true });
  vi.setSystemTime(NOW + 72 * HOUR_MS + 1);
  expect(await guess(PIN)).toEqual({ ok: false, why: "too_old" });
  expect((await alva())!.failures).toBe(0);
  const keeping = await sealUnder(PIN, store, sessionOf("alva"), TOKEN);
  await keeping.keep({
    ...sessionOf("alva"),
    expires_at: new Date(NOW + 99 * HOUR_MS).toISOString(),
  });
  expect(await guess(PIN)).toEqual({ ok: true });
});

test("one person's sealed session put under another's name opens nothing", async () => {
  await sealUnder(PIN, store, sessionOf("bo"), "another token");
  await store.changeSetting<{ personId: string; sealed: unknown }[]>("keyholders", (all) =>
    all!.map((one) => ({ ...one, sealed: all![0]!.sealed })),
  );
  expect(await guess(PIN, { ...ALVA, personId: "bo" })).toMatchObject({ why: "wrong" });
});

test("what is open is not sealed again for somebody whose PIN was taken away meanwhile", async () => {
  const keeping = await sealUnder(PIN, store, sessionOf("alva"), TOKEN);
  await store.putSetting("keyholders", []);
  await keeping.keep(sessionOf("alva"));
  expect(await readKeyholders(store)).toEqual([]);
});

test("what anybody tries first is refused", () => {
  for (const pin of ["000000", "123456", "987654", "999999"]) expect(isWeak(pin)).toBe(true);
  for (const pin of ["112233", "482915", "135790"]) expect(isWeak(pin)).toBe(false);
});
