/** What is hidden is gone from the bytes, and nothing else is changed. */
import { expect, test } from "vitest";
import { clipped, pixelate } from "../../../src/features/report/pixelate";

function noise(width: number, height: number) {
  const data = new Uint8ClampedArray(width * height * 4);
  for (let at = 0; at < data.length; at++) data[at] = (at * 7919) % 251;
  return { data, width, height };
}

const colours = (data: Uint8ClampedArray, offsets: number[]) =>
  new Set(offsets.map((at) => data.slice(at, at + 3).join(",")));

test("inside the box at most four by four colours are left, outside not a pixel changes", () => {
  const [before, after] = [noise(200, 120), noise(200, 120)];
  const box = { x: 20, y: 10, width: 100, height: 80 };
  pixelate(after, box);
  const inside: number[] = [];
  for (let y = 0; y < 120; y++) {
    for (let x = 0; x < 200; x++) {
      const at = (y * 200 + x) * 4;
      if (x >= 20 && x < 120 && y >= 10 && y < 90) inside.push(at);
      else expect(after.data.slice(at, at + 4)).toEqual(before.data.slice(at, at + 4));
    }
  }
  expect(colours(before.data, inside).size).toBeGreaterThan(100);
  expect(colours(after.data, inside).size).toBeLessThanOrEqual(16);
});

test("a box that reaches outside, or has no size, does no harm", () => {
  const picture = noise(30, 30);
  for (const box of [
    { x: -10, y: -10, width: 100, height: 100 },
    { x: 40, y: 40, width: 10, height: 10 },
    { x: 5, y: 5, width: 0, height: 0 },
  ]) {
    pixelate(picture, box);
    const { x, y, width, height } = clipped(box, picture);
    expect(x + width <= 30 && y + height <= 30 && width >= 0 && height >= 0).toBe(true);
  }
});
