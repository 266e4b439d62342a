/** How the phone's storage is: proved at start and measured now and then. */
import { StorageFull } from "../outbox";
import type { PhoneStore } from "../storage/types";
import type { StorageUse } from "./device-status";
import type { StorageLoss } from "./storage-loss";

const LOW_BYTES = 100_000_000;
const LOW_SHARE = 0.9;
export class StorageState {
  level: "ok" | "low" | "broken" = "ok";
  use: StorageUse = { used_bytes: null, quota_bytes: null, persisted: false };

  constructor(
    private readonly store: PhoneStore,
    readonly loss: StorageLoss,
    private readonly changed: () => void,
  ) {}

  /** The whole start-up examination. Never throws: what it finds is told by the status line. */
  async examine(): Promise<void> {
    await this.check();
    await this.loss.look().catch(() => undefined);
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
}
