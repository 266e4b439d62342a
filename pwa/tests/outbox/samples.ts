/** Made-up reports and entries for tests. */
import { createHash } from "node:crypto";
import { freeze } from "../../src/outbox/freeze";
import type { Author, Entry, FrozenEntry, Hash, NewReport, Randomness } from "../../src/outbox";

export const MUNICIPALITY = "01930000-0000-7000-8000-00000000aaaa";

export function author(person = "p1"): Author {
  return { municipalityId: MUNICIPALITY, personId: person, deviceId: `device-${person}` };
}

/** SHA-256 without threads, so that virtual time need not wait for any. */
export const nodeHash: Hash = {
  sha256: async (bytes) => new Uint8Array(createHash("sha256").update(bytes).digest()),
};

/** Small, fast and seeded (mulberry32); good enough for jitter and ids in tests. */
export function seeded(seed: number): Randomness {
  let state = seed >>> 0;
  const fraction = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const bytes = (count: number) => Uint8Array.from({ length: count }, () => fraction() * 256);
  return { bytes, fraction };
}

export function report(note: string, more: Partial<NewReport> = {}): NewReport {
  return {
    lane: "fact",
    resource: "incidents",
    author: author(),
    body: { category: "litter", occurred_at: "2026-11-22T02:14:00+01:00", place: "Kajen", note },
    label: { category: "litter" },
    ...more,
  };
}

export function photo(fill: number, size = 64) {
  return { bytes: new Uint8Array(size).fill(fill), mediaType: "image/jpeg" as const };
}

export function makers(now = 1_764_000_000_000, seed = 1) {
  const clock = { now: () => now, monotonic: () => now, sleep: async () => undefined };
  return { clock, randomness: seeded(seed), hash: nodeHash };
}

let made = 0;

/** A frozen report; each call gives new ids. */
export function frozen(note: string, more: Partial<NewReport> = {}, now?: number) {
  return freeze(report(note, more), makers(now, ++made)) as Promise<
    [FrozenEntry, ...FrozenEntry[]]
  >;
}

export function changedTo(changes: Partial<Entry>): (entry: Entry) => Entry {
  return (entry) => ({ ...entry, ...changes });
}
