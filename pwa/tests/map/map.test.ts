/** The map's arithmetic: a pin comes back where it was put, and a finger that stays points. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { Gestures } from "../../src/map/gestures";
import { areaAt, areasOf } from "../../src/map/outline";
import { Chart, viewOf, zoomed } from "../../src/map/view";
import { distanceM } from "../../src/features/report/places";

const square = (from: number, to: number) => [
  [from, from],
  [to, from],
  [to, to],
  [from, to],
  [from, from],
];

const areas = areasOf({
  features: [
    {
      geometry: { type: "Polygon", coordinates: [square(0, 10), square(4, 6)] },
      properties: { name: "Ring" },
    },
    {
      geometry: { type: "MultiPolygon", coordinates: [[square(20, 21)], [square(30, 31)]] },
      properties: { name: "Öar" },
    },
    { geometry: null, properties: { name: "Ingenstans" } },
  ],
});

test("a point lies in the area around it, but not in its hole", () => {
  expect(areas).toHaveLength(2);
  expect(areaAt([1, 1], areas)?.name).toBe("Ring");
  expect(areaAt([5, 5], areas)).toBeUndefined();
  expect(areaAt([30.5, 30.5], areas)?.name).toBe("Öar");
  expect(areaAt([-1, 5], areas)).toBeUndefined();
});

test("a point comes back from the drawing within a metre", () => {
  const degrees = fc.record({
    lat: fc.double({ min: 58.3, max: 58.8, noNaN: true }),
    lon: fc.double({ min: 17.8, max: 18.3, noNaN: true }),
  });
  const chart = new Chart({ lat: 58.55, lon: 18.05 });
  fc.assert(
    fc.property(degrees, (spot) => {
      expect(distanceM(chart.spot(chart.flat(spot)), spot)).toBeLessThan(1);
    }),
  );
});

test("zooming keeps the point under the fingers, and the whole town fits", () => {
  const at = { x: 100, y: -50 };
  const before = { x: 0, y: 0, scale: 4 };
  const after = zoomed(before, 0.5, at);
  expect((at.x - after.x) / after.scale).toBeCloseTo((at.x - before.x) / before.scale);
  const view = viewOf(
    [
      { x: 0, y: 0 },
      { x: 4000, y: 1000 },
    ],
    400,
    300,
  );
  expect(view).toMatchObject({ x: 2000, y: 500 });
  expect(view.scale * 400).toBeGreaterThanOrEqual(4000);
});

function hand() {
  const done: string[] = [];
  const gestures = new Gestures({
    pan: (dx, dy) => done.push(`pan ${dx} ${dy}`),
    zoom: (factor) => done.push(`zoom ${factor}`),
    point: (x, y) => done.push(`point ${x} ${y}`),
  });
  return { done, gestures };
}

test("a finger that stays points, one that moves pans, two zoom and never point", () => {
  const { done, gestures } = hand();
  gestures.press({ id: 1, x: 5, y: 5 });
  gestures.move({ id: 1, x: 7, y: 5 });
  gestures.release({ id: 1, x: 7, y: 5 });
  expect(done.splice(0)).toEqual(["point 7 5"]);
  gestures.press({ id: 1, x: 0, y: 0 });
  gestures.move({ id: 1, x: 40, y: 0 });
  gestures.release({ id: 1, x: 40, y: 0 });
  expect(done.splice(0)).toEqual(["pan 40 0"]);
  gestures.press({ id: 1, x: 0, y: 0 });
  gestures.press({ id: 2, x: 100, y: 0 });
  gestures.move({ id: 2, x: 200, y: 0 });
  gestures.release({ id: 2, x: 200, y: 0 });
  gestures.release({ id: 1, x: 0, y: 0 });
  expect(done).toEqual(["zoom 0.5"]);
});
