/** Leadership by the Web Locks API: the browser itself sees to it that one tab holds it. */
import type { Lock } from "../outbox";

export function webLock(locks: LockManager, name = "ledljus-sender"): Lock {
  return {
    async request(steal, signal, held) {
      if (signal.aborted) return;
      const lost = new AbortController();
      // The API allows no signal together with `steal`; stealing never waits, so none is needed.
      const options: LockOptions = steal ? { steal: true } : { signal };
      try {
        await locks.request(name, options, () => held(lost.signal));
      } catch {
        // AbortError: stolen from us, or given up while standing in the queue.
      } finally {
        lost.abort();
      }
    },
  };
}
