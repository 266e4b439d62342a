/** The tiles on the home screen: the municipality's choice for the role, never more than eight. */
import type { Category, FieldKit } from "../../api/shapes";

const MOST_TILES = 8;

/** Stands in until the field kit is there, so that a report is always possible. */
const OTHER: Category = {
  slug: "other",
  name: { sv: "Övrigt", en: "Other" },
  icon: "dots",
  phrases: [],
  place_fault: false,
};

/** Categories in tile order; a tile whose category is retired is left out. */
export function tilesOf(kit: FieldKit | null): Category[] {
  const bySlug = new Map(kit?.categories.map((category) => [category.slug, category]));
  const tiles = (kit?.tiles ?? []).map((slug) => bySlug.get(slug));
  const shown = tiles.filter((tile) => tile !== undefined).slice(0, MOST_TILES);
  return shown.length ? shown : [OTHER];
}

/** The police's summaries, which no statistic counts and the field kit leaves out. */
const SUMMARY: Category = {
  ...OTHER,
  slug: "summary",
  name: { sv: "Sammanfattning", en: "Summary" },
  icon: "list",
};

/** The category of a slug; an unknown one is shown by its slug. */
export function categoryOf(kit: FieldKit | null, slug: string): Category {
  const known = kit?.categories.find((category) => category.slug === slug);
  const own = known ?? [OTHER, SUMMARY].find((category) => category.slug === slug);
  return own ?? { ...OTHER, slug, name: { sv: slug, en: slug } };
}
