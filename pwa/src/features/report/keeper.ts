/** Autosave: the first change is written at once, later ones as soon as the write before is done. */

/** Rest between writes, ms: a draft with six photos is 2.4 MB. */
const REST_MS = 250;

export class Keeper {
  private dirty = false;
  private running: Promise<void> | null = null;
  private closed = false;
  private hurried = false;
  private wake: (() => void) | null = null;

  /** `write` puts the newest state in the store; a failed write is told to `failed`, and the next change tries again. */
  constructor(
    private readonly write: () => Promise<void>,
    private readonly failed: (error: unknown) => void = () => undefined,
  ) {}

  /** Something changed. */
  touch(): void {
    if (this.closed) return;
    this.dirty = true;
    this.running ??= this.run();
  }

  /** Writes without resting first; resolves as `flush` does. */
  hurry(): Promise<void> {
    this.hurried = true;
    this.wake?.();
    return this.flush();
  }

  /** Resolves when everything up to now is written or has failed. */
  async flush(): Promise<void> {
    await this.running;
  }

  /** No more writes: the draft has become a report, or was thrown away. */
  async close(): Promise<void> {
    this.closed = true;
    this.dirty = false;
    await this.running;
  }

  private rest(): Promise<void> {
    return new Promise((resolve) => {
      this.wake = resolve;
      setTimeout(resolve, REST_MS);
    });
  }

  private async run(): Promise<void> {
    while (this.dirty) {
      this.dirty = false;
      try {
        await this.write();
      } catch (error) {
        this.failed(error);
      }
      if (this.dirty && !this.hurried) await this.rest();
      this.hurried = false;
    }
    this.running = null;
  }
}
