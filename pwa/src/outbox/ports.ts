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

/** A person is known by municipality and id together. */
export type PersonKey = Pick<Author, "municipalityId" | "personId">;

/** The numbers behind the status line, read in ONE query so that they agree. */
export interface StatusSnapshot {
  /** Everything not complete or purged. */
  open: Entry[];
  /** Entries of any state delivered at or after the given time. */
  recent: Entry[];
  /** The viewer's own newest delivery (anybody's without a viewer). */
  lastDeliveredAt: number | null;
  health: Health;
}

export type Unsubscribe = () => void;

/** The database is the state. Each method is one atomic transaction, durable when its promise resolves. */
export interface OutboxStore {
  /**
   * Writes all entries with bytes, marks what they replace and removes the draft, or does nothing. When an
   * entry of the same draft exists, writes nothing and returns it. The same ids again: no harm.
   * Throws `StorageFull`, `StorageBroken`.
   */
  insert(bundle: readonly FrozenEntry[], draftId: string | null): Promise<Entry | null>;
  read(id: string): Promise<Entry | undefined>;
  readBytes(id: string): Promise<Uint8Array<ArrayBuffer> | undefined>;
  /** All entries whose state is one of `states`, oldest save first. */
  list(states: readonly Entry["state"][]): Promise<Entry[]>;
  /** Reports (no photos) of one person, any state, newest first. */
  listOwn(person: PersonKey, limit: number): Promise<Entry[]>;
  /** The photos of these facts, any state. */
  photosOf(factIds: readonly string[]): Promise<Entry[]>;
  /** Reads, changes and writes in one transaction; `change` must be pure. Unknown id: undefined. */
  update(id: string, change: (entry: Entry) => Entry): Promise<Entry | undefined>;
  /** Drops the bytes and writes `change(entry)`, together. */
  purge(id: string, change: (entry: Entry) => Entry): Promise<void>;
  /** Removes entries and bytes and writes the traces, together. The only deletion of content. */
  remove(traces: readonly Trace[]): Promise<void>;
  /** Forgets receipts: entries already `purged`, nothing else. */
  forget(ids: readonly string[]): Promise<void>;
  traces(): Promise<Trace[]>;
  /** `viewer` null: everybody. `deliveredAfter`: how far back `recent` reaches, device ms. */
  snapshot(viewer: PersonKey | null, deliveredAfter: number): Promise<StatusSnapshot>;
  updateHealth(change: (health: Health) => Health): Promise<void>;
  /** The leader's pulse; followers see that it stands still. Wakes no observer. */
  beat(holder: string): Promise<void>;
  readBeat(): Promise<{ holder: string; count: number } | undefined>;
  /**
   * Runs `query` (which reads this store) at once and again after every commit that may change its result,
   * in this tab or another. A failing query is tried again; `listener` is called with results only.
   */
  observe<Result>(query: () => Promise<Result>, listener: (result: Result) => void): Unsubscribe;
}

/** One request; the core has built every header. */
export interface Request {
  method: "PUT" | "POST";
  path: string;
  headers: Record<string, string>;
  body: Uint8Array<ArrayBuffer>;
  /** Aborts when time is up or leadership lost. */
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

/** Rejects for "no answer", a body cut half-way included. Never follows redirects, never sends cookies. */
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

/** `saved`: there is something new. `kick`: the network may be back, forget all waits. */
export type Ring = "saved" | "kick";

/** Wakes the leader, in whichever tab it runs. */
export interface Bell {
  ring(what: Ring): void;
  listen(heard: (what: Ring) => void): Unsubscribe;
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
