/** An own report's body as a form to correct it in: what Save made of the form, backwards. */
import type { Position } from "../../api/shapes";
import { emptyContent, SEVERITIES, SUMMONS, type PlaceWords, type ReportContent } from "./content";

type Body = Record<string, unknown>;

const textOf = (value: unknown): string => (typeof value === "string" ? value : "");

function isPosition(value: unknown): value is Position {
  const point = value as Partial<Position> | null;
  return typeof point?.lat === "number" && typeof point.lon === "number";
}

function placeOf(body: Body, words: PlaceWords): Partial<ReportContent> {
  const site_id = textOf(body.site_id);
  const text = textOf(body.place);
  if (site_id) return { place: "site", site_id, ...(text && { checkpoint: text }) };
  if (isPosition(body.position)) {
    const { lat, lon, accuracy_m } = body.position;
    // Only a pin put by hand has no accuracy; a position already sent is not asked about again.
    if (accuracy_m == null) return { place: "map", pin: { lat, lon } };
    return { place: "gps", position: { lat, lon, accuracy_m }, position_confirmed: true };
  }
  const given = text !== "" && text !== words.placeMissing && text !== words.gpsMissing;
  return given ? { place: "text", text } : {};
}

/** The form filled from `body` (WIRE: PUT /incidents/{id}); `replaces` is that report's id. */
export function contentOf(body: Body, replaces: string, words: PlaceWords): ReportContent {
  const began = new Date(textOf(body.occurred_at));
  const occurred = Number.isNaN(began.getTime()) ? new Date() : began;
  const summoned = Array.isArray(body.summoned) ? body.summoned : [];
  return {
    ...emptyContent(textOf(body.category) || "other", occurred),
    ...placeOf(body, words),
    note: textOf(body.note),
    severity: SEVERITIES.find((one) => one === body.severity) ?? null,
    summoned: SUMMONS.filter((one) => summoned.includes(one)),
    replaces,
  };
}
