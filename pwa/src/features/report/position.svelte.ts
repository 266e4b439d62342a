/** Reads the phone's position while a report is open, and only then (UX-F13). */
import type { Position } from "../../api/shapes";

export type PositionState = "idle" | "reading" | "known" | "denied" | "silent";

/** How many are reading now: the screen's frame shows a dot meanwhile (UX-F13). */
export const reading = $state({ count: 0 });

/** After this the screen says that nothing came; reading goes on. */
const SILENT_AFTER_MS = 12_000;
const STOP_AFTER_MS = 90_000;
const GOOD_ENOUGH_M = 15;

function asPosition({ coords }: GeolocationPosition): Position {
  const round = (degrees: number) => Math.round(degrees * 1e6) / 1e6;
  const accuracy_m = Math.round(coords.accuracy);
  return { lat: round(coords.latitude), lon: round(coords.longitude), accuracy_m };
}

export class PositionReader {
  state: PositionState = $state("idle");
  position: Position | null = $state.raw(null);
  private watch: number | null = null;
  private timers: ReturnType<typeof setTimeout>[] = [];

  /** Whether the phone lets us read without asking the person. */
  static async isAllowed(): Promise<boolean> {
    try {
      const permission = await navigator.permissions.query({ name: "geolocation" });
      return permission.state === "granted";
    } catch {
      return false;
    }
  }

  /** Begins reading; the phone asks the person if it must. */
  start(): void {
    if (this.watch !== null || this.state === "known") return;
    if (!navigator.geolocation) {
      this.state = "denied";
      return;
    }
    this.state = "reading";
    reading.count += 1;
    this.timers = [
      setTimeout(() => this.state === "reading" && (this.state = "silent"), SILENT_AFTER_MS),
      setTimeout(() => this.stop(), STOP_AFTER_MS),
    ];
    this.watch = navigator.geolocation.watchPosition(
      (fix) => this.take(asPosition(fix)),
      (error) => this.fail(error),
      { enableHighAccuracy: true, maximumAge: 30_000, timeout: STOP_AFTER_MS },
    );
  }

  /** Ends reading; what was read stays. */
  stop(): void {
    if (this.watch === null) return;
    navigator.geolocation.clearWatch(this.watch);
    reading.count -= 1;
    this.watch = null;
    this.timers.forEach(clearTimeout);
    if (this.state === "reading") this.state = "silent";
  }

  private take(position: Position): void {
    const better = (position.accuracy_m ?? 1e9) <= (this.position?.accuracy_m ?? 1e9);
    if (better) this.position = position;
    this.state = "known";
    if ((position.accuracy_m ?? 1e9) <= GOOD_ENOUGH_M) this.stop();
  }

  private fail(error: GeolocationPositionError): void {
    if (this.state === "known") return;
    const denied = error.code === error.PERMISSION_DENIED;
    this.stop();
    this.state = denied ? "denied" : "silent";
  }
}
