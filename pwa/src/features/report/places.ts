/** Which places to propose, and how far away they are (UX-F11). */
import type { Site } from "../../api/shapes";

export const NEAR_M = 150;
/** Above this the phone asks once whether the place is right (UX-F12). */
export const ROUGH_M = 50;

const EARTH_RADIUS_M = 6_371_000;

interface Point {
  lat: number;
  lon: number;
}

/** Great-circle distance in metres (haversine). */
export function distanceM(a: Point, b: Point): number {
  const rad = Math.PI / 180;
  const half = (from: number, to: number) => Math.sin(((to - from) * rad) / 2) ** 2;
  const h = half(a.lat, b.lat) + Math.cos(a.lat * rad) * Math.cos(b.lat * rad) * half(a.lon, b.lon);
  return 2 * EARTH_RADIUS_M * Math.asin(Math.sqrt(h));
}

export interface Proposal {
  site: Site;
  /** Metres from the phone; absent when the phone's position is not known. */
  distance_m?: number;
  last: boolean;
}

/**
 * Sites to propose, best first: within 150 m by distance when the position is known, else the
 * latest used. At most `count`.
 */
export function proposals(
  sites: Site[],
  here: Point | null,
  latest: string[],
  count: number,
): Proposal[] {
  const last = new Set(latest);
  if (here) {
    const measured = sites.map((site) => ({ site, distance_m: distanceM(here, site) }));
    return measured
      .filter((item) => item.distance_m <= NEAR_M)
      .sort((a, b) => a.distance_m - b.distance_m)
      .slice(0, count)
      .map((item) => ({ ...item, last: last.has(item.site.id) }));
  }
  const byId = new Map(sites.map((site) => [site.id, site]));
  const known = latest.map((id) => byId.get(id)).filter((site) => site !== undefined);
  return known.slice(0, count).map((site) => ({ site, last: true }));
}

/** Sites whose name or address has every word of the query, in name order. */
export function searchSites(sites: Site[], query: string): Site[] {
  const wanted = query.toLocaleLowerCase("sv").split(/\s+/).filter(Boolean);
  const text = (site: Site) => `${site.name} ${site.address ?? ""}`.toLocaleLowerCase("sv");
  const hit = (site: Site) => wanted.every((word) => text(site).includes(word));
  return sites.filter(hit).sort((a, b) => a.name.localeCompare(b.name, "sv"));
}

/** A checkpoint by its name and the site it stands on. */
export interface CheckpointAt {
  site: Site;
  name: string;
}

/** The checkpoint of a code as it is scanned or typed off its sign. */
export function checkpointOf(sites: Site[], code: string): CheckpointAt | undefined {
  const wanted = code.replace(/[\s-]/g, "").toUpperCase();
  for (const site of sites) {
    const point = site.checkpoints.find((one) => one.code === wanted);
    if (point) return { site, name: point.name };
  }
  return undefined;
}

/** Sites of the person's latest reports, newest first, each once. */
export function latestSites(items: { entry: { label: Record<string, unknown> } }[]): string[] {
  const ids = items.map(({ entry }) => entry.label.site);
  return [...new Set(ids.filter((id) => typeof id === "string"))];
}
