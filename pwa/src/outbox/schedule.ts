/** What to send next: pure choice over what is in the store, what is under way and how the lanes are. */
import type { Entry, Lane } from "./entry";
import type { Flight } from "./flights";
import type { Gate, Gates } from "./lanes";
import { isSendable } from "./life";

/** DESIGN: at most 4 under way. One is kept free for an alarm, two when there is one. */
const MAX_UNDER_WAY = 4;
/** Photos go one by one: a cut resends at most one (P-B2). */
const PLACES: Record<Lane, number> = { alarm: 4, fact: 3, photo: 1 };

export interface Situation {
  /** Wall clock and monotonic ms. */
  now: number;
  monotonic: number;
  inFront: boolean;
  flights: readonly Flight[];
  gates: Gates;
  /** Entries whose own wait a kick has cancelled. */
  isKicked: (entry: Entry) => boolean;
  /** Counts tries: the higher, the later this sender tried it; 0 for not yet. No clock: that may jump. */
  lastTurn: (entry: Entry) => number;
}

export interface Choice {
  start: Entry[];
  /** Ready but without a place. */
  left: number;
  /** Monotonic ms at which something more becomes due; Infinity when nothing waits for time. */
  wakeAt: number;
}

/** `entries`: all undelivered ones with a usable credential, and rejected facts (their photos wait for them). */
export function choose(entries: readonly Entry[], situation: Situation): Choice {
  const choice: Choice = { start: [], left: 0, wakeAt: Infinity };
  const undelivered = new Set(entries.map(({ id }) => id));
  const candidates = entries.filter(
    (one) =>
      isSendable(one) &&
      !isUnderWay(one, situation) &&
      !(one.factId !== null && undelivered.has(one.factId)),
  );
  const alarms = entries.some((one) => one.lane === "alarm" && isSendable(one));
  for (const lane of ["alarm", "fact", "photo"] as const) {
    const ready = readyIn(lane, candidates, situation, choice);
    const places = freePlaces(lane, alarms, situation, choice);
    // A photo never takes the line while a report stands ready for it.
    const started = lane === "photo" && choice.left > 0 ? [] : ready.slice(0, places);
    choice.start.push(...started);
    choice.left += ready.length - started.length;
  }
  return choice;
}

/** A try that only lingers does not keep its entry from being tried again; a photo is not sent twice at once. */
function isUnderWay(entry: Entry, { flights, monotonic }: Situation): boolean {
  return flights.some(
    (one) => one.id === entry.id && (one.lane === "photo" || one.lingersAt > monotonic),
  );
}

/** What may start in a lane, in order; notes when something more will be. */
function readyIn(lane: Lane, all: Entry[], situation: Situation, choice: Choice): Entry[] {
  const candidates = all.filter((one) => one.lane === lane);
  const gate = situation.gates[lane];
  const opensIn = lane === "alarm" ? 0 : gate.opensAt(situation.inFront) - situation.monotonic;
  if (opensIn > 0) {
    if (candidates.length > 0) wakeIn(choice, situation, opensIn);
    return inOrder(
      candidates.filter(({ urgent }) => urgent),
      () => 0,
    );
  }
  const due = candidates.filter((one) =>
    isDue(one, situation, lane !== "alarm" && gate.isSilent()),
  );
  for (const one of candidates) {
    if (!due.includes(one)) wakeIn(choice, situation, one.nextTryAt! - situation.now);
  }
  const doubt = (one: Entry) => Number(gate.isDoubtful(one.id));
  return inOrder(due, isProbing(lane, gate) ? situation.lastTurn : doubt);
}

function isProbing(lane: Lane, gate: Gate): boolean {
  return lane !== "alarm" && gate.isClosed();
}

function freePlaces(lane: Lane, alarms: boolean, situation: Situation, choice: Choice): number {
  const { flights, monotonic, gates } = situation;
  const lanes = [...flights, ...choice.start].map((one) => one.lane);
  const ordinary = lanes.filter((other) => other !== "alarm").length;
  const room =
    lane === "alarm"
      ? MAX_UNDER_WAY - lanes.length
      : Math.min(MAX_UNDER_WAY - (alarms ? 2 : 1) - ordinary, MAX_UNDER_WAY - lanes.length);
  const lingering = flights.filter((one) => one.lane === lane && one.lingersAt <= monotonic).length;
  const busy = lanes.filter((other) => other === lane).length - lingering;
  return Math.max(0, Math.min(room, (isProbing(lane, gates[lane]) ? 1 : PLACES[lane]) - busy));
}

/** Is its wait over? A last try that lies in the future means that the clock jumped back: then it is. */
export function isDue(
  entry: Entry,
  situation: Pick<Situation, "now" | "isKicked">,
  probing = false,
): boolean {
  if (entry.urgent || entry.nextTryAt === null || entry.nextTryAt <= situation.now) return true;
  const lastTry = entry.tries.at(-1);
  const clockJumped = lastTry !== undefined && (lastTry.endedAt ?? lastTry.at) > situation.now;
  return clockJumped || (!entry.serverAsked && (probing || situation.isKicked(entry)));
}

function wakeIn(choice: Choice, situation: Situation, ms: number): void {
  choice.wakeAt = Math.min(choice.wakeAt, situation.monotonic + Math.max(ms, 0));
}

/** Oldest first, doubtful ones last; a probe is what was tried longest ago, so that no item is the only probe. */
function inOrder(entries: Entry[], rank: (entry: Entry) => number): Entry[] {
  return [...entries].sort(
    (a, b) =>
      Number(b.urgent) - Number(a.urgent) ||
      compare(rank(a), rank(b)) ||
      compare(a.savedAt, b.savedAt) ||
      compare(a.id, b.id),
  );
}

function compare<Value extends number | string>(a: Value, b: Value): number {
  return a === b ? 0 : a < b ? -1 : 1;
}
