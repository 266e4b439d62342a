/** Boxes of the map as the address and the server have them. */
import { expect, test } from "vitest";
import { both, boxOf, onEarth, textOf } from "../../src/desk/map/box";

const ISLAND = { west: 17.9, south: 58.4, east: 18.2, north: 58.7 };

test("a box survives the address", () => {
  expect(boxOf(textOf(ISLAND))).toEqual(ISLAND);
  expect(boxOf("")).toBeNull();
  expect(boxOf("17.9,58.4,18.2")).toBeNull();
});

test("only what lies in the limit and in the window is asked for", () => {
  const window = { west: 18, south: 58, east: 19, north: 58.5 };
  expect(both(ISLAND, window)).toEqual({ west: 18, south: 58.4, east: 18.2, north: 58.5 });
  expect(both(ISLAND, { ...window, west: 18.5 })).toBeNull();
});

test("a map zoomed out past the world asks for the world", () => {
  const wide = { west: -400, south: -95, east: 400, north: 95 };
  expect(onEarth(wide)).toEqual({ west: -180, south: -90, east: 180, north: 90 });
});
