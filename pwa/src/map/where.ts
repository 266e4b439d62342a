/** A position in words: which area, and how far and in which direction from the nearest known site. */
import type { Site } from "../api/shapes";
import { distanceM } from "../features/report/places";
import { areaAt, areasOf } from "./outline";
import { Chart, type Spot } from "./view";

export const DIRECTIONS = [
  "north",
  "northeast",
  "east",
  "southeast",
  "south",
  "southwest",
  "west",
  "northwest",
] as const;
export type Direction = (typeof DIRECTIONS)[number];

export interface Whereabouts {
  area: string | null;
  site: { name: string; address: string | null; distance_m: number; direction: Direction } | null;
}

/** From `from` towards `to`, in eighths of a circle. */
export function directionTo(from: Spot, to: Spot): Direction {
  const { x, y } = new Chart(from).flat(to);
  const eighth = Math.round(Math.atan2(x, -y) / (Math.PI / 4));
  return DIRECTIONS[(eighth + 8) % 8]!;
}

/** `here` seen from the nearest site: "40 m norr om Fyrgymnasiet". */
export function whereIs(
  here: Spot,
  areas: { [key: string]: unknown } | undefined,
  sites: readonly Site[],
): Whereabouts {
  const measured = sites.map((site) => ({ site, distance_m: distanceM(here, site) }));
  const [nearest] = measured.sort((a, b) => a.distance_m - b.distance_m);
  const area = areaAt([here.lon, here.lat], areasOf(areas))?.name ?? null;
  if (!nearest) return { area, site: null };
  const { name, address } = nearest.site;
  const distance_m = Math.round(nearest.distance_m);
  const direction = directionTo(nearest.site, here);
  return { area, site: { name, address: address ?? null, distance_m, direction } };
}

/** "58,54940" and, for a voice, "5 8 komma 5 4 9 4 0": digit by digit, as it is read out on the phone. */
export function readAloud(degrees: number, comma: string): { shown: string; spoken: string } {
  const shown = Math.abs(degrees).toFixed(5).replace(".", ",");
  const spoken = [...shown].map((sign) => (sign === "," ? comma : sign)).join(" ");
  return { shown, spoken };
}
