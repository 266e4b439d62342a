/** One try of one entry from mark to settlement, with what follows for its fact or its photos. */
import { delayMs, retryAfterMs } from "./backoff";
import { deliver, type Delivery } from "./deliver";
import type { Entry } from "./entry";
import { begun, completed, isSendable, sentAgain, settled } from "./life";
import type { Settlement } from "./life";
import { sendMissingPhotos } from "./missing";
import type { Credential, Ports } from "./ports";
import { freeAuthor } from "./authors";
import type { Judge, Verdict } from "./verdict";

export type AttemptEnd = { verdict: Verdict; pauseMs: number | null; serverNow: number | null };

/** Null when there was nothing to do (delivered, parked or deleted meanwhile) or the try was cut. */
export async function attempt(
  entry: Entry,
  credential: Credential,
  patience: number,
  judge: Judge,
  ports: Ports,
  signal: AbortSignal,
): Promise<AttemptEnd | null> {
  const marked = await mark(entry, ports);
  if (!marked) return null;
  const tryAt = marked.tries.at(-1)!.at;
  const delivery = await deliver(marked, credential.bearer, patience, judge, ports, signal);
  // A try that was cut (lead lost, overtaken) says nothing about the entry: it stays `sending`.
  if (signal.aborted && delivery.verdict.kind === "keep") return null;
  const end = settlement(marked, tryAt, delivery, credential, ports);
  await ports.store.update(entry.id, (now) => settled(now, delivery.verdict, end));
  await followUp(marked, delivery, ports);
  if (delivery.verdict.kind === "received" && entry.state === "waiting_for_login") {
    await freeAuthor(entry.author, credential.mark, ports.store);
  }
  return {
    verdict: delivery.verdict,
    pauseMs: end.serverAsked ? end.delayMs : null,
    serverNow: delivery.serverNow,
  };
}

async function mark(entry: Entry, { store, clock, randomness }: Ports): Promise<Entry | null> {
  const at = clock.now();
  const delay = delayMs(entry.lane, entry.failures + 1, randomness.fraction());
  let started = false;
  const marked = await store.update(entry.id, (now) => {
    started = isSendable(now);
    return begun(now, at, delay);
  });
  return started && marked ? marked : null;
}

function settlement(
  marked: Entry,
  tryAt: number,
  delivery: Delivery,
  credential: Credential,
  { clock, randomness }: Ports,
): Settlement {
  const { verdict, serverNow, retryAfter } = delivery;
  const kept = verdict.kind === "keep";
  const asked = kept && marked.lane !== "alarm" ? retryAfterMs(retryAfter, serverNow) : null;
  const own = delayMs(marked.lane, marked.failures, randomness.fraction());
  return {
    tryAt,
    at: clock.now(),
    serverNow,
    delayMs: Math.max(own, asked ?? 0),
    // Only our own server may ask for peace; anybody else's Retry-After is a hint that a kick cancels.
    serverAsked: asked !== null && kept && verdict.reach === "ours",
    credentialMark: credential.mark,
  };
}

async function followUp(entry: Entry, { verdict, serverNow }: Delivery, { store }: Ports) {
  const factId = entry.factId ?? entry.id;
  if (verdict.kind === "received") {
    const { complete, missingAttachments } = verdict.receipt;
    if (complete && entry.factId) await store.update(factId, (fact) => completed(fact, serverNow));
    await sendMissingPhotos(factId, missingAttachments, store);
  } else if (verdict.kind === "wait_for_fact") {
    // The server does not know a fact it once acknowledged (restored from backup): offer the fact again.
    await store.update(factId, sentAgain);
  }
}
