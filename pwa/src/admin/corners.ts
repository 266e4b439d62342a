/** The corners of an area's outline: from a shape to lines of text that need no mouse, and back. */

/** [latitude, longitude], degrees, WGS 84. */
export type Corner = [lat: number, lon: number];

export interface Shape {
  type: string;
  coordinates: unknown;
}

/** The corners of a polygon without holes; null for a shape of holes or several parts. */
export function cornersOf(shape: Shape | null): Corner[] | null {
  if (!shape) return [];
  const rings = shape.coordinates as [number, number][][];
  if (shape.type !== "Polygon" || rings.length !== 1) return null;
  return rings[0]!.slice(0, -1).map(([lon, lat]) => [lat, lon]);
}

/** The shape of corners; null while there are fewer than three. */
export function shapeOf(corners: readonly Corner[]): Shape | null {
  if (corners.length < 3) return null;
  const ring = [...corners, corners[0]!].map(([lat, lon]) => [lon, lat]);
  return { type: "Polygon", coordinates: [ring] };
}

/** One line for each corner. */
export function textOf(corners: readonly Corner[]): string {
  return corners.map(([lat, lon]) => `${lat.toFixed(6)}, ${lon.toFixed(6)}`).join("\n");
}

/** Reads lines of two numbers each; the number of the first line that is not, or the corners. */
export function read(text: string): Corner[] | number {
  const corners: Corner[] = [];
  for (const [index, line] of text.split("\n").entries()) {
    if (!line.trim()) continue;
    const parts = line
      .trim()
      .split(/[;\s]+|,\s*/)
      .filter(Boolean);
    const [lat, lon] = parts.map(Number);
    const sound = parts.length === 2 && Math.abs(lat!) <= 90 && Math.abs(lon!) <= 180;
    if (!sound) return index + 1;
    corners.push([lat!, lon!]);
  }
  return corners;
}
