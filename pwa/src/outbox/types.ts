/**
 * The outbox as screens see it. Screens import from here (types) and get the object from `sync/start.ts`.
 *
 * How a screen uses it:
 *
 *     const entry = await outbox.save({ lane: "fact", resource: "incidents", author, draftId, photos,
 *       body: { category: "litter", occurred_at, position, place, note }, label: { category: "litter", place } });
 *     // Resolved = written, read back and compared: show "Sparad på telefonen". `entry.id` is the report's id.
 *     // Rejected with StorageFull | StorageBroken | AlreadySaved: it is NOT saved; the draft is still there.
 *
 *     const stop = outbox.watchSummary(viewer, (summary) => …);   // numbers for the status line, at once and on change
 *     statusSentence(summary, surroundings);                      // → { key, …numbers }: one of UX §5, words in i18n
 *     const stop = outbox.watchItems(viewer, (items) => …);       // the viewer's own entries, newest first
 *
 * `save` adds `v`, `saved_at`, `replaces` and `attachments` to the body itself and never waits for network,
 * position or login. Values handed out are plain copies: changing them changes nothing. Values handed in are
 * serialised at once, so `$state` proxies are fine in `body`; photos are `Uint8Array`s.
 */
import type { Author, Entry, Lane, Reason, Trace } from "./entry";
import type { PersonKey, Unsubscribe } from "./ports";

export * from "./entry";
export * from "./ports";
export type { Judge, Verdict } from "./verdict";

/** Who is looking. Only own entries can be read, exported, corrected or deleted. */
export type Viewer = PersonKey;

export interface NewPhoto {
  bytes: Uint8Array;
  mediaType: "image/jpeg" | "image/png" | "image/webp";
}

/** What a screen hands to `save`. */
export interface NewReport {
  lane: Exclude<Lane, "photo">;
  /** First part of the path: "incidents", "check-ins" … */
  resource: string;
  /** Set for a follow-up: PUT /<resource>/<subjectId>/entries/<id>. */
  subjectId?: string;
  author: Author;
  /** Wire fields (snake_case) without `v`, `saved_at`, `attachments`, `replaces`. */
  body: Record<string, unknown>;
  photos?: readonly NewPhoto[];
  /** Own earlier fact this one stands instead of ("Rätta"). */
  replaces?: string;
  /** Removed in the same transaction; pressing Save twice gives one report. */
  draftId?: string;
  /** When the person began; defaults to now. Device ms. */
  createdAt?: number;
  label?: Entry["label"];
}

/** One row of the outbox screen. */
export interface OutboxItem {
  entry: Entry;
  photos: Entry[];
  /** Why it is not there yet; null when nothing is wrong. */
  reason: Reason | null;
}

/** Numbers of the status line for one viewer; photos are counted apart from reports. */
export interface OutboxSummary {
  /** Reports (alarms, facts) not yet received: saved, sending or waiting for login. */
  waiting: number;
  /** Of these, waiting for their author to sign in. */
  waitingForLogin: number;
  /** "Skickar `number` av `total` …"; null when nothing is on its way or about to be. */
  sending: { number: number; total: number } | null;
  /** Photos not yet received whose report is. */
  photosLeft: number;
  /** Everything photo not yet received. */
  photosWaiting: number;
  /** Rejected entries (and photos) without a replacement, and why the first was rejected; null: not to be told. */
  needsAttention: number;
  attention: Reason | null;
  /** Something of anybody's, a photo too, is being sent at this moment. */
  busy: boolean;
  /** Reports of other people on this phone: only ever a number. */
  colleagues: number;
  lastDeliveredAt: number | null;
  silentSince: number | null;
  portal: boolean;
  stalledAt: number | null;
  clockOffsetMs: number | null;
}

/** What the status line must know beside the outbox. */
export interface Surroundings {
  now: number;
  online: boolean;
  /** `low`: < 100 MB or > 90 % used. `broken`: the self-test failed. */
  storage: "ok" | "low" | "broken";
  /** `expired`: reading needs a new login, sending goes on. */
  session: "ok" | "expired";
}

/** One of UX §5's sentences; the key is the i18n key under `status.`. Times are device ms. */
export type StatusSentence =
  | { key: "all_sent"; at: number | null }
  | { key: "sending"; number: number; total: number }
  | { key: "offline_empty" }
  /** Also said online while all tries are resting: it is the sentence that is true then. */
  | { key: "offline_waiting"; count: number }
  | { key: "photos_left"; count: number }
  | { key: "login_to_read"; count: number }
  | { key: "login_to_send"; count: number }
  | { key: "needs_attention"; count: number; reason: Reason | null }
  | { key: "storage_low" }
  | { key: "cannot_save" }
  | { key: "server_silent"; since: number; portal: boolean };

/** The readable content of an own entry. */
export interface ReadableEntry {
  entry: Entry;
  body: Record<string, unknown> | null;
  photos: { id: string; mediaType: string; bytes: Uint8Array<ArrayBuffer> | null }[];
}

export interface ExportFile {
  name: string;
  mediaType: "application/json";
  text: string;
}

export interface Outbox {
  /** Resolves only when the report is safely on the phone. Throws `StorageFull`, `StorageBroken`, `AlreadySaved`. */
  save(report: NewReport): Promise<Entry>;
  /** Calls at once and at every change; `viewer` null (nobody signed in) counts everybody's as waiting. */
  watchSummary(viewer: Viewer | null, listener: (summary: OutboxSummary) => void): Unsubscribe;
  /** Own reports, newest first, at most `limit` (100), with their photos. */
  watchItems(viewer: Viewer, listener: (items: OutboxItem[]) => void, limit?: number): Unsubscribe;
  /** Content of an own entry: for *Visa*, and for an editable copy (save it with `replaces: id`). */
  view(id: string, viewer: Viewer): Promise<ReadableEntry>;
  /** *Skicka nu*: tries at once, also one that waits for login or needs attention. Without id: everything due. */
  sendNow(id?: string): Promise<void>;
  /** *Exportera*: bytes as base64 and the readable body. */
  exportEntry(id: string, viewer: Viewer): Promise<ExportFile>;
  /** Deletes an own report with its photos; the typed reason (≥ 3 letters) stays in a trace. */
  remove(id: string, reason: string, viewer: Viewer): Promise<Trace[]>;
  /** Call after login or enrolment: frees what waited for it. */
  credentialChanged(): void;
  /** Call when the network came back or the page came in front. `sync` does it; screens need not. */
  kick(): void;
}
