/** The steps of an entry's life (PROMISES R1) as pure functions: entry in, entry out. */
import type { Entry, EntryState, Reason, Try } from "./entry";
import type { Receipt } from "./entry";
import type { Verdict } from "./verdict";

const KEPT_TRIES = 20;
const SENDABLE: readonly EntryState[] = ["saved", "sending"];

/** True for states the server has acknowledged. A late bad answer never takes an entry back from here. */
export function isDelivered(entry: Entry): boolean {
  return entry.state === "received" || entry.state === "complete" || entry.state === "purged";
}

/** May a try begin? `urgent` (a person asked) also reaches parked and rejected entries. */
export function isSendable(entry: Entry): boolean {
  return SENDABLE.includes(entry.state) || (entry.urgent && !isDelivered(entry));
}

/**
 * Marked before the first byte leaves: if the phone dies now, the next leader sees a begun try.
 * The try counts as failed until it is settled, `delayMs` from now at the earliest comes the next.
 */
export function begun(entry: Entry, at: number, delayMs: number): Entry {
  if (!isSendable(entry)) return entry;
  const unended: Try = { at, endedAt: null, reason: { code: "interrupted" } };
  return {
    ...entry,
    state: "sending",
    failures: entry.failures + 1,
    tries: [...entry.tries, unended].slice(-KEPT_TRIES),
    nextTryAt: at + delayMs,
    serverAsked: false,
    urgent: false,
    attention: null,
  };
}

/** What a verdict needs to know beside itself. `serverNow` is null when no clock of ours was heard. */
export interface Settlement {
  /** `at` of the try this is the end of. */
  tryAt: number;
  at: number;
  serverNow: number | null;
  /** How long to wait if it is kept, and whether the server asked for that. */
  delayMs: number;
  serverAsked: boolean;
  /** Mark of the credential used. */
  credentialMark: string;
}

/** The end of a try. Applying it twice, late or out of order does no harm. */
export function settled(entry: Entry, verdict: Verdict, end: Settlement): Entry {
  const reason = verdict.kind === "received" ? null : verdict.reason;
  const ended = { ...entry, tries: endTry(entry.tries, end, reason) };
  if (verdict.kind === "received") return received(ended, verdict.receipt, end.at, end.serverNow);
  if (isDelivered(entry)) return ended;
  switch (verdict.kind) {
    case "wait_for_login":
      return parked(ended, end.credentialMark);
    case "needs_attention":
      return attentionNeeded(ended, verdict.reason);
    default:
      return waiting(ended, end);
  }
}

function endTry(tries: Try[], end: Settlement, reason: Reason | null): Try[] {
  return tries.map((one) =>
    one.at === end.tryAt && one.endedAt === null ? { ...one, endedAt: end.at, reason } : one,
  );
}

function waiting(entry: Entry, end: Settlement): Entry {
  // A parked or rejected entry that another sender settled meanwhile stays so.
  if (entry.state !== "sending") return entry;
  const { at, delayMs, serverAsked } = end;
  return { ...entry, state: "saved", nextTryAt: at + delayMs, serverAsked };
}

function received(entry: Entry, receipt: Receipt, at: number, serverNow: number | null): Entry {
  if (entry.state === "purged") return entry;
  // A photo's receipt tells of its fact's completeness; the photo itself is whole when it is received.
  const whole = receipt.complete || entry.lane === "photo";
  return {
    ...entry,
    state: whole ? "complete" : "received",
    failures: 0,
    nextTryAt: null,
    serverAsked: false,
    urgent: false,
    refusedCredential: null,
    attention: null,
    receipt,
    deliveredAt: entry.deliveredAt ?? at,
    completeAt: whole ? (entry.completeAt ?? serverNow) : null,
  };
}

/** Waits until its author's credential is another than the one marked ("" for none). */
export function parked(entry: Entry, mark: string): Entry {
  if (isDelivered(entry)) return entry;
  const state = "waiting_for_login";
  return { ...entry, state, refusedCredential: mark, nextTryAt: null, failures: 0, urgent: false };
}

/** Its author has a new credential. */
export function freed(entry: Entry): Entry {
  if (entry.state !== "waiting_for_login") return entry;
  return { ...entry, state: "saved", refusedCredential: null, nextTryAt: null };
}

export function attentionNeeded(entry: Entry, reason: Reason): Entry {
  if (entry.state === "purged") return entry;
  return { ...entry, state: "needs_attention", attention: reason, nextTryAt: null, urgent: false };
}

/** A person pressed *Skicka nu*. */
export function madeUrgent(entry: Entry): Entry {
  return isDelivered(entry) ? entry : { ...entry, urgent: true };
}

/** The server no longer has what it once acknowledged: back into the queue, receipt kept for the record. */
export function sentAgain(entry: Entry): Entry {
  if (entry.state !== "received" && entry.state !== "complete") return entry;
  return { ...entry, state: "saved", failures: 0, nextTryAt: null, completeAt: null };
}

/** A newer receipt of a delivered fact: it may have become whole, or have lost photos with a restored server. */
export function receiptRenewed(entry: Entry, receipt: Receipt, serverNow: number | null): Entry {
  if (entry.state !== "received" && entry.state !== "complete") return entry;
  const state = receipt.complete ? "complete" : "received";
  const completeAt = receipt.complete ? (entry.completeAt ?? serverNow) : null;
  return { ...entry, state, receipt, completeAt };
}

/** The server says the fact is whole. */
export function completed(entry: Entry, serverNow: number | null): Entry {
  if (entry.state !== "received") return entry;
  const receipt = entry.receipt && { ...entry.receipt, complete: true, missingAttachments: [] };
  return { ...entry, state: "complete", completeAt: serverNow, receipt };
}

/** Only the receipt is left: what the person wrote is gone from the list too. */
export function purged(entry: Entry): Entry {
  return entry.state === "complete" ? { ...entry, state: "purged", tries: [], label: {} } : entry;
}

/** Another fact of the author stands instead of this one. */
export function replacedBy(entry: Entry, id: string): Entry {
  return { ...entry, replacedBy: id };
}
