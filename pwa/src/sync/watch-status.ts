/** One status for the status line: outbox numbers, network, storage, session and the passing of time. */
import {
  statusSentence,
  type Outbox,
  type OutboxSummary,
  type Unsubscribe,
  type Viewer,
} from "../outbox";
import type { StorageState } from "./storage-state";
import type { PhoneOptions, Status } from "./types";

const TICK_MS = 5_000;

const NOTHING_KNOWN: OutboxSummary = {
  waiting: 0,
  waitingForLogin: 0,
  sending: null,
  photosLeft: 0,
  photosWaiting: 0,
  needsAttention: 0,
  attention: null,
  busy: false,
  colleagues: 0,
  lastDeliveredAt: null,
  silentSince: null,
  portal: false,
  stalledAt: null,
  clockOffsetMs: null,
};

/** Follows everything the sentence depends on. `changes` tells when storage changed. */
export function watchStatus(
  viewer: Viewer | null,
  listener: (status: Status) => void,
  outbox: Outbox,
  storage: StorageState,
  options: Pick<PhoneOptions, "session">,
  changes: EventTarget,
): Unsubscribe {
  let summary: OutboxSummary | null = null;
  let last = "";
  const tell = () => {
    // A database that cannot be read gives no numbers, and that is what is told then.
    if (!summary && storage.level !== "broken") return;
    const status = statusOf(summary ?? NOTHING_KNOWN, storage, options);
    const text = JSON.stringify(status);
    if (text !== last) listener(status);
    last = text;
  };
  const unwatch = outbox.watchSummary(viewer, (numbers) => {
    summary = numbers;
    tell();
  });
  const timer = setInterval(tell, TICK_MS);
  const sources: [EventTarget, string][] = [
    [window, "online"],
    [window, "offline"],
    [changes, "change"],
  ];
  for (const [source, name] of sources) source.addEventListener(name, tell);
  tell();
  return () => {
    unwatch();
    clearInterval(timer);
    for (const [source, name] of sources) source.removeEventListener(name, tell);
  };
}

function statusOf(
  summary: OutboxSummary,
  storage: StorageState,
  { session }: Pick<PhoneOptions, "session">,
): Status {
  const now = Date.now();
  const around = { now, online: navigator.onLine, storage: storage.level, session: session() };
  return {
    sentence: statusSentence(summary, around),
    summary,
    storage: storage.level,
    persisted: storage.use.persisted,
    evicted: storage.loss.unseen,
  };
}
