/** The sending loop of the leading tab: look, mark, send, settle; nothing it meets ends it. */
import { attempt, type AttemptEnd } from "./attempt";
import { lookUp, sortByCredential, type CredentialOf } from "./authors";
import { timeoutMs } from "./backoff";
import { UNDELIVERED, type Entry, type Lane } from "./entry";
import { healthAfter } from "./health";
import { newGates } from "./lanes";
import type { Ports, Ring } from "./ports";
import { choose, type Choice } from "./schedule";
import { Tending } from "./tending";
import { judge as judgeByTable, type Judge } from "./verdict";

const SECOND = 1_000;
const BUSY_LOOK_MS = 5 * SECOND;
const IDLE_LOOK_MS = 15 * SECOND;
/** So long after its time-out a try, or after its start a turn of the loop, counts as hung. */
const HUNG_MS = 110 * SECOND;

interface Flight {
  lane: Lane;
  /** Monotonic ms after which it cannot be alive. */
  hungAt: number;
}

export class Sender {
  private readonly gates = newGates();
  private readonly flights = new Map<string, Flight>();
  /** In which round of kicks an entry was last tried; a new round cancels every wait of our own. */
  private readonly triedIn = new Map<string, number>();
  private round = 1;
  private turnedAt: number;
  private alarmClock = new AbortController();
  private readonly tending: Tending;

  constructor(
    private readonly ports: Ports,
    private readonly holder: string,
    private readonly judge: Judge = judgeByTable,
  ) {
    this.turnedAt = ports.clock.monotonic();
    this.tending = new Tending(ports, () => this.wake());
  }

  /** Runs until `signal` aborts. Never rejects. */
  async run(signal: AbortSignal): Promise<void> {
    const wake = () => this.wake();
    signal.addEventListener("abort", wake, { once: true });
    const unlisten = this.ports.bell.listen((what) => this.hear(what));
    while (!signal.aborted) {
      this.alarmClock = new AbortController();
      const rest = await this.turn(signal).catch(() => SECOND);
      this.turnedAt = this.ports.clock.monotonic();
      await this.ports.clock.sleep(Math.max(rest, 0), this.alarmClock.signal);
    }
    unlisten();
  }

  /** True when a step of the loop has not come back for far too long (a database that never answers). */
  isHung(): boolean {
    const now = this.ports.clock.monotonic();
    const flights = [...this.flights.values()];
    return now - this.turnedAt > HUNG_MS || flights.some(({ hungAt }) => now > hungAt);
  }

  private hear(what: Ring): void {
    for (const gate of Object.values(this.gates)) gate.reopen();
    if (what === "kick") {
      this.round += 1;
      this.tending.hurry();
    }
    this.wake();
  }

  private wake(): void {
    this.alarmClock.abort();
  }

  /** Looks once, starts what can go; returns how long to rest, ms. */
  private async turn(signal: AbortSignal): Promise<number> {
    const { store, clock, credentials } = this.ports;
    const entries = await store.list(UNDELIVERED);
    if (entries.length > 0) await store.beat(this.holder);
    const credentialOf = await lookUp(entries, credentials);
    const usable = await sortByCredential(entries, credentialOf, store);
    if (signal.aborted) return 0;
    const choice = this.choose(usable);
    for (const entry of choice.start) this.launch(entry, credentialOf, signal);
    this.tending.start(signal);
    const look = entries.length > 0 ? BUSY_LOOK_MS : IDLE_LOOK_MS;
    return Math.min(look, choice.wakeAt - clock.monotonic());
  }

  private choose(entries: Entry[]): Choice {
    const { clock, visible } = this.ports;
    return choose(entries, {
      now: clock.now(),
      monotonic: clock.monotonic(),
      inFront: visible(),
      inFlight: new Map([...this.flights].map(([id, { lane }]) => [id, lane])),
      gates: this.gates,
      isKicked: (entry) => this.round > (this.triedIn.get(entry.id) ?? 0),
    });
  }

  private launch(entry: Entry, credentialOf: CredentialOf, signal: AbortSignal): void {
    const credential = credentialOf(entry.author);
    if (!credential) return;
    const { clock } = this.ports;
    this.triedIn.set(entry.id, this.round);
    const hungAt = clock.monotonic() + timeoutMs(entry) + HUNG_MS;
    this.flights.set(entry.id, { lane: entry.lane, hungAt });
    attempt(entry, credential, this.judge, this.ports, signal)
      .then((end) => end && this.landed(entry, end))
      // The store failed half-way: the entry is still marked as begun and is taken up again after its wait.
      .catch(() => undefined)
      .finally(() => {
        this.flights.delete(entry.id);
        this.wake();
      });
  }

  private async landed(entry: Entry, { verdict, pauseMs, serverNow }: AttemptEnd): Promise<void> {
    const { clock, store } = this.ports;
    const gate = this.gates[entry.lane];
    if (verdict.kind === "keep") gate.failed(entry.id, clock.monotonic());
    else for (const id of gate.succeeded()) this.triedIn.delete(id);
    if (pauseMs !== null) gate.pause(clock.monotonic() + pauseMs);
    if (serverNow !== null) this.tending.hearServerTime(serverNow);
    const at = clock.now();
    await store.updateHealth((health) => healthAfter(health, verdict, at, serverNow));
  }
}
