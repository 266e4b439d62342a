/** What the sender does with an answer: DESIGN's table as one pure function. */
import type { Reason, Receipt } from "./entry";

/** `reach` tells whether our own server spoke, which decides who backs off: the item or the whole lane. */
export type Verdict =
  | { kind: "received"; receipt: Receipt }
  | { kind: "wait_for_login"; reason: Reason }
  | { kind: "needs_attention"; reason: Reason }
  | { kind: "wait_for_fact"; reason: Reason }
  | { kind: "keep"; reason: Reason; reach: "ours" | "unreachable" };
