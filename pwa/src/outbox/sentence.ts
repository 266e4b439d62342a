/** Exactly one status sentence, always true: UX section 5 as a pure function. */
import type { OutboxSummary, StatusSentence, Surroundings } from "./types";

/** No spinner runs longer than this: then the silence itself is told. */
export const SILENCE_TOLD_AFTER_MS = 10_000;

/** The first that holds, gravest first: what endangers a report or an alarm goes before what is going well. */
export function statusSentence(summary: OutboxSummary, around: Surroundings): StatusSentence {
  const { waiting, photosLeft } = summary;
  if (around.storage === "broken") return { key: "cannot_save" };
  if (around.online && isSilent(summary, around.now)) {
    return { key: "server_silent", since: summary.silentSince!, portal: summary.portal };
  }
  if (summary.needsAttention > 0) {
    return { key: "needs_attention", count: summary.needsAttention, reason: summary.attention };
  }
  if (around.storage === "low") return { key: "storage_low" };
  if (!around.online && waiting > 0) return { key: "offline_waiting", count: waiting };
  if (!around.online && photosLeft === 0) return { key: "offline_empty" };
  if (around.online && summary.waitingForLogin > 0) {
    return { key: "login_to_send", count: summary.waitingForLogin };
  }
  if (around.online && around.session === "expired") {
    return { key: "login_to_read", count: waiting };
  }
  if (waiting > 0) return onItsWay(summary);
  if (photosLeft > 0) return { key: "photos_left", count: photosLeft };
  return { key: "all_sent", at: summary.lastDeliveredAt };
}

function isSilent({ silentSince }: OutboxSummary, now: number): boolean {
  return silentSince !== null && now - silentSince >= SILENCE_TOLD_AFTER_MS;
}

/** While every try rests, nothing is being sent: then the reports wait, and are said to wait. */
function onItsWay({ sending, waiting }: OutboxSummary): StatusSentence {
  return sending ? { key: "sending", ...sending } : { key: "offline_waiting", count: waiting };
}
