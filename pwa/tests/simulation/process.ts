/** A tab as the operating system treats it: it may be killed at any step, or frozen and woken. */
import type { Clock, Lock, Network, OutboxStore } from "../../src/outbox";

const NEVER = new Promise<never>(() => undefined);

export type StoreFault = "crash_before" | "crash_after" | "fail_before" | "fail_after" | "hang";

/** What shall happen at the `countdown`th write to the store from now. */
export interface Trap {
  countdown: number;
  fault: StoreFault;
}

const WRITES = ["insert", "update", "purge", "remove", "forget", "updateHealth", "beat"];
const READS = ["read", "readBytes", "list", "photosOf", "snapshot", "readBeat", "listOwn"];

export class Process {
  private dead = false;
  private thaw: Promise<void> = Promise.resolve();
  private wake: () => void = () => undefined;
  private bury: () => void = () => undefined;
  private readonly death = new Promise<void>((resolve) => (this.bury = resolve));
  trap: Trap | null = null;
  readonly met = new Map<StoreFault, number>();

  /** The battery is out, the tab is closed, the system needs the memory. */
  kill(): void {
    this.dead = true;
    this.bury();
  }

  isDead(): boolean {
    return this.dead;
  }

  freeze(): void {
    this.unfreeze();
    this.thaw = new Promise((resolve) => (this.wake = resolve));
  }

  unfreeze(): void {
    this.wake();
    this.thaw = Promise.resolve();
  }

  /** Nothing comes back to a dead process, and to a frozen one only when it wakes. */
  private async live<Result>(work: () => Promise<Result>): Promise<Result> {
    await this.thaw;
    if (this.dead) return NEVER;
    try {
      return await work();
    } finally {
      await this.thaw;
      if (this.dead) await NEVER;
    }
  }

  clock(clock: Clock): Clock {
    return {
      now: () => clock.now(),
      monotonic: () => clock.monotonic(),
      sleep: (ms, signal) => this.live(() => clock.sleep(ms, signal)),
    };
  }

  network(network: Network): Network {
    return { send: (request) => this.live(() => network.send(request)) };
  }

  lock(lock: Lock): Lock {
    return {
      request: (steal, signal, held) =>
        this.live(() =>
          lock.request(steal, signal, (lost) => Promise.race([held(lost), this.death])),
        ),
    };
  }

  store<Store extends OutboxStore>(store: Store): Store {
    return new Proxy(store, {
      get: (target, name: string) => {
        const method = Reflect.get(target, name) as unknown;
        if (typeof method !== "function") return method;
        const call = (...values: unknown[]) => method.apply(target, values) as Promise<unknown>;
        if (WRITES.includes(name))
          return (...values: unknown[]) => this.write(() => call(...values));
        if (READS.includes(name)) return (...values: unknown[]) => this.live(() => call(...values));
        return call;
      },
    });
  }

  private write<Result>(work: () => Promise<Result>): Promise<Result> {
    return this.live(async () => {
      const fault = this.sprung();
      if (fault === "crash_before") this.kill();
      if (fault === "crash_before" || fault === "hang") return NEVER;
      if (fault === "fail_before")
        throw new Error("UnknownError: Connection to Indexed Database lost");
      const result = await work();
      if (fault === "crash_after") this.kill();
      if (fault === "fail_after") throw new Error("InvalidStateError");
      return result;
    });
  }

  private sprung(): StoreFault | null {
    if (!this.trap || --this.trap.countdown > 0) return null;
    const { fault } = this.trap;
    this.trap = null;
    this.met.set(fault, (this.met.get(fault) ?? 0) + 1);
    return fault;
  }
}
