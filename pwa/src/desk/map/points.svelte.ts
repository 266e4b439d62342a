/** The incidents in the map's window: the newest first, page by page, until there are enough to see. */
import type { Answer, Trouble } from "../../api/answer";
import { listFeatures, type IncidentQuery } from "../../api/calls";
import type { FeaturePage, IncidentRead } from "../../api/shapes";
import { live } from "../../live.svelte";
import { serverQuery, type Filters } from "../filters";
import { both, boxOf, onEarth, textOf, type Box } from "./box";

/** More marks than this say no more, and would take longer than somebody waits. */
export const MOST_POINTS = 3_000;
const PAGE = 200;

type Placed = IncidentRead & { position: NonNullable<IncidentRead["position"]> };

/** Those with a place of their own: a town's or county's centre is none. */
export function placedOf({ features }: FeaturePage): Placed[] {
  return features.flatMap(({ geometry, properties }) => {
    if (!geometry || !["point", "site"].includes(properties.precision ?? "")) return [];
    const [lon, lat] = geometry.coordinates;
    return [{ ...properties, position: { lat, lon } }];
  });
}

export class MapPoints {
  items: Placed[] = $state.raw([]);
  hasMore = $state(false);
  loading = $state(false);
  trouble: Trouble | null = $state.raw(null);
  private turn = 0;

  /** Reads what a selection has in a window; the points that are shown stay until the first page is there. */
  async show(filters: Filters, window: Box): Promise<void> {
    const turn = ++this.turn;
    const limit = boxOf(filters.bbox);
    const seen = onEarth(window);
    const box = limit && seen ? both(limit, seen) : seen;
    this.loading = box !== null;
    if (!box) {
      this.items = [];
      return;
    }
    const query = serverQuery({ ...filters, sort: "-occurred_at", bbox: textOf(box) }, live.zone);
    let items: Placed[] = [];
    let cursor: string | null = null;
    do {
      const page: IncidentQuery = { ...query, limit: PAGE, ...(cursor ? { cursor } : {}) };
      const answer: Answer<FeaturePage> = live.heard(await listFeatures(page));
      if (turn !== this.turn) return;
      this.trouble = answer.ok ? null : answer;
      if (!answer.ok) break;
      items = [...items, ...placedOf(answer.value)];
      cursor = answer.value.next_cursor;
      this.items = items;
    } while (cursor && items.length < MOST_POINTS);
    this.hasMore = cursor !== null;
    this.loading = false;
  }

  stop(): void {
    this.turn++;
  }
}
