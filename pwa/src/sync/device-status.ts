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
import type { Loss, StorageLoss } from "./storage-loss";

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

interface Unsent {
  unsent: number;
  unsent_photos: number;
}

interface Needs {
  store: PhoneStore;
  network: Network;
  clock: Clock;
  appVersion: string;
  storage: () => StorageUse;
  loss: Pick<StorageLoss, "untold" | "markTold">;
  /** Leading, in front and online: otherwise nothing is told. */
  mayTell: () => boolean;
}

export class DeviceStatus {
  /** The counts last told per device, and when (monotonic ms). Room used changes all the time and is no news. */
  private readonly told = new Map<string, { counts: string; at: number }>();
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
    // A silent server is asked at its own pace, whatever there is to tell.
    if (health.silentSince !== null && !contactDue) return;
    for (const credential of await store.credentials()) {
      const unsent = await this.unsentOf(credential);
      const counts = JSON.stringify([unsent, this.needs.loss.untold?.id]);
      const last = this.told.get(credential.deviceId);
      const fresh = last?.counts === counts && clock.monotonic() - last.at < TOLD_EVERY_MS;
      if (fresh && !contactDue) continue;
      const answered = await this.tell(credential, unsent, signal);
      // A refusal is an answer too: it is not repeated every five seconds.
      if (answered) this.told.set(credential.deviceId, { counts, at: clock.monotonic() });
      if (contactDue) return;
    }
  }

  private isContactDue({ lastContactAt, silentSince }: Health): boolean {
    const { clock } = this.needs;
    const every = silentSince === null ? CONTACT_EVERY_MS : SILENT_EVERY_MS;
    const heard = Math.abs(clock.now() - (lastContactAt ?? -Infinity)) < every;
    return (!heard || silentSince !== null) && clock.monotonic() - this.askedAt >= every;
  }

  private async unsentOf({ municipalityId, personId }: StoredCredential): Promise<Unsent> {
    const undelivered = await this.needs.store.list(UNDELIVERED);
    const own = undelivered.filter(
      ({ author }) => author.personId === personId && author.municipalityId === municipalityId,
    );
    const photos = own.filter(({ lane }) => lane === "photo").length;
    return { unsent: own.length - photos, unsent_photos: photos };
  }

  /** True when our server answered, whatever it said. */
  private async tell(credential: StoredCredential, unsent: Unsent, signal: AbortSignal) {
    const { store, clock, network, appVersion, storage, loss } = this.needs;
    this.askedAt = clock.monotonic();
    const headers = {
      Authorization: `Bearer ${bearerOf(credential)}`,
      "Content-Type": "application/json",
    };
    const lost = loss.untold && { storage_loss: onWire(loss.untold) };
    const status = { ...unsent, app_version: appVersion, storage: storage(), ...lost };
    const body = new TextEncoder().encode(JSON.stringify(status));
    const path = `/devices/${credential.deviceId}/status`;
    const request = { method: "PUT", path, headers, body } as const;
    const answer = await answerWithin(PATIENCE_MS, request, { network, clock }, signal).catch(
      () => null,
    );
    if (signal.aborted) return false;
    const at = clock.now();
    const ours = answer !== null && isOurs(answer);
    await store.updateHealth((health) =>
      ours ? afterContact(health, at, dateOf(answer)) : afterSilence(health, at, isPortal(answer)),
    );
    // Whichever of the phone's people it was told by: once is enough.
    if (lost && answer?.status === 204) await loss.markTold();
    return ours;
  }
}

function onWire({ id, noticedAt, unsent, deviceIds }: Loss) {
  return { id, noticed_at: new Date(noticedAt).toISOString(), unsent, device_ids: deviceIds };
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
