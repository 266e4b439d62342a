/** How the phone's storage is: proved at start, measured now and then, and whether it was once emptied. */
import { StorageFull } from "../outbox";
import type { PhoneStore } from "../storage/types";
import type { StorageUse } from "./device-status";

const LOW_BYTES = 100_000_000;
const LOW_SHARE = 0.9;
const CANARY = "canary";
const EVICTED = "evicted";
/** Lives outside the database, so that it can outlive it. */
const MIRROR = "ledljus.canary";

export class StorageState {
  level: "ok" | "low" | "broken" = "ok";
  evicted: { unsent: number } | null = null;
  use: StorageUse = { used_bytes: null, quota_bytes: null, persisted: false };

  constructor(
    private readonly store: PhoneStore,
    private readonly changed: () => void,
  ) {}

  /** The whole start-up examination. Never throws: what it finds is told by the status line. */
  async examine(): Promise<void> {
    await this.check();
    await this.lookForCanary().catch(() => undefined);
    if (this.level === "ok") await this.store.keepBallast();
    await navigator.storage?.persist?.().catch(() => false);
    await this.check();
  }

  /** Proves that storing works and measures the room. */
  async check(): Promise<void> {
    const proved = await this.store.selfTest().then(
      () => "ok" as const,
      (error) => (error instanceof StorageFull ? ("low" as const) : ("broken" as const)),
    );
    await this.measure().catch(() => undefined);
    this.level = proved === "ok" && this.isLow() ? "low" : proved;
    this.changed();
  }

  /** Now and then: measures the room; proves again only what had failed. */
  async look(): Promise<void> {
    if (this.level === "broken") return this.check();
    await this.measure().catch(() => undefined);
    this.level = this.isLow() ? "low" : "ok";
    this.changed();
  }

  /** How many reports had no receipt, for the day the database is found empty. */
  noteUnsent(unsent: number): void {
    const mirror = readMirror();
    if (mirror && mirror.unsent !== unsent) writeMirror({ unsent });
  }

  async acknowledgeEviction(): Promise<void> {
    this.evicted = null;
    await this.store.putSetting(EVICTED, null);
    this.changed();
  }

  private async measure(): Promise<void> {
    const { usage, quota } = (await navigator.storage?.estimate?.()) ?? {};
    const persisted = (await navigator.storage?.persisted?.()) ?? false;
    this.use = { used_bytes: usage ?? null, quota_bytes: quota ?? null, persisted };
  }

  private isLow(): boolean {
    const { used_bytes: used, quota_bytes: quota } = this.use;
    if (used === null || !quota) return false;
    return quota - used < LOW_BYTES || used / quota > LOW_SHARE;
  }

  /** The canary is gone but its mirror is there: the browser has emptied the database (P-C7). */
  private async lookForCanary(): Promise<void> {
    const canary = await this.store.setting(CANARY);
    const mirror = readMirror();
    if (!canary && mirror) await this.store.putSetting(EVICTED, { unsent: mirror.unsent });
    if (!canary) await this.store.putSetting(CANARY, { since: new Date().toISOString() });
    if (!canary || !mirror) writeMirror({ unsent: 0 });
    this.evicted = (await this.store.setting<{ unsent: number } | null>(EVICTED)) ?? null;
    this.changed();
  }
}

function readMirror(): { unsent: number } | null {
  try {
    const mirror = JSON.parse(localStorage.getItem(MIRROR) ?? "null");
    return mirror && typeof mirror.unsent === "number" ? { unsent: mirror.unsent } : null;
  } catch {
    return null;
  }
}

function writeMirror(mirror: { unsent: number }): void {
  try {
    localStorage.setItem(MIRROR, JSON.stringify(mirror));
  } catch {
    // No localStorage, no mirror: then an emptied database cannot be told from a new phone.
  }
}
