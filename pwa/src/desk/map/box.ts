/** Boxes of the map, in degrees. */

export interface Box {
  west: number;
  south: number;
  east: number;
  north: number;
}

/** The address's text of a box: five decimals, about a metre. */
export function textOf({ west, south, east, north }: Box): string {
  return [west, south, east, north].map((degrees) => degrees.toFixed(5)).join(",");
}

/** The box of an address's text; null when it is none. */
export function boxOf(text: string): Box | null {
  const [west, south, east, north] = text.split(",").map(Number);
  if (![west, south, east, north].every(Number.isFinite) || text === "") return null;
  return { west: west!, south: south!, east: east!, north: north! };
}

/** What lies in both; null when nothing does. */
export function both(a: Box, b: Box): Box | null {
  const box = {
    west: Math.max(a.west, b.west),
    south: Math.max(a.south, b.south),
    east: Math.min(a.east, b.east),
    north: Math.min(a.north, b.north),
  };
  return box.west <= box.east && box.south <= box.north ? box : null;
}

/** A box that the server takes: the world is not wider than itself. */
export function onEarth(box: Box): Box | null {
  return both(box, { west: -180, south: -90, east: 180, north: 90 });
}
