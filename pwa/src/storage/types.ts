/**
 * Everything the phone keeps beside the outbox. One database (Dexie) or one memory store implements it all;
 * both pass the same contract test. Values are plain structured-clonable objects: hand in `$state.snapshot(x)`.
 */
import type { OutboxStore, Unsubscribe } from "../outbox/types";

/** Whose drafts, kit and credential: one person in one municipality. */
export interface Owner {
  municipalityId: string;
  personId: string;
}

/** An unfinished report ("utkast"). `content` belongs to the form; several may be open at once. Device ms. */
export interface Draft<Content = unknown> {
  id: string;
  owner: Owner;
  createdAt: number;
  updatedAt: number;
  content: Content;
  photos: {
    id: string;
    mediaType: "image/jpeg" | "image/png" | "image/webp";
    bytes: Uint8Array<ArrayBuffer>;
  }[];
}

export interface DraftStore {
  /** Autosave. Returns false, and writes nothing, when the draft was already saved as a report. */
  putDraft(draft: Draft): Promise<boolean>;
  draft(id: string): Promise<Draft | undefined>;
  /** Newest first. */
  drafts(owner: Owner): Promise<Draft[]>;
  /** Thrown away by its author. A saved report removes its draft by itself. */
  discardDraft(id: string): Promise<void>;
  watchDrafts(owner: Owner, listener: (drafts: Draft[]) => void): Unsubscribe;
}

/** The field kit as the server gave it; read offline for as long as it is there. */
export interface StoredKit<Kit = unknown> {
  owner: Owner;
  etag: string | null;
  kit: Kit;
  /** Device ms of the last time the server said it is current. */
  checkedAt: number;
}

export interface KitStore {
  putKit(kit: StoredKit): Promise<void>;
  kit<Kit = unknown>(owner: Owner): Promise<StoredKit<Kit> | undefined>;
  watchKit<Kit = unknown>(
    owner: Owner,
    listener: (kit: StoredKit<Kit> | undefined) => void,
  ): Unsubscribe;
}

/** An author's append credential on this phone; survives log-out, so that the author's reports still go. */
export interface StoredCredential extends Owner {
  deviceId: string;
  /** 32 random bytes, base64url. */
  secret: string;
  enrolledAt: number;
  /** Raised by the store at each put: a renewed credential frees the entries the old one was refused for. */
  revision: number;
}

export interface CredentialStore {
  /** Call after every successful `PUT /devices/{id}`, also when nothing changed. */
  putCredential(credential: Omit<StoredCredential, "revision">): Promise<StoredCredential>;
  credential(owner: Owner): Promise<StoredCredential | undefined>;
  credentials(): Promise<StoredCredential[]>;
}

/** Small values by name (theme, hand, phone_id, last user …). */
export interface SettingStore extends PlainSettings {
  /** Reads, changes and writes in one transaction; returns what is stored afterwards. May run `change` again. */
  changeSetting<Value>(key: string, change: (value: Value | undefined) => Value): Promise<Value>;
}

export interface PlainSettings {
  putSetting(key: string, value: unknown): Promise<void>;
  setting<Value>(key: string): Promise<Value | undefined>;
}

/** The lease of the sending lead, for browsers without Web Locks. Wall clock ms. */
export interface Lease {
  holder: string;
  until: number;
}

export interface LeaseStore {
  /** Reads, changes and writes in one transaction; returns what is stored afterwards. */
  changeLease(change: (lease: Lease | null) => Lease | null): Promise<Lease | null>;
}

export interface PhoneStore
  extends OutboxStore, DraftStore, KitStore, CredentialStore, SettingStore, LeaseStore {
  /** Throws `StorageBroken` unless random bytes can be written, read back and found equal. */
  selfTest(): Promise<void>;
  /** Keeps 5 MB that a report may use when the phone is full. Does nothing when there is no room. */
  keepBallast(): Promise<void>;
  close(): void;
}
