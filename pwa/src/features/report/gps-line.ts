/** What the "my position" choice says while the phone reads. */
import type { Position } from "../../api/shapes";
import type { Words } from "../../i18n/sv";
import type { PositionState } from "./position.svelte";

/** Name of the choice and a line under it; a known position wins over a reading that failed. */
export function gpsLine(
  state: PositionState,
  position: Position | null,
  words: Words,
): { name: string; detail: string } {
  const say = words.report;
  if (position) return { name: say.gpsAt(position.accuracy_m ?? 0), detail: "" };
  const detail = { idle: "", known: "", reading: say.gpsReading, denied: say.gpsDenied };
  return { name: say.gps, detail: state === "silent" ? say.gpsSilent : detail[state] };
}
