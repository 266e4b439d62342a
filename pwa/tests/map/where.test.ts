/** A position in words that can be read out. */
import { expect, test } from "vitest";
import type { Site } from "../../src/api/shapes";
import { directionTo, readAloud, whereIs } from "../../src/map/where";

const site = (name: string, lat: number, lon: number) =>
  ({ name, lat, lon, address: null }) as unknown as Site;
const sites = [site("Fyrgymnasiet", 58.55, 18.03), site("Badhuset", 58.6, 18.03)];

test("the nearest site, how far and in which direction", () => {
  const found = whereIs({ lat: 58.5505, lon: 18.03 }, undefined, sites);
  expect(found).toEqual({
    area: null,
    site: { name: "Fyrgymnasiet", address: null, distance_m: 56, direction: "north" },
  });
  expect(whereIs({ lat: 58, lon: 18 }, undefined, []).site).toBeNull();
});

test("directions go round the compass", () => {
  const from = { lat: 58.5, lon: 18 };
  expect(directionTo(from, { lat: 58.5, lon: 18.1 })).toBe("east");
  expect(directionTo(from, { lat: 58.4, lon: 18 })).toBe("south");
  expect(directionTo(from, { lat: 58.5, lon: 17.9 })).toBe("west");
  expect(directionTo(from, { lat: 58.51, lon: 17.981 })).toBe("northwest");
});

test("degrees are read digit by digit", () => {
  expect(readAloud(58.5494, "komma")).toEqual({
    shown: "58,54940",
    spoken: "5 8 komma 5 4 9 4 0",
  });
});
