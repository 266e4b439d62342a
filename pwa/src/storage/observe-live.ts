/** A live query that outlives a dead connection. */
import { liveQuery } from "dexie";
import type { Unsubscribe } from "../outbox";
import type { Alive } from "./alive";

const RETRY_MS = 1_000;

/** `listener` gets every new result; a failing query, or one over a revived connection, is begun anew. */
export function observeLive<Result>(
  alive: Alive,
  query: () => Promise<Result>,
  listener: (result: Result) => void,
): Unsubscribe {
  let stopped = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const follow = () =>
    liveQuery(query).subscribe({
      next: (result) => !stopped && listener(result),
      error: () => (timer = setTimeout(again, RETRY_MS)),
    });
  const again = () => {
    subscription.unsubscribe();
    if (!stopped) subscription = follow();
  };
  let subscription = follow();
  const unlisten = alive.onReopened(again);
  return () => {
    stopped = true;
    clearTimeout(timer);
    unlisten();
    subscription.unsubscribe();
  };
}
