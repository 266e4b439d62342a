/** The field kit's areas as plain rings of positions (GeoJSON, RFC 7946), and which one a point lies in. */

/** [lon, lat], degrees, WGS 84. */
export type LonLat = readonly [number, number];

export interface Area {
  name: string;
  kind: string;
  /** Each polygon: outer ring first, then its holes. */
  polygons: LonLat[][][];
}

interface Feature {
  geometry?: { type?: string; coordinates?: unknown } | null;
  properties?: { name?: unknown; kind?: unknown } | null;
}

function polygonsOf({ geometry }: Feature): LonLat[][][] {
  if (geometry?.type === "Polygon") return [geometry.coordinates as LonLat[][]];
  if (geometry?.type === "MultiPolygon") return geometry.coordinates as LonLat[][][];
  return [];
}

/** The areas of a FeatureCollection; features that are no polygons are left out. */
export function areasOf(collection: { [key: string]: unknown } | undefined): Area[] {
  const features = Array.isArray(collection?.features) ? (collection.features as Feature[]) : [];
  return features
    .map((feature) => ({
      name: String(feature.properties?.name ?? ""),
      kind: String(feature.properties?.kind ?? ""),
      polygons: polygonsOf(feature),
    }))
    .filter(({ polygons }) => polygons.length > 0);
}

/** Every corner of the areas' outer rings. */
export function cornersOf(areas: readonly Area[]): { lat: number; lon: number }[] {
  const outer = areas.flatMap(({ polygons }) => polygons.flatMap((rings) => rings[0] ?? []));
  return outer.map(([lon, lat]) => ({ lat, lon }));
}

/** Even-odd rule: a ray eastwards crosses the ring an odd number of times. */
function isInRing([lon, lat]: LonLat, ring: readonly LonLat[]): boolean {
  let inside = false;
  let before = ring[ring.length - 1];
  for (const corner of ring) {
    const [x1, y1] = before!;
    const [x2, y2] = corner;
    if (y1 > lat !== y2 > lat && lon < ((x2 - x1) * (lat - y1)) / (y2 - y1) + x1) inside = !inside;
    before = corner;
  }
  return inside;
}

/** The area a point lies in; of several the last, which is drawn on top. */
export function areaAt(point: LonLat, areas: readonly Area[]): Area | undefined {
  return areas.findLast(({ polygons }) =>
    polygons.some((rings) => rings.filter((ring) => isInRing(point, ring)).length % 2 === 1),
  );
}
