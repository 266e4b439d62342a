/** The outside world as the outbox sees it. Every port has a browser adapter and one for tests and Node. */
import type { Author, Entry, Trace } from "./entry";

/** An entry together with its frozen bytes. */
export interface FrozenEntry {
  entry: Entry;
  bytes: Uint8Array<ArrayBuffer>;
}

/** What is known about the way to the server; shared by all tabs, so it is stored. Device ms. */
export interface Health {
  lastContactAt: number | null;
  /** First failed try since the last contact; null when the server answers. */
  silentSince: number | null;
  /** True when what answers is not our server (login page of a network, proxy). */
  portal: boolean;
  /** Last time the stall detector had to restart the sending loop. */
  stalledAt: number | null;
  stalls: number;
  /** Server clock minus device clock, ms; null before the first contact. */
  clockOffsetMs: number | null;
}

/** The numbers behind the status line, read in ONE query so that they agree. */
export interface StatusSnapshot {
  /** Everything not complete or purged. */
  open: Entry[];
  /** Entries of any state delivered at or after `deliveredAfter` of the query. */
  recent: Entry[];
  lastDeliveredAt: number | null;
  health: Health;
}

export type Unsubscribe = () => void;

/** The database is the state. Each method is one atomic transaction, durable when its promise resolves. */
export interface OutboxStore {
  /**
   * Writes all entries with bytes and removes the draft, or nothing. When an entry of the same draft
   * exists, writes nothing and returns it. Throws `StorageFull`, `StorageBroken`.
   */
  insert(bundle: readonly FrozenEntry[], draftId: string | null): Promise<Entry | null>;
  read(id: string): Promise<Entry | undefined>;
  readBytes(id: string): Promise<Uint8Array<ArrayBuffer> | undefined>;
  /** All entries not purged whose state is one of `states`, oldest first. */
  list(states: readonly Entry["state"][]): Promise<Entry[]>;
  /** Reports (no photos) of one person, any state, newest first. */
  listOwn(author: Pick<Author, "municipalityId" | "personId">, limit: number): Promise<Entry[]>;
  /** The photos of a fact, any state. */
  photosOf(factId: string): Promise<Entry[]>;
  /** Reads, changes and writes in one transaction; `change` must be pure. Unknown id: undefined. */
  update(id: string, change: (entry: Entry) => Entry): Promise<Entry | undefined>;
  /** Drops the bytes and writes `change(entry)`, together. */
  purge(id: string, change: (entry: Entry) => Entry): Promise<void>;
  /** Removes entries and bytes and writes the traces, together. The only deletion of content. */
  remove(traces: readonly Trace[]): Promise<void>;
  /** Forgets receipts: entries already `purged`, nothing else. */
  forget(ids: readonly string[]): Promise<void>;
  traces(): Promise<Trace[]>;
  snapshot(deliveredAfter: number): Promise<StatusSnapshot>;
  updateHealth(change: (health: Health) => Health): Promise<void>;
  /** The leader's pulse; followers see that it stands still. Not part of what `watch` watches. */
  beat(holder: string): Promise<void>;
  readBeat(): Promise<{ holder: string; count: number } | undefined>;
  /** Calls after every committed change of entries or health, in this tab or another. */
  watch(changed: () => void): Unsubscribe;
}

/** One request; the core has built every header. */
export interface Request {
  method: "PUT" | "POST";
  path: string;
  headers: Record<string, string>;
  body: Uint8Array<ArrayBuffer>;
  timeoutMs: number;
  signal: AbortSignal;
}

/** One whole answer; status 0 is a redirect that was not followed. */
export interface Answer {
  status: number;
  contentType: string;
  body: string;
  retryAfter: string | null;
  /** The `Date` header, if any. */
  date: string | null;
}

/** Rejects with `TimedOut`, or anything else for "no answer". Never follows redirects, never sends cookies. */
export interface Network {
  send(request: Request): Promise<Answer>;
}

export interface Clock {
  /** Wall clock, ms since 1970; may jump. */
  now(): number;
  /** Ms that never jump. */
  monotonic(): number;
  /** Resolves after `ms` or when aborted; never rejects. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
}

export interface Randomness {
  bytes(count: number): Uint8Array;
  /** 0 ≤ x < 1, for jitter. */
  fraction(): number;
}

export interface Hash {
  sha256(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array>;
}

/** The append credential of an author; `mark` changes whenever it is renewed, also when the secret does not. */
export interface Credential {
  bearer: string;
  mark: string;
}

export type Credentials = (author: Author) => Promise<Credential | null>;

/** Leadership over sending, shaped like `navigator.locks.request`. */
export interface Lock {
  /**
   * Waits for the lock (or takes it, with `steal`), runs `held` and releases it when that ends.
   * `lost` aborts when another tab stole it. Ends quietly when `signal` aborts.
   */
  request(
    steal: boolean,
    signal: AbortSignal,
    held: (lost: AbortSignal) => Promise<void>,
  ): Promise<void>;
}

/** Wakes the leader, wherever it runs, when another tab has saved something. */
export interface Bell {
  ring(): void;
  listen(wake: () => void): Unsubscribe;
}

export interface Ports {
  store: OutboxStore;
  network: Network;
  clock: Clock;
  randomness: Randomness;
  hash: Hash;
  credentials: Credentials;
  lock: Lock;
  bell: Bell;
  /** Is the page in front? Decides take-over and how long a silent network is left alone. */
  visible: () => boolean;
}
