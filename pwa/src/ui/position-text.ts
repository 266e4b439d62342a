/** A position to read out. */
import type { Position } from "../api/shapes";

/** "58.55012, 18.05034 (± 12 m)", WGS 84. */
export function positionText(position: Position): string {
  const point = `${position.lat.toFixed(5)}, ${position.lon.toFixed(5)}`;
  return position.accuracy_m ? `${point} (± ${Math.round(position.accuracy_m)} m)` : point;
}
