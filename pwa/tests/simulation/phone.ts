/** One phone with its tabs, and what it has promised. */
import {
  createOutbox,
  type Credentials,
  type Entry,
  type Judge,
  type Lock,
  type Network,
  type NewReport,
  type Ports,
  type Randomness,
  type RunningOutbox,
} from "../../src/outbox";
import { MemoryStore } from "../../src/storage/memory";
import { localBell } from "../../src/sync/bell";
import { nodeHash } from "../outbox/samples";
import { Process } from "./process";
import type { VirtualClock } from "./virtual-clock";

/** A planted fault: the same phone with one part of the outbox made wrong. */
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

/** The world around a phone. */
export interface Surroundings {
  clock: VirtualClock;
  chance: Randomness;
  network: Network;
  credentials: Credentials;
  lock: Lock;
  variant: Variant;
}

export class Phone {
  readonly store = new MemoryStore();
  readonly promised: Promised[] = [];
  readonly tabs: Tab[] = [];
  visible = true;
  protected readonly bell = localBell();

  constructor(private readonly around: Surroundings) {}

  openTab(): Tab {
    const process = new Process();
    const { clock, chance, network, credentials, lock, variant } = this.around;
    const ports: Ports = {
      store: process.store(this.store),
      network: process.network(network),
      clock: process.clock(clock),
      randomness: chance,
      hash: nodeHash,
      credentials,
      lock: process.lock(lock),
      bell: this.bell,
      visible: () => this.visible,
    };
    const running = createOutbox(variant.ports?.(ports) ?? ports, variant.judge);
    running.leader.start();
    const tab = { ...running, process };
    this.tabs.push(tab);
    return tab;
  }

  livingTabs(): Tab[] {
    return this.tabs.filter(({ process }) => !process.isDead());
  }

  /** A person presses Save and, told that it failed or seeing the draft again, presses it again. */
  async press(wanted: NewReport, note: string): Promise<void> {
    for (let presses = 0; presses < 4; presses++) {
      const tab = this.livingTabs()[0] ?? this.openTab();
      const entry = await this.patiently(tab.outbox.save(wanted));
      if (entry) return void this.promised.push(await this.promiseOf(entry, note));
    }
  }

  /** Nothing disturbs the phone any more. */
  calm(): void {
    this.visible = true;
    for (const { process } of this.tabs) {
      process.trap = null;
      process.unfreeze();
    }
    if (this.livingTabs().length === 0) this.openTab();
  }

  /** A little patience; undefined when it failed or the tab died under the finger. */
  private async patiently(saving: Promise<Entry>): Promise<Entry | undefined> {
    let saved: Entry | undefined;
    saving.then((entry) => (saved = entry)).catch(() => undefined);
    await this.around.clock.advance(200);
    return saved;
  }

  private async promiseOf(entry: Entry, note: string): Promise<Promised> {
    const photos = await this.store.photosOf([entry.id]);
    const { id, digest } = entry;
    const person = entry.author.personId;
    const pictures = photos.map((one) => ({ id: one.id, digest: one.digest }));
    return { id, note, person, digest, photos: pictures };
  }
}
