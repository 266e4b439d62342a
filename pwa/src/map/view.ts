/** A flat drawing of a municipality: metres east and south of an origin, and the window onto it. */
import type { Area, LonLat } from "./outline";

export interface Spot {
  lat: number;
  lon: number;
}

/** Metres east (x) and south (y) of the origin. */
export interface Flat {
  x: number;
  y: number;
}

const METRES_PER_DEGREE = (6_371_000 * Math.PI) / 180;

/** Equirectangular about `origin`: within 30 km the error is far below a phone's own. */
export class Chart {
  private readonly across: number;

  constructor(readonly origin: Spot) {
    this.across = METRES_PER_DEGREE * Math.cos((origin.lat * Math.PI) / 180);
  }

  flat({ lat, lon }: Spot): Flat {
    return {
      x: (lon - this.origin.lon) * this.across,
      y: (this.origin.lat - lat) * METRES_PER_DEGREE,
    };
  }

  /** Degrees with six decimals, about 0.1 m. */
  spot({ x, y }: Flat): Spot {
    const round = (degrees: number) => Math.round(degrees * 1e6) / 1e6;
    return {
      lat: round(this.origin.lat - y / METRES_PER_DEGREE),
      lon: round(this.origin.lon + x / this.across),
    };
  }

  /** SVG path of an area, in metres. */
  path({ polygons }: Area): string {
    const corner = ([lon, lat]: LonLat) => {
      const { x, y } = this.flat({ lat, lon });
      return `${x.toFixed(1)} ${y.toFixed(1)}`;
    };
    return polygons
      .flatMap((rings) => rings.map((ring) => `M${ring.map(corner).join("L")}Z`))
      .join("");
  }
}

/** What of the drawing is seen: the middle, and metres per pixel. */
export interface View extends Flat {
  scale: number;
}

export const CLOSEST = 0.3;
export const FARTHEST = 200;

const within = (value: number, least: number, most: number) =>
  Math.min(most, Math.max(least, value));

/** Zooms by `factor` (above 1: farther away) so that the point `at` stays where it is. */
export function zoomed(view: View, factor: number, at: Flat): View {
  const scale = within(view.scale * factor, CLOSEST, FARTHEST);
  const share = scale / view.scale;
  return { scale, x: at.x + (view.x - at.x) * share, y: at.y + (view.y - at.y) * share };
}

/** The window that shows all of `points` in `width` × `height` pixels. */
export function viewOf(points: readonly Flat[], width: number, height: number): View {
  if (points.length === 0) return { x: 0, y: 0, scale: 10 };
  const xs = points.map(({ x }) => x);
  const ys = points.map(({ y }) => y);
  const [left, right] = [Math.min(...xs), Math.max(...xs)];
  const [top, bottom] = [Math.min(...ys), Math.max(...ys)];
  const scale = 1.1 * Math.max((right - left) / width, (bottom - top) / height);
  return {
    x: (left + right) / 2,
    y: (top + bottom) / 2,
    scale: within(scale, CLOSEST, FARTHEST),
  };
}
