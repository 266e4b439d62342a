/** The health of each lane: after two failures in a row it closes, and one probe at a time tries the way. */
import type { Lane } from "./entry";

const SECOND = 1_000;
/** In front, a silent network is probed so often that sending resumes within 60 s of its return (P-A5). */
const MAX_CLOSED_IN_FRONT = 15 * SECOND;
const MAX_CLOSED_HIDDEN = 300 * SECOND;
/** After so many failures an entry stands behind the others of its lane. */
const DOUBTFUL = 5;
/** A row of so many failures was a real outage, and speaks against no entry. */
const OUTAGE = 6;

/** One lane's gate; times are monotonic ms. A single bad item cannot close it: others succeed in between. */
export class Gate {
  private since = 0;
  private pausedUntil = 0;
  /** Did our own server give the last failure? Then the way is open and each entry's own wait stands. */
  private ours = false;
  /** Tried in the present row of failures. */
  private readonly tried = new Set<string>();
  private failures = 0;
  private readonly doubts = new Map<string, number>();

  isClosed(): boolean {
    return this.failures >= 2;
  }

  /** Closed because nobody of ours answers: then any entry may probe the way, whatever its own wait. */
  isSilent(): boolean {
    return this.isClosed() && !this.ours;
  }

  /** When a probe (closed) or anything (open) may start. */
  opensAt(inFront: boolean): number {
    if (!this.isClosed()) return this.pausedUntil;
    const limit = inFront ? MAX_CLOSED_IN_FRONT : MAX_CLOSED_HIDDEN;
    const wait = Math.min(SECOND * 2 ** (this.failures - 2), limit);
    return Math.max(this.since + wait, this.pausedUntil);
  }

  failed(id: string, at: number, ours: boolean): void {
    this.tried.add(id);
    this.doubts.set(id, (this.doubts.get(id) ?? 0) + 1);
    this.failures += 1;
    this.since = at;
    this.ours = ours;
  }

  /** Returns the entries that failed while the way was closed: their waits were not their own fault. */
  succeeded(id: string): string[] {
    const innocent = this.isClosed() ? [...this.tried] : [];
    const forgiven = this.failures >= OUTAGE ? innocent : [id];
    for (const one of forgiven) this.doubts.delete(one);
    this.reopen();
    return innocent;
  }

  isDoubtful(id: string): boolean {
    return (this.doubts.get(id) ?? 0) >= DOUBTFUL;
  }

  /** The server itself asked for peace; not even a kick ends that. */
  pause(until: number): void {
    this.pausedUntil = Math.max(this.pausedUntil, until);
  }

  /** Something says the network may be back: probe at once. */
  probeNow(): void {
    this.since = -Infinity;
  }

  private reopen(): void {
    this.failures = 0;
    this.tried.clear();
  }
}

export type Gates = Record<Lane, Gate>;

export function newGates(): Gates {
  return { alarm: new Gate(), fact: new Gate(), photo: new Gate() };
}
