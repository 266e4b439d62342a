/** What to send next: pure choice over what is in the store, what is in flight and how the lanes are. */
import type { Entry, Lane } from "./entry";
import type { Gates } from "./lanes";
import { isDelivered, isSendable } from "./life";

const MAX_IN_FLIGHT = 4;
/** One of the four places is kept for an alarm. Photos go one by one: a cut resends at most one (P-B2). */
const PLACES: Record<Lane, number> = { alarm: 4, fact: 3, photo: 1 };
/** After so many failures in a row an entry stands behind the others of its lane. */
const DOUBTFUL = 5;

export interface Situation {
  /** Wall clock and monotonic ms. */
  now: number;
  monotonic: number;
  inFront: boolean;
  /** Lane of everything in flight, by id. */
  inFlight: ReadonlyMap<string, Lane>;
  gates: Gates;
  /** Entries whose wait a kick has cancelled. */
  isKicked: (entry: Entry) => boolean;
}

export interface Choice {
  start: Entry[];
  /** Due but not started: for want of a place or behind a closed gate. */
  left: number;
  /** Monotonic ms at which something more becomes due; Infinity when nothing waits for time. */
  wakeAt: number;
}

/** `entries` are all undelivered ones of authors with a usable credential, plus their undelivered facts. */
export function choose(entries: readonly Entry[], situation: Situation): Choice {
  const choice: Choice = { start: [], left: 0, wakeAt: Infinity };
  const undelivered = new Set(entries.filter((one) => !isDelivered(one)).map(({ id }) => id));
  const candidates = entries.filter(
    (one) =>
      isSendable(one) &&
      !situation.inFlight.has(one.id) &&
      !(one.factId !== null && undelivered.has(one.factId)),
  );
  for (const lane of ["alarm", "fact", "photo"] as const) {
    chooseInLane(
      lane,
      candidates.filter((one) => one.lane === lane),
      situation,
      choice,
    );
  }
  return choice;
}

function chooseInLane(lane: Lane, candidates: Entry[], situation: Situation, choice: Choice): void {
  const due = candidates.filter((one) => isDue(one, situation));
  for (const one of candidates) {
    if (!due.includes(one)) wakeIn(choice, situation, (one.nextTryAt ?? 0) - situation.now);
  }
  const gate = situation.gates[lane];
  const opensIn = lane === "alarm" ? 0 : gate.opensAt(situation.inFront) - situation.monotonic;
  const urgent = due.filter((one) => one.urgent);
  if (opensIn > 0 && due.length > urgent.length) wakeIn(choice, situation, opensIn);
  const ready = opensIn > 0 ? urgent : due;
  const closed = lane !== "alarm" && gate.isClosed();
  const places = freePlaces(lane, closed, situation, choice);
  // A photo never takes the line while a report stands ready for it.
  const blocked = lane === "photo" && choice.left > 0;
  const started = blocked ? [] : inOrder(ready, closed).slice(0, places);
  choice.start.push(...started);
  choice.left += ready.length - started.length;
}

function freePlaces(lane: Lane, closed: boolean, situation: Situation, choice: Choice): number {
  const lanes = [...situation.inFlight.values(), ...choice.start.map((one) => one.lane)];
  const busy = lanes.filter((other) => other === lane).length;
  const ordinary = lanes.filter((other) => other !== "alarm").length;
  const room =
    lane === "alarm" ? MAX_IN_FLIGHT - lanes.length : Math.min(3 - ordinary, 4 - lanes.length);
  return Math.max(0, Math.min(room, (closed ? 1 : PLACES[lane]) - busy));
}

/** Is its wait over? A last try that lies in the future means that the clock jumped back: then it is. */
export function isDue(entry: Entry, situation: Pick<Situation, "now" | "isKicked">): boolean {
  if (entry.urgent || entry.nextTryAt === null || entry.nextTryAt <= situation.now) return true;
  const lastTry = entry.tries.at(-1);
  const clockJumped = lastTry !== undefined && (lastTry.endedAt ?? lastTry.at) > situation.now;
  return clockJumped || (!entry.serverAsked && situation.isKicked(entry));
}

function wakeIn(choice: Choice, situation: Situation, ms: number): void {
  choice.wakeAt = Math.min(choice.wakeAt, situation.monotonic + Math.max(ms, 0));
}

/** Oldest first; behind a closed gate the one tried longest ago, so that no single item is the only probe. */
function inOrder(entries: Entry[], closed: boolean): Entry[] {
  const rank = closed ? lastTryAt : (one: Entry) => (one.failures >= DOUBTFUL ? 1 : 0);
  return [...entries].sort(
    (a, b) =>
      Number(b.urgent) - Number(a.urgent) ||
      rank(a) - rank(b) ||
      a.savedAt - b.savedAt ||
      (a.id < b.id ? -1 : 1),
  );
}

function lastTryAt(entry: Entry): number {
  return entry.tries.at(-1)?.at ?? -Infinity;
}
