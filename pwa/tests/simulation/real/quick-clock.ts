/** The machine's own time, some times quicker, so that a phone's patience fits into a test. */
import type { Clock } from "../../../src/outbox";
import { systemClock } from "../../../src/sync/device";

export class QuickClock implements Clock {
  private readonly start = systemClock.monotonic();
  private readonly startedAt = systemClock.now();

  constructor(private readonly times: number) {}

  now(): number {
    return this.startedAt + this.monotonic();
  }

  monotonic(): number {
    return (systemClock.monotonic() - this.start) * this.times;
  }

  sleep(ms: number, signal: AbortSignal): Promise<void> {
    return systemClock.sleep(ms / this.times, signal);
  }

  /** Real time stops for nobody. */
  stopFor<Result>(work: Promise<Result>): Promise<Result> {
    return work;
  }
}
