/** Tells the server what waits on this phone, and learns from it whether the server is there at all. */
import {
  afterContact,
  afterSilence,
  answerWithin,
  ownProblem,
  UNDELIVERED,
  type Answer,
  type Clock,
  type Health,
  type Network,
} from "../outbox";
import type { PhoneStore, StoredCredential } from "../storage/types";
import { bearerOf } from "./credentials";

const LOOK_MS = 5_000;
const PATIENCE_MS = 20_000;
/** A server that has not been heard for this long is asked; one that is silent is asked more often. */
const CONTACT_EVERY_MS = 60_000;
const SILENT_EVERY_MS = 20_000;
const TOLD_EVERY_MS = 15 * 60_000;

export interface StorageUse {
  used_bytes: number | null;
  quota_bytes: number | null;
  persisted: boolean;
}

interface Needs {
  store: PhoneStore;
  network: Network;
  clock: Clock;
  appVersion: string;
  storage: () => StorageUse;
  /** Leading, in front and online: otherwise nothing is told. */
  mayTell: () => boolean;
}

export class DeviceStatus {
  /** What was last told per device, and when (monotonic ms). */
  private readonly told = new Map<string, { text: string; at: number }>();
  private askedAt = -Infinity;

  constructor(private readonly needs: Needs) {}

  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      if (this.needs.mayTell()) await this.round(signal).catch(() => undefined);
      await this.needs.clock.sleep(LOOK_MS, signal);
    }
  }

  private async round(signal: AbortSignal): Promise<void> {
    const { store, clock } = this.needs;
    const { health } = await store.snapshot(null, Infinity);
    const contactDue = this.isContactDue(health);
    for (const credential of await store.credentials()) {
      const text = JSON.stringify(await this.statusOf(credential));
      const last = this.told.get(credential.deviceId);
      const fresh = last?.text === text && clock.monotonic() - last.at < TOLD_EVERY_MS;
      if (fresh && !contactDue) continue;
      await this.tell(credential, text, signal);
      if (contactDue) return;
    }
  }

  private isContactDue({ lastContactAt, silentSince }: Health): boolean {
    const { clock } = this.needs;
    const every = silentSince === null ? CONTACT_EVERY_MS : SILENT_EVERY_MS;
    const heard = Math.abs(clock.now() - (lastContactAt ?? -Infinity)) < every;
    return (!heard || silentSince !== null) && clock.monotonic() - this.askedAt >= every;
  }

  private async statusOf({ municipalityId, personId }: StoredCredential): Promise<unknown> {
    const undelivered = await this.needs.store.list(UNDELIVERED);
    const own = undelivered.filter(
      ({ author }) => author.personId === personId && author.municipalityId === municipalityId,
    );
    const photos = own.filter(({ lane }) => lane === "photo").length;
    return {
      unsent: own.length - photos,
      unsent_photos: photos,
      app_version: this.needs.appVersion,
      storage: this.needs.storage(),
    };
  }

  private async tell(credential: StoredCredential, text: string, signal: AbortSignal) {
    const { store, clock, network } = this.needs;
    this.askedAt = clock.monotonic();
    const headers = {
      Authorization: `Bearer ${bearerOf(credential)}`,
      "Content-Type": "application/json",
    };
    const body = new TextEncoder().encode(text);
    const path = `/devices/${credential.deviceId}/status`;
    const request = { method: "PUT", path, headers, body } as const;
    const answer = await answerWithin(PATIENCE_MS, request, { network, clock }, signal).catch(
      () => null,
    );
    if (signal.aborted) return;
    const at = clock.now();
    const ours = answer !== null && isOurs(answer);
    // A refusal is an answer too: it is not repeated every five seconds.
    if (ours) this.told.set(credential.deviceId, { text, at: clock.monotonic() });
    await store.updateHealth((health) =>
      ours ? afterContact(health, at, dateOf(answer)) : afterSilence(health, at, isPortal(answer)),
    );
  }
}

function isOurs(answer: Answer): boolean {
  return answer.status === 204 || ownProblem(answer) !== null;
}

function isPortal(answer: Answer | null): boolean {
  return answer !== null && answer.status < 500;
}

function dateOf({ date }: Answer): number | null {
  const time = date === null ? NaN : Date.parse(date);
  return Number.isNaN(time) ? null : time;
}
