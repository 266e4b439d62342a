/** The numbers of the status line, worked out from one snapshot of the store. */
import { isDelivered } from "./life";
import type { Entry, OutboxSummary, Reason, StatusSnapshot, Viewer } from "./types";

/** How long a delivered report is still counted in "Skickar 2 av 3". */
export const BURST_MS = 120_000;
/** A try that begins within this time counts as "on its way". */
const SOON_MS = 10_000;

/**
 * Numbers for one viewer. Without a viewer everybody's reports are counted and nobody is a colleague; whose
 * they are, who must sign in for them and why one was rejected is then told to nobody (P-C8).
 */
export function summarise(
  snapshot: StatusSnapshot,
  viewer: Viewer | null,
  now: number,
): OutboxSummary {
  const mine = snapshot.open.filter((one) => isOwn(one, viewer));
  const waiting = mine.filter((one) => isReport(one) && isWaiting(one));
  const photos = mine.filter((one) => !isReport(one) && isWaiting(one));
  const rejected = mine.filter((one) => one.state === "needs_attention" && !one.replacedBy);
  const stuckFacts = new Set(snapshot.open.filter((one) => !isDelivered(one)).map(({ id }) => id));
  const others = snapshot.open.filter((one) => !isOwn(one, viewer) && isReport(one));
  return {
    waiting: waiting.length,
    waitingForLogin: viewer ? waiting.filter((one) => one.state === "waiting_for_login").length : 0,
    sending: burst(waiting, snapshot, viewer, now),
    photosLeft: photos.filter((one) => !stuckFacts.has(one.factId ?? "")).length,
    photosWaiting: photos.length,
    needsAttention: rejected.length,
    attention: (viewer && rejected[0]?.attention) ?? null,
    busy: snapshot.open.some(({ state }) => state === "sending"),
    colleagues: others.filter((one) => !isDelivered(one)).length,
    lastDeliveredAt: snapshot.lastDeliveredAt,
    silentSince: snapshot.health.silentSince,
    portal: snapshot.health.portal,
    stalledAt: snapshot.health.stalledAt,
    clockOffsetMs: snapshot.health.clockOffsetMs,
  };
}

/** Why an entry is not with the server yet; null when nothing is wrong. */
export function reasonOf(entry: Entry): Reason | null {
  if (isDelivered(entry) || entry.state === "sending") return null;
  if (entry.state === "needs_attention") return entry.attention;
  if (entry.state === "waiting_for_login") {
    return { code: entry.refusedCredential === "" ? "no_credential" : "login" };
  }
  return entry.tries.at(-1)?.reason ?? null;
}

export function isOwn(entry: Entry, viewer: Viewer | null): boolean {
  return (
    viewer === null ||
    (entry.author.personId === viewer.personId &&
      entry.author.municipalityId === viewer.municipalityId)
  );
}

function isReport(entry: Entry): boolean {
  return entry.lane !== "photo";
}

function isWaiting(entry: Entry): boolean {
  return !isDelivered(entry) && entry.state !== "needs_attention";
}

/** "Skickar 2 av 3": what arrived since the oldest waiting report was saved, plus what is left. */
function burst(
  waiting: Entry[],
  { recent }: StatusSnapshot,
  viewer: Viewer | null,
  now: number,
): OutboxSummary["sending"] {
  const going = waiting.filter((one) => one.state !== "waiting_for_login");
  const active = going.some(
    (one) => one.state === "sending" || (one.nextTryAt ?? 0) <= now + SOON_MS,
  );
  if (!active) return null;
  const since = Math.max(Math.min(...going.map(({ savedAt }) => savedAt)), now - BURST_MS);
  const arrived = recent.filter(
    (one) => isOwn(one, viewer) && isReport(one) && isDelivered(one) && one.deliveredAt! >= since,
  ).length;
  return { number: arrived + 1, total: arrived + going.length };
}
