/** The sending loop of the leading tab: look, mark, send, settle; nothing it meets ends it. */
import { attempt, type AttemptEnd } from "./attempt";
import { lookUp, sortByCredential, type CredentialOf } from "./authors";
import { UNDELIVERED, type Entry } from "./entry";
import { Flights, type Flight } from "./flights";
import { healthAfter } from "./health";
import { newGates } from "./lanes";
import type { Ports, Ring } from "./ports";
import { choose, type Choice } from "./schedule";
import { Tending } from "./tending";
import { judge as judgeByTable, type Judge } from "./verdict";

const SECOND = 1_000;
const BUSY_LOOK_MS = 5 * SECOND;
const IDLE_LOOK_MS = 15 * SECOND;
/** A turn of the loop that has not come back for so long hangs. */
const HUNG_MS = 110 * SECOND;

export class Sender {
  private readonly gates = newGates();
  private readonly flights = new Flights();
  /** When an entry was last tried: in which round of kicks (a new one cancels every wait of our own) and turn. */
  private readonly tried = new Map<string, { round: number; turn: number }>();
  private round = 1;
  private turns = 0;
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
    return now - this.turnedAt > HUNG_MS || this.flights.isHung(now);
  }

  private hear(what: Ring): void {
    for (const gate of Object.values(this.gates)) gate.probeNow();
    if (what === "kick") {
      this.round += 1;
      this.flights.cutLingering(this.ports.clock.monotonic());
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
      flights: this.flights.list(),
      gates: this.gates,
      isKicked: (entry) => this.round > (this.tried.get(entry.id)?.round ?? 0),
      lastTurn: (entry) => this.tried.get(entry.id)?.turn ?? 0,
    });
  }

  private launch(entry: Entry, credentialOf: CredentialOf, signal: AbortSignal): void {
    const credential = credentialOf(entry.author);
    if (!credential) return;
    const end = new AbortController();
    const cut = () => end.abort();
    signal.addEventListener("abort", cut);
    const flight = this.flights.begin(entry, this.ports.clock.monotonic(), cut);
    this.tried.set(entry.id, { round: this.round, turn: ++this.turns });
    const patience = flight.endsAt - flight.begunAt;
    attempt(entry, credential, patience, this.judge, this.ports, end.signal)
      .then((result) => result && this.landed(flight, result))
      // The store failed half-way: the entry is still marked as begun and is taken up again after its wait.
      .catch(() => undefined)
      .finally(() => {
        signal.removeEventListener("abort", cut);
        this.flights.end(flight);
        this.wake();
      });
  }

  private async landed(flight: Flight, { verdict, pauseMs, serverNow }: AttemptEnd): Promise<void> {
    const { clock, store } = this.ports;
    const monotonic = clock.monotonic();
    const gate = this.gates[flight.lane];
    if (verdict.kind === "keep") gate.failed(flight.id, monotonic, verdict.reach === "ours");
    else this.free([...gate.succeeded(flight.id), ...this.flights.cutOvertaken(flight, monotonic)]);
    if (pauseMs !== null) gate.pause(monotonic + pauseMs);
    if (serverNow !== null) this.tending.hearServerTime(serverNow);
    const at = clock.now();
    await store.updateHealth((health) => healthAfter(health, verdict, at, serverNow));
  }

  /** Their waits were the network's fault. */
  private free(ids: string[]): void {
    for (const id of ids) this.tried.delete(id);
  }
}
