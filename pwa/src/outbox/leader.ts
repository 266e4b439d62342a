/** One leader sends (PROMISES R7): holds the lock, watches its own loop, takes over from a leader that sleeps. */
import { afterStall } from "./health";
import type { Ports } from "./ports";
import { Sender } from "./sender";
import type { Judge } from "./verdict";

const SECOND = 1_000;
const LOOK_MS = 3 * SECOND;
/** A visible tab takes over from a leader whose pulse stood still this long while there is work. */
const TAKEOVER_MS = 15 * SECOND;
const STALL_LOOK_MS = 10 * SECOND;

export class Leader {
  private readonly end = new AbortController();
  /** Two for a moment when this tab steals from itself. */
  private leads = 0;

  constructor(
    private readonly ports: Ports,
    private readonly holder: string,
    private readonly judge?: Judge,
  ) {}

  start(): void {
    void this.contend();
    void this.watchPulse();
  }

  /** Gives up the lead; what was begun is taken up again by the next leader. */
  stop(): void {
    this.end.abort();
  }

  isLeading(): boolean {
    return this.leads > 0;
  }

  /** Stands in the queue for the lock for as long as the page lives. */
  private async contend(): Promise<void> {
    while (!this.end.signal.aborted) {
      await this.request(false);
      // A lock port that fails at once must not become a busy loop.
      await this.ports.clock.sleep(SECOND, this.end.signal);
    }
  }

  private async request(steal: boolean): Promise<void> {
    const held = (lost: AbortSignal) => this.lead(lost);
    await this.ports.lock.request(steal, this.end.signal, held).catch(() => undefined);
  }

  private async watchPulse(): Promise<void> {
    const { clock, visible } = this.ports;
    let seen = { count: NaN, at: clock.monotonic() };
    while (!this.end.signal.aborted) {
      await clock.sleep(LOOK_MS, this.end.signal);
      const count = await this.workingPulse().catch(() => null);
      const now = clock.monotonic();
      if (count === null || count !== seen.count || this.isLeading()) {
        seen = { count: count ?? NaN, at: now };
      } else if (visible() && now - seen.at >= TAKEOVER_MS) {
        seen = { count, at: now };
        void this.request(true);
      }
    }
  }

  /** The leader's pulse, or null when there is nothing to send. */
  private async workingPulse(): Promise<number | null> {
    if (this.isLeading() || this.end.signal.aborted) return null;
    const work = await this.ports.store.list(["saved", "sending"]);
    if (work.length === 0) return null;
    return (await this.ports.store.readBeat())?.count ?? 0;
  }

  /** Leads until the lead is lost or given up; a loop that hangs is replaced by a fresh one. */
  private async lead(lost: AbortSignal): Promise<void> {
    this.leads += 1;
    while (!lost.aborted && !this.end.signal.aborted) {
      const round = new AbortController();
      const stop = () => round.abort();
      for (const signal of [lost, this.end.signal]) signal.addEventListener("abort", stop);
      const sender = new Sender(this.ports, this.holder, this.judge);
      const hung = this.hangs(sender, round.signal);
      await Promise.race([sender.run(round.signal), hung]);
      if (!round.signal.aborted) this.reportStall();
      stop();
      for (const signal of [lost, this.end.signal]) signal.removeEventListener("abort", stop);
    }
    this.leads -= 1;
  }

  /** Resolves when the loop hangs at two looks in a row (one look may be a phone that just woke up). */
  private async hangs(sender: Sender, signal: AbortSignal): Promise<void> {
    let before = false;
    while (!signal.aborted) {
      await this.ports.clock.sleep(STALL_LOOK_MS, signal);
      const now = sender.isHung();
      if (now && before) return;
      before = now;
    }
  }

  private reportStall(): void {
    const at = this.ports.clock.now();
    // Not waited for: the store may be what hangs.
    void this.ports.store.updateHealth((health) => afterStall(health, at)).catch(() => undefined);
  }
}
