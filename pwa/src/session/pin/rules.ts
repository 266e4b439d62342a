/** How a PIN looks, and how often it may be guessed. Pure. */
import type { Keyholder } from "../keyholders";

export const PIN_LENGTH = 6;
/** After so many wrong ones in a row only a sign-in opens. */
export const MOST_FAILURES = 10;

const FREE_FAILURES = 3;
const FIRST_WAIT_MS = 30_000;
const LONGEST_WAIT_MS = 15 * 60_000;

/** The same digit all the way, or a plain run up or down: what anybody tries first. */
export function isWeak(pin: string): boolean {
  const steps = [...pin].slice(1).map((digit, at) => Number(digit) - Number(pin[at]));
  return [-1, 0, 1].some((step) => steps.every((one) => one === step));
}

/** How long the next try has to wait: nothing three times, then 30 s, doubled up to 15 min. */
export function waitMs({ failures, failedAt }: Keyholder, now: number): number {
  if (failures < FREE_FAILURES) return 0;
  const full = Math.min(FIRST_WAIT_MS * 2 ** (failures - FREE_FAILURES), LONGEST_WAIT_MS);
  return Math.max(0, failedAt + full - now);
}

export type Refusal =
  | { ok: false; why: "wait"; ms: number }
  /** Too long since the server knew the session: only a sign-in opens. */
  | { ok: false; why: "too_old" };

/** Whether a try may be made now; null when it may. */
export function refusalOf(holder: Keyholder, now: number): Refusal | null {
  if (now > holder.until) return { ok: false, why: "too_old" };
  const ms = waitMs(holder, now);
  return ms > 0 ? { ok: false, why: "wait", ms } : null;
}

/** The holder with one more failure: written before the PIN is tried, so that no closed tab gives a free guess. */
export function withFailure(holder: Keyholder, now: number): Keyholder {
  return { ...holder, failures: holder.failures + 1, failedAt: now };
}

/** A clock set back must not make the wait longer than it is. */
export function atMostNow(holder: Keyholder, now: number): Keyholder {
  return holder.failedAt > now ? { ...holder, failedAt: now } : holder;
}
