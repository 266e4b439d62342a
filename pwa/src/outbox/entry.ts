/** What one outbox entry is: its states, lanes, tries, receipt. Plain structured-clonable values only. */

/** Which queue an entry stands in. Alarms go before facts, facts (oldest first) before photos. */
export type Lane = "alarm" | "fact" | "photo";

/**
 * The life of an entry (PROMISES R1; a draft, "utkast", lives in the draft store and is no entry).
 *
 *     saved → sending → received → complete → purged
 *
 * - `saved`             written, read back and compared; waits for its turn or its next try
 * - `sending`           a try was begun (marked before the first byte leaves, so a crash is seen)
 * - `received`          the server has these bytes, but the fact is not whole (photos, quarantine, waiting)
 * - `complete`          the server has everything; bytes are kept 72 h more, for a server restored from backup
 * - `purged`            only the receipt is left, 30 days
 * - `waiting_for_login` its author's credential was refused or is missing; others go on
 * - `needs_attention`   the server said no for good, or the bytes are damaged; a person decides
 */
export type EntryState =
  | "saved"
  | "sending"
  | "received"
  | "complete"
  | "purged"
  | "waiting_for_login"
  | "needs_attention";

/** States in which an entry is still this phone's responsibility to deliver. */
export const UNDELIVERED: readonly EntryState[] = [
  "saved",
  "sending",
  "waiting_for_login",
  "needs_attention",
];

/** Who wrote it; fixed at Save, whoever is signed in when it is sent. */
export interface Author {
  municipalityId: string;
  personId: string;
  deviceId: string;
}

/** Why a try ended as it did, or why an entry waits. A key for words, never a sentence. */
export type ReasonCode =
  | "interrupted" // begun, and the end never seen: the tab or the phone died
  | "no_answer" // no connection, cut, or a body that stopped half-way
  | "timeout"
  | "portal" // something answered that is not our server (login page, proxy, redirect)
  | "server_error" // 5xx of our own
  | "busy" // 408, 425, 429, 503
  | "not_found" // 404: an older or moved server
  | "not_understood" // any other answer that proves nothing
  | "digest_differs" // own id, other digest: something on the way changes bytes
  | "digest_mismatch" // the server got other bytes than we sent
  | "fact_first" // a photo whose fact the server does not know yet
  | "login" // this author's credential was refused
  | "no_credential" // this phone has no credential for the author
  | "rejected" // 403, 409, 410, 413, 415, 422 with our own code: see `problem`
  | "other_digest" // the server holds other bytes under this id
  | "bytes_missing"
  | "bytes_damaged"
  | "server_lost_it"; // the server no longer has it (restored from backup): sent again

/** A reason with what the server said. `problem.code` is stable and translated by the phone. */
export interface Reason {
  code: ReasonCode;
  status?: number;
  problem?: { code: string; detail?: string; errors?: { field: string; reason: string }[] };
}

/** One try, newest last; an entry keeps its last 20. `reason` is null when the server received it. Device ms. */
export interface Try {
  at: number;
  endedAt: number | null;
  reason: Reason | null;
}

/** The server's receipt (DESIGN, HTTP contract). */
export interface Receipt {
  id: string;
  digest: string;
  receivedAt: string;
  receiptNo: string;
  complete: boolean;
  missingAttachments: string[];
  masked: number;
  flags: string[];
}

/** One frozen PUT. Its bytes lie beside it in the store and are never rebuilt. Times are ms of the device's clock. */
export interface Entry {
  id: string;
  lane: Lane;
  method: "PUT";
  /** Below /api/v1, e.g. `/incidents/0198…`. */
  path: string;
  contentType: string;
  /** SHA-256 of the bytes, hex. */
  digest: string;
  size: number;
  /** SHA-256 of what the person wrote, without save time and photo ids: tells a double tap from a change. */
  contentDigest: string;
  author: Author;
  createdAt: number;
  savedAt: number;
  state: EntryState;
  /** Failed tries in a row; sets the back-off. */
  failures: number;
  tries: Try[];
  nextTryAt: number | null;
  /** True when the server itself asked for the wait (Retry-After): "network is back" does not cut it short. */
  serverAsked: boolean;
  /** A person pressed *Skicka nu*: the next try heeds no wait. Cleared when that try begins. */
  urgent: boolean;
  /** Mark of the credential that was refused; another mark frees the entry. "" when there was none. */
  refusedCredential: string | null;
  /** Why it waits for a person, in `needs_attention`. */
  attention: Reason | null;
  receipt: Receipt | null;
  /** When the first receipt came, device ms. */
  deliveredAt: number | null;
  /** When it became complete, *server* ms: the 72 hours are counted in server time. */
  completeAt: number | null;
  /** Photo: the fact that declares it. */
  factId: string | null;
  /** Follow-up: the fact it is about. */
  subjectId: string | null;
  /** The author's earlier fact that this one stands instead of, and the other way round. */
  replaces: string | null;
  replacedBy: string | null;
  /** The draft it was saved from; a draft gives one entry, however often Save is pressed. */
  draftId: string | null;
  /** A few plain values for lists (category, place …), given by the screen; dropped when purged. */
  label: Record<string, string | number | boolean | null>;
}

/** What is left of an entry a person deleted: a trace, never the content. */
export interface Trace {
  entryId: string;
  digest: string;
  path: string;
  lane: Lane;
  author: Author;
  savedAt: number;
  stateThen: EntryState;
  receiptNo: string | null;
  reason: string;
  deletedAt: number;
  deletedBy: string;
}
