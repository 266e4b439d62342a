/** One phone with its persons, a network and a server; and the question whether all went well. */
import type { Lock, NewReport } from "../../src/outbox";
import { localLock } from "../../src/sync/local-lock";
import { author, photo, report, seeded } from "../outbox/samples";
import { FaultyNetwork } from "./faulty-network";
import { Phone, type Variant } from "./phone";
import { ServerModel } from "./server-model";
import { VirtualClock } from "./virtual-clock";

/** Every tab may lead at once: what a broken lock would do. */
export const noLock: () => Lock = () => ({
  request: (_steal, _signal, held) => held(new AbortController().signal),
});

export class World extends Phone {
  readonly clock: VirtualClock;
  readonly server: ServerModel;
  readonly network: FaultyNetwork;
  /** Per person the number of the present credential; even a revoked one is still on the phone. */
  private readonly renewals = new Map([
    ["p1", 1],
    ["p2", 1],
  ]);
  private notes = 0;

  constructor(seed: number, variant: Variant = {}, makeLock: () => Lock = localLock) {
    const clock = new VirtualClock();
    const server = new ServerModel(() => clock.trueNow());
    const network = new FaultyNetwork(server, clock, seeded(seed + 1));
    super({
      ...{ clock, network, variant },
      chance: seeded(seed),
      lock: makeLock(),
      credentials: async ({ personId }) => ({
        bearer: this.bearer(personId),
        mark: String(this.renewals.get(personId)),
      }),
    });
    [this.clock, this.server, this.network] = [clock, server, network];
    for (const person of this.renewals.keys()) server.allow(this.bearer(person), person);
  }

  async save(person: string, photos: number, kind = "", more: Partial<NewReport> = {}) {
    const note = `n${++this.notes} ${kind}`;
    const pictures = Array.from({ length: photos }, (_, at) => photo(this.notes * 7 + at));
    const draftId = `draft-${this.notes}`;
    const wanted = report(note, { author: author(person), photos: pictures, draftId, ...more });
    wanted.body["note"] = note;
    await this.press(wanted, note);
  }

  revoke(person: string): void {
    this.server.revoke(this.bearer(person));
  }

  /** The person signs in again: a new credential, which the outbox is told of. */
  renew(person: string): void {
    this.renewals.set(person, (this.renewals.get(person) ?? 0) + 1);
    this.server.allow(this.bearer(person), person);
    this.bell.ring("kick");
  }

  /** Everything works again, and nobody touches the phone: what now does not arrive is stuck. */
  async heal(ms = 12 * 60_000): Promise<void> {
    this.network.weather = { badness: 0, latency: 400 };
    this.calm();
    for (const person of this.renewals.keys()) this.renew(person);
    await this.clock.advance(ms);
  }

  private bearer(person: string): string {
    return `${person}-${this.renewals.get(person)}`;
  }
}
