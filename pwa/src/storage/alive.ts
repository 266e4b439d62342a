/** Keeps the database usable: reopens a connection the system killed, and names failures by what they mean. */
import type Dexie from "dexie";
import { StorageBroken, StorageFull } from "../outbox";

/** How long a dead connection is revived before the failure is told (P-C5), and how long one step may take. */
const REVIVE_MS = 1_000;
const HUNG_MS = 10_000;
const PAUSE_MS = 50;

const DEAD = [
  "DatabaseClosedError",
  "InvalidStateError",
  "UnknownError",
  "OpenFailedError",
  "TransactionInactiveError",
  "AbortError",
  "HungError",
];

export class Alive {
  private readonly reopened = new Set<() => void>();
  private reopening: Promise<void> | null = null;
  /** Counts revivals: a step that began before the last one need not kill the new connection. */
  private revivals = 0;
  /** A tab of an older version holds the database open: its upgrade waits, which is no hanging. */
  private isBlocked = false;

  constructor(
    private readonly database: Dexie,
    private readonly hungMs = HUNG_MS,
    blocked: () => void = () => undefined,
  ) {
    database.on("blocked", () => {
      this.isBlocked = true;
      blocked();
    });
    database.on("ready", () => void (this.isBlocked = false), true);
  }

  /** Runs a step; on a dead connection reopens and runs it again. Steps must bear being run twice. */
  async run<Result>(step: () => PromiseLike<Result>): Promise<Result> {
    const started = performance.now();
    for (;;) {
      const { revivals } = this;
      try {
        return await this.inTime(step);
      } catch (error) {
        const names = namesOf(error);
        if (names.includes("QuotaExceededError"))
          throw new StorageFull("no room", { cause: error });
        const dead = names.some((name) => DEAD.includes(name));
        const late = performance.now() - started > REVIVE_MS;
        // A step that hung has used up the time by itself, and is still given its one revival.
        if (!dead || (late && !names.includes("HungError"))) {
          throw new StorageBroken("the database failed", { cause: error });
        }
        if (revivals === this.revivals) await this.reopen();
        if (names.includes("HungError")) return await this.lastTry(step);
      }
    }
  }

  /** Calls after every revival: what was observed over the old connection must be looked at again. */
  onReopened(again: () => void): () => void {
    this.reopened.add(again);
    return () => this.reopened.delete(again);
  }

  private async lastTry<Result>(step: () => PromiseLike<Result>): Promise<Result> {
    try {
      return await this.inTime(step);
    } catch (error) {
      throw new StorageBroken("the database does not answer", { cause: error });
    }
  }

  private async inTime<Result>(step: () => PromiseLike<Result>): Promise<Result> {
    let timer: ReturnType<typeof setInterval> | undefined;
    const hung = new Promise<never>((_, reject) => {
      timer = setInterval(() => this.isBlocked || reject(new HungError()), this.hungMs);
    });
    try {
      return await Promise.race([step(), hung]);
    } finally {
      clearInterval(timer);
    }
  }

  private reopen(): Promise<void> {
    this.reopening ??= this.revive().finally(() => (this.reopening = null));
    return this.reopening;
  }

  private async revive(): Promise<void> {
    this.database.close({ disableAutoOpen: false });
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    await this.database.open().catch(() => undefined);
    this.revivals += 1;
    for (const again of this.reopened) again();
  }
}

class HungError extends Error {
  override readonly name = "HungError";
}

/** The names of an error, of what it wraps and of what aborted its transaction. */
function namesOf(error: unknown, depth = 0): string[] {
  if (typeof error !== "object" || error === null || depth > 4) return [];
  const { name, inner, cause, failures } = error as Record<string, unknown>;
  const wrapped = [inner, cause, ...(Array.isArray(failures) ? failures : [])];
  return [String(name), ...wrapped.flatMap((one) => namesOf(one, depth + 1))];
}
