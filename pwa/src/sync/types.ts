/**
 * What the app starts once and hands to its screens:
 *
 *     const phone = await startPhone({ appVersion, session: () => current ? "ok" : "expired" });
 *     phone.outbox, phone.store          // see outbox/types.ts, storage/types.ts
 *     phone.watchStatus(viewer, ({ sentence, summary }) => …)   // exactly one sentence, always true
 *     phone.refreshKit(owner)            // also by itself: at start, in front, hourly
 *     phone.signedIn()                   // after login or enrolment
 */
import type { Outbox, OutboxSummary, StatusSentence, Unsubscribe, Viewer } from "../outbox/types";
import type { Owner, PhoneStore } from "../storage/types";

export interface PhoneOptions {
  appVersion: string;
  /** Default `/api/v1`. */
  baseUrl?: string;
  /** Is there a session that can read? Asked each time the status is worked out. */
  session: () => "ok" | "expired";
  /** Who is signed in, for the field kit; null when nobody. */
  owner: () => Owner | null;
  /** The start waits until every tab with an older version of the app is closed. */
  blocked?: () => void;
}

export interface Status {
  sentence: StatusSentence;
  summary: OutboxSummary;
  storage: "ok" | "low" | "broken";
  persisted: boolean;
  /** The browser lost what was stored earlier: this many reports had no receipt then. Null: nothing lost. */
  evicted: { unsent: number } | null;
}

export interface Phone {
  outbox: Outbox;
  store: PhoneStore;
  /** Calls at once, at every change and every 5 s (time passes too). */
  watchStatus(viewer: Viewer | null, listener: (status: Status) => void): Unsubscribe;
  /** Fetches the kit if it changed; true when the stored kit is known to be current. Never throws. */
  refreshKit(owner: Owner): Promise<boolean>;
  signedIn(): void;
  /** The person has read that earlier reports were lost by the browser. */
  acknowledgeEviction(): Promise<void>;
  stop(): void;
}
