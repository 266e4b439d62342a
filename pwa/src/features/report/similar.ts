/** Asks the server, when it can be reached, whether what is being written has been reported already (UX-F39). */
import { listSimilar } from "../../api/calls";
import type { SimilarIncident, Site } from "../../api/shapes";
import type { ReportContent, Point } from "./content";

/** Shown at once; the server knows at most five. */
export const MOST_SHOWN = 3;

export interface Likeness {
  category: string;
  occurred_at: string;
  lat: number;
  lon: number;
}

/** Where the form says that it happened, if that is a point; degrees. */
export function pointOf(content: ReportContent, sites: readonly Site[]): Point | null {
  switch (content.place) {
    case "gps":
      return content.position;
    case "map":
      return content.pin ?? null;
    case "site":
      return sites.find(({ id }) => id === content.site_id) ?? null;
    default:
      return null;
  }
}

/** Four decimals are some ten metres: a reading that grows better asks no new question. */
const coarse = (degrees: number) => Math.round(degrees * 1e4) / 1e4;

/**
 * What to ask; null when the form is no new report, does not say where, or holds what an addition cannot
 * say: then it is a report of its own.
 */
export function likenessOf(content: ReportContent, sites: readonly Site[]): Likeness | null {
  const fixed = content.about || content.replaces || content.severity || content.summoned.length;
  const point = fixed ? null : pointOf(content, sites);
  if (!point) return null;
  const { category, occurred_at } = content;
  return { category, occurred_at, lat: coarse(point.lat), lon: coarse(point.lon) };
}

/** The likeliest few, nearest first; none without network, permission or answer. Never throws. */
export async function findSimilar(likeness: Likeness): Promise<SimilarIncident[]> {
  if (!navigator.onLine) return [];
  const answer = await listSimilar(likeness);
  return answer.ok ? answer.value.items.slice(0, MOST_SHOWN) : [];
}
