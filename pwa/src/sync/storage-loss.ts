/** Whether the browser has thrown the phone's database away: a canary in it, its mirror outside it (P-C7). */
import type { Entry } from "../outbox";
import type { PlainSettings } from "../storage/types";

export interface Loss {
  id: string;
  /** Device ms. */
  noticedAt: number;
  /** Reports that had no receipt, and the devices (author and phone) they were of. */
  unsent: number;
  deviceIds: string[];
  /** The person has read it; the server has it. */
  seen: boolean;
  told: boolean;
}

type Mirror = Pick<Loss, "unsent" | "deviceIds">;

const CANARY = "canary";
const LOSS = "evicted";
/** Lives outside the database, so that it can outlive it. */
const MIRROR = "ledljus.canary";
const NOTHING: Mirror = { unsent: 0, deviceIds: [] };

export class StorageLoss {
  private loss: Loss | null = null;
  /** Until the canary has been looked for, the mirror tells of before, and is not touched. */
  private looked = false;

  constructor(
    private readonly store: PlainSettings,
    private readonly newId: () => string,
  ) {}

  /** What the person has not read yet. */
  get unseen(): Loss | null {
    return this.loss?.seen ? null : this.loss;
  }

  /** What the server has not heard of yet. */
  get untold(): Loss | null {
    return this.loss?.told ? null : this.loss;
  }

  /** At start: the canary is gone but its mirror is there. Throws when the store cannot be used. */
  async look(): Promise<void> {
    const canary = await this.store.setting(CANARY);
    const mirror = readMirror();
    this.loss = (await this.store.setting<Loss | null>(LOSS)) ?? null;
    if (!canary && mirror) {
      const noticed = { id: this.newId(), noticedAt: Date.now(), seen: false, told: false };
      await this.keep({ ...noticed, ...mirror });
    }
    if (!canary) await this.store.putSetting(CANARY, { since: new Date().toISOString() });
    if (!canary || !mirror) writeMirror(NOTHING);
    this.looked = true;
  }

  /** How many reports have no receipt, for the day the database is found empty. */
  note(undelivered: readonly Entry[]): void {
    if (!this.looked) return;
    const reports = undelivered.filter(({ lane }) => lane !== "photo");
    const deviceIds = [...new Set(reports.map(({ author }) => author.deviceId))].sort();
    const mirror = { unsent: reports.length, deviceIds };
    if (JSON.stringify(readMirror()) !== JSON.stringify(mirror)) writeMirror(mirror);
  }

  async markSeen(): Promise<void> {
    if (this.loss) await this.keep({ ...this.loss, seen: true });
  }

  async markTold(): Promise<void> {
    if (this.loss) await this.keep({ ...this.loss, told: true });
  }

  private async keep(loss: Loss): Promise<void> {
    this.loss = loss;
    await this.store.putSetting(LOSS, loss);
  }
}

function readMirror(): Mirror | null {
  try {
    const { unsent, deviceIds = [] } = JSON.parse(localStorage.getItem(MIRROR) ?? "null") ?? {};
    return typeof unsent === "number" ? { unsent, deviceIds } : null;
  } catch {
    return null;
  }
}

function writeMirror(mirror: Mirror): void {
  try {
    localStorage.setItem(MIRROR, JSON.stringify(mirror));
  } catch {
    // No localStorage, no mirror: then an emptied database cannot be told from a new phone.
  }
}
