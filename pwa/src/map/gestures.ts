/** One finger pans or, when it stays, points; two fingers zoom. Positions are pixels on the map. */
export interface Touch {
  id: number;
  x: number;
  y: number;
}

export interface Hand {
  /** Pixels the drawing follows the finger. */
  pan(dx: number, dy: number): void;
  /** Zoom factor (above 1: farther away) about a pixel. */
  zoom(factor: number, x: number, y: number): void;
  point(x: number, y: number): void;
}

/** A finger that moves less than this has not moved. */
const STILL_PX = 10;

export class Gestures {
  private readonly down = new Map<number, Touch>();
  private start: Touch | null = null;
  private moved = false;

  constructor(private readonly hand: Hand) {}

  press(touch: Touch): void {
    this.down.set(touch.id, touch);
    this.start = this.down.size === 1 ? touch : null;
    this.moved = this.down.size > 1;
  }

  move(touch: Touch): void {
    const before = this.down.get(touch.id);
    if (!before) return;
    const [other] = [...this.down.values()].filter(({ id }) => id !== touch.id);
    if (other) this.pinch(before, touch, other);
    else this.drag(before, touch);
  }

  release(touch: Touch): void {
    const pointed = this.down.delete(touch.id) && !this.moved && this.start?.id === touch.id;
    if (pointed) this.hand.point(touch.x, touch.y);
  }

  cancel(id: number): void {
    this.down.delete(id);
    this.moved = true;
  }

  private drag(before: Touch, touch: Touch): void {
    const { start } = this;
    if (start && !this.moved && distance(start, touch) < STILL_PX) return;
    this.moved = true;
    this.down.set(touch.id, touch);
    this.hand.pan(touch.x - before.x, touch.y - before.y);
  }

  private pinch(before: Touch, touch: Touch, other: Touch): void {
    this.down.set(touch.id, touch);
    const apart = Math.max(1, distance(touch, other));
    const middle = [(touch.x + other.x) / 2, (touch.y + other.y) / 2] as const;
    this.hand.zoom(Math.max(1, distance(before, other)) / apart, ...middle);
  }
}

function distance(a: Touch, b: Touch): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}
