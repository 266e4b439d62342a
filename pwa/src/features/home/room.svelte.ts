/** What gives way at home so that every tile can be tapped without scrolling (UX-F1). */

/** Rows at each step: first the list of reports gives way, then rows fold into the last one. */
const ROWS = [3, 3, 2, 1];

export class Room {
  private step = $state(0);

  get rows(): number {
    return ROWS[this.step]!;
  }

  get list(): boolean {
    return this.step === 0;
  }

  /** Something else is to be told: everything gets its room again. */
  again(): void {
    this.step = 0;
  }

  /** After drawing: measured, since words and letters differ in length. */
  fit({ scrollHeight, clientHeight }: Element): void {
    if (scrollHeight > clientHeight && this.step < ROWS.length - 1) this.step += 1;
  }
}
