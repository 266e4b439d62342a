/** What the tries tell about the way to the server; written only when it says something new. */
import type { Health } from "./ports";
import type { Verdict } from "./verdict";

const CONTACT_GRAIN_MS = 30_000;
const OFFSET_GRAIN_MS = 5_000;

export const UNKNOWN_HEALTH: Health = {
  lastContactAt: null,
  silentSince: null,
  portal: false,
  stalledAt: null,
  stalls: 0,
  clockOffsetMs: null,
};

/** The same object when nothing worth writing changed. */
export function healthAfter(
  health: Health,
  verdict: Verdict,
  at: number,
  serverNow: number | null,
): Health {
  if (verdict.kind === "needs_attention" && serverNow === null && !verdict.reason.status) {
    return health; // found out on the phone, without the server
  }
  const unreachable = verdict.kind === "keep" && verdict.reach === "unreachable";
  return unreachable
    ? afterSilence(health, at, verdict.reason.code === "portal")
    : afterContact(health, at, serverNow);
}

/** Our own server spoke. */
export function afterContact(health: Health, at: number, serverNow: number | null): Health {
  const offset = serverNow === null ? health.clockOffsetMs : serverNow - at;
  const fresh = Math.abs(at - (health.lastContactAt ?? -Infinity)) < CONTACT_GRAIN_MS;
  const sameOffset =
    offset === health.clockOffsetMs ||
    Math.abs((offset ?? 0) - (health.clockOffsetMs ?? Infinity)) < OFFSET_GRAIN_MS;
  if (fresh && sameOffset && health.silentSince === null && !health.portal) return health;
  return {
    ...health,
    lastContactAt: at,
    silentSince: null,
    portal: false,
    clockOffsetMs: sameOffset ? health.clockOffsetMs : offset,
  };
}

export function afterSilence(health: Health, at: number, portal: boolean): Health {
  // A silence that begins in the future began before the clock jumped back.
  const since = Math.min(health.silentSince ?? at, at);
  if (health.silentSince === since && health.portal === portal) return health;
  return { ...health, silentSince: since, portal };
}

export function afterStall(health: Health, at: number): Health {
  return { ...health, stalledAt: at, stalls: health.stalls + 1 };
}
