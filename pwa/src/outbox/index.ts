/** The outbox core: runs in a browser and in plain Node, and knows neither Svelte, Dexie nor a window. */
import { uuid7 } from "./ids";
import { Leader } from "./leader";
import { StoredOutbox } from "./outbox";
import type { Ports } from "./ports";
import type { Outbox } from "./types";
import type { Judge } from "./verdict";

export interface RunningOutbox {
  outbox: Outbox;
  /** Nothing is sent before `leader.start()`. */
  leader: Leader;
}

/** `judge` is the verdict table; tests plant faults in it, nobody else gives one. */
export function createOutbox(ports: Ports, judge?: Judge): RunningOutbox {
  return {
    outbox: new StoredOutbox(ports),
    leader: new Leader(ports, uuid7(ports), judge),
  };
}

export { answerWithin } from "./deliver";
export * from "./errors";
export { afterContact, afterSilence, UNKNOWN_HEALTH } from "./health";
export { fromHex, toBase64, toHex, uuid7 } from "./ids";
export { replacedBy } from "./life";
export { Sender } from "./sender";
export { statusSentence } from "./sentence";
export { isOwn, reasonOf, summarise } from "./summary";
export * from "./types";
export { isObject, judge, ownProblem, parsed } from "./verdict";
