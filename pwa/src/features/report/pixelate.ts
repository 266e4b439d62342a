/** Hides a part of a picture for good: its pixels are replaced by few, large, coarse squares. */

/** A part of a picture; pixels. */
export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** So few squares across that neither a face nor a number plate can be worked out from them. */
const SQUARES_ACROSS = 4;
const SMALLEST_SQUARE = 12;
/** Colours are rounded to this step, so that no average tells what was averaged. */
const COLOUR_STEP = 24;

type Pixels = Pick<ImageData, "data" | "width" | "height">;

/** The box within the picture, in whole pixels. */
export function clipped(box: Box, { width, height }: { width: number; height: number }): Box {
  const x = Math.min(Math.max(0, Math.floor(box.x)), width);
  const y = Math.min(Math.max(0, Math.floor(box.y)), height);
  const right = Math.min(width, Math.max(x, Math.ceil(box.x + box.width)));
  const bottom = Math.min(height, Math.max(y, Math.ceil(box.y + box.height)));
  return { x, y, width: right - x, height: bottom - y };
}

/** Changes `pixels` (RGBA) in place; outside `box` nothing changes. */
export function pixelate(pixels: Pixels, box: Box): void {
  const part = clipped(box, pixels);
  const longest = Math.max(part.width, part.height);
  const side = Math.max(SMALLEST_SQUARE, Math.ceil(longest / SQUARES_ACROSS));
  for (let y = part.y; y < part.y + part.height; y += side) {
    for (let x = part.x; x < part.x + part.width; x += side) {
      const width = Math.min(side, part.x + part.width - x);
      const height = Math.min(side, part.y + part.height - y);
      flatten(pixels, { x, y, width, height });
    }
  }
}

function flatten({ data, width }: Pixels, square: Box): void {
  const sum = [0, 0, 0];
  each(square, width, (at) => {
    for (let channel = 0; channel < 3; channel++) sum[channel]! += data[at + channel]!;
  });
  const count = square.width * square.height;
  const coarse = sum.map((total) => Math.round(total / count / COLOUR_STEP) * COLOUR_STEP);
  each(square, width, (at) => data.set(coarse, at));
}

function each(square: Box, width: number, act: (offset: number) => void): void {
  for (let y = square.y; y < square.y + square.height; y++) {
    for (let x = square.x; x < square.x + square.width; x++) act((y * width + x) * 4);
  }
}
