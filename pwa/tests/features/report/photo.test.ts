/** UX-F14: at most 1,600 px and 400 kB. */
import { expect, test } from "vitest";
import { fit, MOST_BYTES, smallEnough } from "../../../src/features/report/photo";

test("a picture is scaled to the edge and never enlarged", () => {
  expect(fit(4000, 3000, 1600)).toEqual([1600, 1200]);
  expect(fit(3000, 4000, 1600)).toEqual([1200, 1600]);
  expect(fit(800, 600, 1600)).toEqual([800, 600]);
  expect(fit(9000, 1, 1600)).toEqual([1600, 1]);
});

test("the best rendering that fits is taken", async () => {
  const tried: [number, number][] = [];
  const blob = await smallEnough(async (edge, quality) => {
    tried.push([edge, quality]);
    return new Blob([new Uint8Array(Math.round(edge * edge * quality * 0.3))]);
  });
  expect(blob.size).toBeLessThanOrEqual(MOST_BYTES);
  expect(tried[0]).toEqual([1600, 0.82]);
  expect(tried.length).toBeGreaterThan(1);
});

test("a picture that never gets small enough is still a picture", async () => {
  const blob = await smallEnough(async () => new Blob([new Uint8Array(MOST_BYTES + 1)]));
  expect(blob.size).toBe(MOST_BYTES + 1);
});
