/** Time that passes only when a test says so; the wall clock may jump, the monotonic one never does. */
import type { Clock } from "../../src/outbox";

const START = Date.UTC(2026, 10, 22, 1, 0, 0);

interface Timer {
  at: number;
  order: number;
  fire: () => void;
}

export class VirtualClock implements Clock {
  /** True time since the start, ms. */
  private elapsed = 0;
  private skew = 0;
  private order = 0;
  private timers: Timer[] = [];
  /** What is being done outside virtual time, over real sockets. */
  private readonly outside = new Set<Promise<unknown>>();

  now(): number {
    return START + this.elapsed + this.skew;
  }

  monotonic(): number {
    return this.elapsed;
  }

  /** What the server's clock says; it never jumps. */
  trueNow(): number {
    return START + this.elapsed;
  }

  /** Moves the phone's wall clock, as a person, a network or summer time does. */
  jump(ms: number): void {
    this.skew += ms;
  }

  sleep(ms: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      if (signal.aborted) return resolve();
      const timer: Timer = { at: this.elapsed + Math.max(ms, 0), order: ++this.order, fire };
      const clock = this;
      function fire() {
        clock.timers = clock.timers.filter((other) => other !== timer);
        signal.removeEventListener("abort", fire);
        resolve();
      }
      signal.addEventListener("abort", fire);
      this.timers.push(timer);
    });
  }

  /** Real work takes no virtual time: no timer fires before it has ended. */
  stopFor<Result>(work: Promise<Result>): Promise<Result> {
    const ended: Promise<unknown> = work.then(done, done);
    const { outside } = this;
    function done() {
      outside.delete(ended);
    }
    outside.add(ended);
    return work;
  }

  /** Lets everything that is due within `ms` happen, in order; work between timers takes no time. */
  async advance(ms: number): Promise<void> {
    const end = this.elapsed + ms;
    for (;;) {
      await this.settle();
      const next = this.next();
      if (!next || next.at > end) break;
      this.elapsed = Math.max(this.elapsed, next.at);
      next.fire();
    }
    this.elapsed = end;
    await this.settle();
  }

  /** Time passes while the phone is off: nothing happens until it is on again. */
  async skip(ms: number): Promise<void> {
    this.elapsed += ms;
    await this.advance(0);
  }

  private async settle(): Promise<void> {
    await macrotask();
    while (this.outside.size > 0) {
      await Promise.race(this.outside);
      await macrotask();
    }
  }

  private next(): Timer | undefined {
    return this.timers.reduce<Timer | undefined>(
      (first, one) =>
        !first || one.at < first.at || (one.at === first.at && one.order < first.order)
          ? one
          : first,
      undefined,
    );
  }
}

/** All promise reactions run before the next macrotask. */
function macrotask(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
