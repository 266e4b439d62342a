/** Leadership by a lease row, for browsers without Web Locks: 15 s to live, renewed every 5 s. */
import type { Clock, Lock } from "../outbox";
import type { Lease, LeaseStore } from "../storage/types";

export const LEASE_MS = 15_000;
const RENEW_MS = 5_000;

/** Two holders for a moment (a frozen tab that wakes up) are harmless: the server takes each id once. */
export function leaseLock(leases: LeaseStore, clock: Clock, holder: string): Lock {
  const take = async (steal: boolean): Promise<boolean> => {
    const now = clock.now();
    const after = await leases.changeLease((lease) =>
      steal || isFree(lease, holder, now) ? { holder, until: now + LEASE_MS } : lease,
    );
    return after?.holder === holder;
  };
  return {
    async request(steal, signal, held) {
      while (!signal.aborted && !(await take(steal).catch(() => false))) {
        await clock.sleep(RENEW_MS, signal);
      }
      if (signal.aborted) return;
      await holdWhile(held, signal, leases, clock, holder);
    },
  };
}

/** Free, run out, ours, or from a clock that has since jumped back. */
function isFree(lease: Lease | null, holder: string, now: number): boolean {
  if (lease === null || lease.holder === holder) return true;
  return lease.until <= now || lease.until > now + LEASE_MS;
}

async function holdWhile(
  held: (lost: AbortSignal) => Promise<void>,
  signal: AbortSignal,
  leases: LeaseStore,
  clock: Clock,
  holder: string,
): Promise<void> {
  const lost = new AbortController();
  const ended = held(lost.signal).finally(() => lost.abort());
  while (!lost.signal.aborted && !signal.aborted) {
    await clock.sleep(RENEW_MS, lost.signal);
    if (!lost.signal.aborted && !(await renew(leases, clock, holder))) lost.abort();
  }
  await ended;
  await leases
    .changeLease((lease) => (lease?.holder === holder ? null : lease))
    .catch(() => undefined);
}

/** False when another holds it. A store that fails does not cost the lead: nobody else can take it either. */
async function renew(leases: LeaseStore, clock: Clock, holder: string): Promise<boolean> {
  try {
    const until = clock.now() + LEASE_MS;
    const after = await leases.changeLease((lease) =>
      lease === null || lease.holder === holder ? { holder, until } : lease,
    );
    return after?.holder === holder;
  } catch {
    return true;
  }
}
