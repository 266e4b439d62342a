/** One event stream per browser: the leading tab listens to the server, and every tab hears. */
import type { Lock, Unsubscribe } from "../outbox";

/** A record of the journal, as far as tabs tell one another: no text. */
export interface Told {
  kind: string;
  subject_type: string;
  subject_id: string;
}

/** `beat`: the server lives. `gap`: something may have been missed, read again. */
export type Heard = { what: "record"; record: Told } | { what: "beat" } | { what: "gap" };
export type Listener = (heard: Heard) => void;

export interface StreamPorts {
  lock: Lock;
  /** Listens to the server until the connection is over or `signal` aborts. */
  listen(heard: Listener, signal: AbortSignal): Promise<void>;
  /** The other tabs of this browser. */
  tabs: { tell(heard: Heard): void; listen(heard: Listener): Unsubscribe };
  now(): number;
  sleep(ms: number, signal: AbortSignal): Promise<void>;
  visible(): boolean;
}

const LOOK_MS = 3_000;
/** Four heartbeats: then the connection is dead, whatever the browser believes. */
const SILENT_MS = 12_000;
/** A visible tab takes the lead from one that let this long pass. */
const TAKEOVER_MS = 15_000;

export class Stream {
  private readonly end = new AbortController();
  private readonly stopHearing: Unsubscribe;
  private heardAt: number;
  private hasHeard = false;
  private leads = false;

  constructor(
    private readonly ports: StreamPorts,
    private readonly listener: Listener,
  ) {
    this.heardAt = ports.now();
    this.stopHearing = ports.tabs.listen((heard) => this.hear(heard));
    void this.contend();
    void this.watch();
  }

  stop(): void {
    this.end.abort();
    this.stopHearing();
  }

  isLeading(): boolean {
    return this.leads;
  }

  private hear(heard: Heard): void {
    this.heardAt = this.ports.now();
    this.hasHeard = true;
    this.listener(heard);
  }

  private tell(heard: Heard): void {
    if (this.end.signal.aborted) return;
    this.hear(heard);
    this.ports.tabs.tell(heard);
  }

  private async contend(): Promise<void> {
    while (!this.end.signal.aborted) {
      await this.request(false);
      await this.ports.sleep(LOOK_MS, this.end.signal);
    }
  }

  private async request(steal: boolean): Promise<void> {
    const held = (lost: AbortSignal) => this.lead(lost);
    await this.ports.lock.request(steal, this.end.signal, held).catch(() => undefined);
  }

  /** Listens for as long as this tab leads; each new beginning is a gap for all. */
  private async lead(lost: AbortSignal): Promise<void> {
    this.leads = true;
    const over = eitherOf(lost, this.end.signal).signal;
    while (!over.aborted) {
      if (this.hasHeard) this.tell({ what: "gap" });
      await this.listenOnce(over);
      await this.ports.sleep(LOOK_MS, over);
    }
    this.leads = false;
  }

  private async listenOnce(over: AbortSignal): Promise<void> {
    const round = eitherOf(over);
    const { signal } = round;
    this.heardAt = this.ports.now();
    const listening = this.ports.listen((heard) => this.tell(heard), signal);
    void listening.finally(() => round.abort());
    while (!signal.aborted) {
      await this.ports.sleep(LOOK_MS, signal);
      if (this.ports.now() - this.heardAt > SILENT_MS) round.abort();
    }
    await listening;
  }

  private async watch(): Promise<void> {
    const { signal } = this.end;
    while (!signal.aborted) {
      await this.ports.sleep(LOOK_MS, signal);
      const silent = this.ports.now() - this.heardAt >= TAKEOVER_MS;
      if (!silent || this.leads || !this.ports.visible() || signal.aborted) continue;
      this.heardAt = this.ports.now();
      void this.request(true);
    }
  }
}

/** Aborts with the first of them, or by itself; `AbortSignal.any` is newer than some desks' browsers. */
function eitherOf(...signals: AbortSignal[]): AbortController {
  const both = new AbortController();
  for (const signal of signals) {
    if (signal.aborted) both.abort();
    signal.addEventListener("abort", () => both.abort(), { once: true, signal: both.signal });
  }
  return both;
}
