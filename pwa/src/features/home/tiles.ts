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

/** Categories in tile order, a retired one left out; a role without tiles gets the first categories. */
export function tilesOf(kit: FieldKit | null): Category[] {
  const categories = kit?.categories ?? [];
  const bySlug = new Map(categories.map((category) => [category.slug, category]));
  const chosen = (kit?.tiles ?? []).map((slug) => bySlug.get(slug));
  const known = chosen.filter((tile) => tile !== undefined);
  const shown = (known.length ? known : categories).slice(0, MOST_TILES);
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
