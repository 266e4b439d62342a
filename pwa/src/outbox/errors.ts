/** Errors named by the fact they tell. */
import type { Entry } from "./entry";

/** The phone has no room; nothing was written. */
export class StorageFull extends Error {
  override readonly name = "StorageFull";
}

/** The database cannot be opened, read or trusted; nothing may be called saved. */
export class StorageBroken extends Error {
  override readonly name = "StorageBroken";
}

/** This draft was saved before with other content; the draft's present content is not saved. */
export class AlreadySaved extends Error {
  override readonly name = "AlreadySaved";
  constructor(readonly entry: Entry) {
    super("this draft is already saved");
  }
}

/** The entry is unknown here or belongs to somebody else: the same answer for both. */
export class NotYourEntry extends Error {
  override readonly name = "NotYourEntry";
}

/** A deletion without a typed reason. */
export class ReasonRequired extends Error {
  override readonly name = "ReasonRequired";
}

/** No answer within the time allowed. */
export class TimedOut extends Error {
  override readonly name = "TimedOut";
}
