/** One phone with its tabs, its persons, a network and a server; and the question whether all went well. */
import {
  createOutbox,
  type Entry,
  type Judge,
  type Lock,
  type NewReport,
  type Ports,
  type RunningOutbox,
} from "../../src/outbox";
import { MemoryStore } from "../../src/storage/memory";
import { localBell } from "../../src/sync/bell";
import { localLock } from "../../src/sync/local-lock";
import { author, nodeHash, photo, report, seeded } from "../outbox/samples";
import { FaultyNetwork } from "./faulty-network";
import { Process } from "./process";
import { ServerModel } from "./server-model";
import { VirtualClock } from "./virtual-clock";

/** A planted fault: the same world with one part of the outbox made wrong. */
export interface Variant {
  judge?: Judge;
  ports?: (ports: Ports) => Ports;
}

export interface Tab extends RunningOutbox {
  process: Process;
}

/** What the phone has promised: it said "Sparad på telefonen". */
export interface Promised {
  id: string;
  note: string;
  person: string;
  digest: string;
  photos: { id: string; digest: string }[];
}

/** Every tab may lead at once: what a broken lock would do. */
export const noLock: () => Lock = () => ({
  request: (_steal, _signal, held) => held(new AbortController().signal),
});

export class World {
  readonly clock = new VirtualClock();
  readonly server = new ServerModel(() => this.clock.trueNow());
  readonly network: FaultyNetwork;
  readonly store = new MemoryStore();
  readonly promised: Promised[] = [];
  readonly tabs: Tab[] = [];
  visible = true;
  private readonly chance;
  private readonly bell = localBell();
  private readonly lock: Lock;
  /** Per person the number of the present credential; even a revoked one is still on the phone. */
  private readonly renewals = new Map([
    ["p1", 1],
    ["p2", 1],
  ]);
  private notes = 0;

  constructor(
    seed: number,
    private readonly variant: Variant = {},
    makeLock: () => Lock = localLock,
  ) {
    this.chance = seeded(seed);
    this.network = new FaultyNetwork(this.server, this.clock, seeded(seed + 1));
    this.lock = makeLock();
    for (const person of this.renewals.keys()) this.server.allow(this.bearer(person), person);
  }

  openTab(): Tab {
    const process = new Process();
    const ports: Ports = {
      store: process.store(this.store),
      network: process.network(this.network),
      clock: process.clock(this.clock),
      randomness: this.chance,
      hash: nodeHash,
      credentials: async ({ personId }) => ({
        bearer: this.bearer(personId),
        mark: String(this.renewals.get(personId)),
      }),
      lock: process.lock(this.lock),
      bell: this.bell,
      visible: () => this.visible,
    };
    const running = createOutbox(this.variant.ports?.(ports) ?? ports, this.variant.judge);
    running.leader.start();
    const tab = { ...running, process };
    this.tabs.push(tab);
    return tab;
  }

  livingTabs(): Tab[] {
    return this.tabs.filter(({ process }) => !process.isDead());
  }

  /** A person presses Save and, told that it failed or seeing the draft again, presses it again. */
  async save(person: string, photos: number, kind = "", more: Partial<NewReport> = {}) {
    const note = `n${++this.notes} ${kind}`;
    const pictures = Array.from({ length: photos }, (_, at) => photo(this.notes * 7 + at));
    const draftId = `draft-${this.notes}`;
    const wanted = report(note, { author: author(person), photos: pictures, draftId, ...more });
    wanted.body["note"] = note;
    for (let presses = 0; presses < 4; presses++) {
      const tab = this.livingTabs()[0] ?? this.openTab();
      const saving = tab.outbox.save(wanted);
      const entry = await this.patiently(saving);
      if (entry) return void this.promised.push(await this.promiseOf(entry, note));
    }
  }

  /** A minute's patience; undefined when it failed or the tab died under the finger. */
  private async patiently(saving: Promise<Entry>): Promise<Entry | undefined> {
    let saved: Entry | undefined;
    saving.then((entry) => (saved = entry)).catch(() => undefined);
    await this.clock.advance(200);
    return saved;
  }

  private async promiseOf(entry: Entry, note: string): Promise<Promised> {
    const photos = await this.store.photosOf([entry.id]);
    const { id, digest } = entry;
    const person = entry.author.personId;
    const pictures = photos.map((one) => ({ id: one.id, digest: one.digest }));
    return { id, note, person, digest, photos: pictures };
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
    this.visible = true;
    for (const { process } of this.tabs) {
      process.trap = null;
      process.unfreeze();
    }
    for (const person of this.renewals.keys()) this.renew(person);
    if (this.livingTabs().length === 0) this.openTab();
    await this.clock.advance(ms);
  }

  private bearer(person: string): string {
    return `${person}-${this.renewals.get(person)}`;
  }
}
