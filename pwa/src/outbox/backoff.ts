/** How long to wait before the next try, and how long to wait for an answer. All in ms. */
import type { Entry, Lane } from "./entry";

const SECOND = 1_000;

/** No wait is longer, whoever asks for it: a report is not held back for a night by one header. */
export const MAX_DELAY_MS = 300 * SECOND;

/** 2ⁿ s up to 5 min, half of it by chance so that sixty phones do not come at once; an alarm every second. */
export function delayMs(lane: Lane, failures: number, fraction: number): number {
  if (lane === "alarm") return SECOND;
  const full = Math.min(SECOND * 2 ** Math.max(failures - 1, 0), MAX_DELAY_MS);
  return full * (0.5 + fraction / 2);
}

/** `Retry-After` in seconds or as a date (RFC 9110, 10.2.3), read against the server's own clock. */
export function retryAfterMs(header: string | null, serverNow: number | null): number | null {
  if (header === null || header.trim() === "") return null;
  const seconds = Number(header);
  const wanted = Number.isNaN(seconds) ? Date.parse(header) - (serverNow ?? NaN) : seconds * SECOND;
  return Number.isNaN(wanted) ? null : Math.min(Math.max(wanted, 0), MAX_DELAY_MS);
}

const PATIENCE: Record<Lane, number> = {
  alarm: 10 * SECOND,
  fact: 20 * SECOND,
  photo: 60 * SECOND,
};

/**
 * Patience for one try: enough for 2 kB/s. A `patient` try doubles it after every time-out in a row, so that
 * a network slower than we thought is only slow and never a dead end.
 */
export function patienceMs(
  entry: Pick<Entry, "lane" | "size" | "tries">,
  patient: boolean,
): number {
  const ordinary = PATIENCE[entry.lane] + entry.size / 2;
  if (!patient) return ordinary;
  return Math.max(ordinary, Math.min(ordinary * 2 ** timeoutsInARow(entry), MAX_DELAY_MS));
}

function timeoutsInARow({ tries }: Pick<Entry, "tries">): number {
  const ended = tries.filter((one) => one.endedAt !== null);
  const last = ended.findLastIndex((one) => one.reason?.code !== "timeout");
  return ended.length - 1 - last;
}
