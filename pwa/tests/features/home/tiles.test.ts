/** Which tiles stand on the home screen. */
import { expect, test } from "vitest";
import type { Category, FieldKit } from "../../../src/api/shapes";
import { tilesOf } from "../../../src/features/home/tiles";

const SLUGS = ["litter", "fire", "theft", "noise", "graffiti", "medical", "burglary", "traffic"];
const category = (slug: string): Category => ({
  slug,
  name: { sv: slug, en: slug },
  icon: "dots",
  phrases: [],
  place_fault: false,
});

function kitWith(tiles: string[]): FieldKit {
  const categories = [...SLUGS, "other"].map(category);
  return { tiles, categories } as Partial<FieldKit> as FieldKit;
}

const slugs = (kit: FieldKit | null) => tilesOf(kit).map(({ slug }) => slug);

test("the municipality's choice for the role, in its order, without retired categories", () => {
  expect(slugs(kitWith(["fire", "retired", "litter"]))).toEqual(["fire", "litter"]);
});

test("a role nobody chose tiles for gets the first categories, eight at most", () => {
  expect(slugs(kitWith([]))).toEqual(SLUGS);
});

test("before the field kit has come a report is possible all the same", () => {
  expect(slugs(null)).toEqual(["other"]);
});
