/** What the leader does now and then beside sending: offer again what the server may have lost, and purge. */
import { afterContact } from "./health";
import type { Ports } from "./ports";
import { reoffer } from "./reoffer";
import { purge } from "./retention";

const MINUTE = 60_000;
/** How often retained copies are offered; how soon after the last time a kick or a failure may ask again. */
const EVERY_MS = 15 * MINUTE;
const UNFINISHED_EVERY_MS = 5 * MINUTE;
const AGAIN_MS = MINUTE;
/** A round that has not come back for so long never will. */
const HUNG_MS = 5 * MINUTE;

export class Tending {
  private running = false;
  private hurried = false;
  private askedAt = -Infinity;
  private nextAt = -Infinity;
  private serverClock: { serverNow: number; monotonic: number } | null = null;

  /** `found` is called when a round has put something back into the queue. */
  constructor(
    private readonly ports: Ports,
    private readonly found: () => void,
  ) {}

  /** The server may have come back as another: ask soon. */
  hurry(): void {
    this.hurried = true;
    this.nextAt = Math.min(this.nextAt, this.askedAt + AGAIN_MS);
  }

  hearServerTime(serverNow: number): void {
    this.serverClock = { serverNow, monotonic: this.ports.clock.monotonic() };
  }

  /** Starts a round in the background when it is time; sending never waits for it. */
  start(signal: AbortSignal): void {
    const now = this.ports.clock.monotonic();
    const hung = now - this.askedAt > HUNG_MS;
    if ((this.running && !hung) || now < this.nextAt) return;
    this.running = true;
    this.hurried = false;
    this.askedAt = now;
    this.nextAt = now + AGAIN_MS;
    this.round(signal)
      .then((pause) => (this.nextAt = now + (this.hurried ? AGAIN_MS : pause)))
      .catch(() => undefined)
      .finally(() => (this.running = false));
  }

  /** Returns ms until the next round. */
  private async round(signal: AbortSignal): Promise<number> {
    const { store, clock } = this.ports;
    const retained = await store.list(["received", "complete"]);
    if (retained.length > 0) {
      const { answered, serverNow, lost } = await reoffer(this.ports, signal);
      if (serverNow !== null) await this.heard(serverNow);
      if (lost) this.found();
      if (!answered || lost) return AGAIN_MS;
    }
    if (this.serverClock) {
      const { serverNow, monotonic } = this.serverClock;
      await purge(store, serverNow + clock.monotonic() - monotonic);
    }
    const unfinished = (await store.list(["received"])).length > 0;
    return unfinished ? UNFINISHED_EVERY_MS : EVERY_MS;
  }

  private async heard(serverNow: number): Promise<void> {
    this.hearServerTime(serverNow);
    const at = this.ports.clock.now();
    await this.ports.store.updateHealth((health) => afterContact(health, at, serverNow));
  }
}
