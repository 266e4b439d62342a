/** Leadership within one process, with the manners of Web Locks: a queue, and stealing. For Node and tests. */
import type { Lock } from "../outbox";

export function localLock(): Lock {
  let holder: AbortController | null = null;
  const queue: (() => void)[] = [];
  return {
    async request(steal, signal, held) {
      if (steal) holder?.abort();
      else while (holder && !signal.aborted) await turn(queue, signal);
      if (signal.aborted) return;
      const lost = new AbortController();
      holder = lost;
      try {
        const stolen = new Promise<void>((resolve) =>
          lost.signal.addEventListener("abort", () => resolve()),
        );
        await Promise.race([held(lost.signal), stolen]);
      } finally {
        if (holder === lost) holder = null;
        lost.abort();
        queue.shift()?.();
      }
    },
  };
}

function turn(queue: (() => void)[], signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    queue.push(resolve);
    signal.addEventListener("abort", () => resolve(), { once: true });
  });
}
