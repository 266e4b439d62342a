/** What gives way at home so that every tile can be tapped without scrolling (UX-F1). */

/** Rows at each step: first the list of reports gives way, then rows fold into the last one. */
const ROWS = [3, 3, 2, 1];

export class Room {
  /** How far things have given way, and what was told then. */
  private fitted = $state.raw({ told: "", step: 0 });

  /** `told`: everything that takes room, to compare; something else gets all its room again. */
  constructor(private readonly told: () => string) {}

  get rows(): number {
    return ROWS[this.step]!;
  }

  get list(): boolean {
    return this.step === 0;
  }

  /** Call in an effect, after drawing: measured, since words and letters differ in length. */
  fit({ scrollHeight, clientHeight }: Element): void {
    const { step } = this;
    if (scrollHeight <= clientHeight || step === ROWS.length - 1) return;
    this.fitted = { told: this.told(), step: step + 1 };
  }

  private get step(): number {
    const { told, step } = this.fitted;
    return told === this.told() ? step : 0;
  }
}
