/** The tries under way: who holds a place, who only lingers, and who hangs on a connection that is dead. */
import { patienceMs } from "./backoff";
import type { Entry, Lane } from "./entry";

/** So long after its patience has run out a try counts as hung: something did not come back at all. */
const HUNG_MS = 110_000;

export interface Flight {
  id: string;
  lane: Lane;
  /** Monotonic ms: begun; out of ordinary patience; out of all patience. */
  begunAt: number;
  lingersAt: number;
  endsAt: number;
  cut: () => void;
}

/**
 * One try at a time may be patient, for networks slower than we thought. While it lingers the entry may be
 * tried beside it with ordinary patience: the line it hangs on may be dead, and the server takes each id once.
 */
export class Flights {
  private readonly all = new Set<Flight>();

  list(): readonly Flight[] {
    return [...this.all];
  }

  begin(entry: Entry, now: number, cut: () => void): Flight {
    const patient = !this.list().some((one) => one.endsAt > one.lingersAt);
    const lingersAt = now + patienceMs(entry, false);
    const endsAt = now + patienceMs(entry, patient);
    const flight = { id: entry.id, lane: entry.lane, begunAt: now, lingersAt, endsAt, cut };
    this.all.add(flight);
    return flight;
  }

  end(flight: Flight): void {
    this.all.delete(flight);
  }

  /** A later try was answered: what still lingers hangs on a dead line. Returns the ids that were cut. */
  cutOvertaken(by: Flight, now: number): string[] {
    return this.cutWhere((one) => one !== by && (one.id === by.id || one.lingersAt <= now));
  }

  /** The network has changed: lines from before it are not waited for. */
  cutLingering(now: number): string[] {
    return this.cutWhere((one) => one.lingersAt <= now);
  }

  isHung(now: number): boolean {
    return this.list().some((one) => now > one.endsAt + HUNG_MS);
  }

  private cutWhere(test: (one: Flight) => boolean): string[] {
    const found = this.list().filter(test);
    for (const one of found) one.cut();
    return found.map(({ id }) => id);
  }
}
