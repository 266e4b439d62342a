/** What a report form holds, and the body it becomes at Save. */
import type { Position } from "../../api/shapes";

export type Severity = "low" | "medium" | "high";
export const SEVERITIES: readonly Severity[] = ["low", "medium", "high"];

export type Summons =
  "police" | "guard" | "ambulance" | "rescue_service" | "municipal_on_call" | "social_services";
export const SUMMONS: readonly Summons[] = [
  "police",
  "guard",
  "ambulance",
  "rescue_service",
  "municipal_on_call",
  "social_services",
];

/** Limits of the wire, in characters. */
export const NOTE_MOST = 4000;
export const PLACE_MOST = 200;

export interface ReportContent {
  category: string;
  /** When the person began, RFC 3339. */
  occurred_at: string;
  place: "none" | "gps" | "site" | "map" | "text";
  site_id: string | null;
  /** Name of the checkpoint whose sign was read at the site; goes along as the place in words. */
  checkpoint?: string;
  text: string;
  position: Position | null;
  /** The person has answered that a rough position is right. */
  position_confirmed: boolean;
  note: string;
  severity: Severity | null;
  summoned: Summons[];
  /** Where the person put the pin on the map; drafts from before the map have none. */
  pin?: Point | null;
  /** More about this report of the author's own: then only note and photos are asked for. */
  about?: string;
  /** `about` is an incident that the server knew and the person found to be the same. */
  joined?: boolean;
  /** The person has said that it is none of those the server knew. */
  alone?: boolean;
  /** The author's own report that this one stands instead of. */
  replaces?: string;
  /** Photos that were not drawn when their report was saved; no form is open for them. */
  late?: boolean;
}

export type Point = Pick<Position, "lat" | "lon">;

/** An empty form. */
export function emptyContent(category: string, now: Date): ReportContent {
  return {
    category,
    occurred_at: now.toISOString(),
    place: "none",
    site_id: null,
    text: "",
    position: null,
    position_confirmed: false,
    note: "",
    severity: null,
    summoned: [],
  };
}

/** Whether the person has put anything in that would be missed. */
export function hasContent(content: ReportContent, photos: number): boolean {
  if (content.late) return false;
  const { place, severity } = content;
  // A sign that was read opens the form at its site: nobody has put anything in yet.
  const chosen = (place === "site" && !content.checkpoint) || !!content.pin || severity !== null;
  const written = content.note.trim() !== "" || content.text.trim() !== "";
  return chosen || written || content.summoned.length > 0 || photos > 0;
}

/** Whether the form says where, in any way. */
export function hasPlace(content: ReportContent): boolean {
  if (content.place === "text") return content.text.trim() !== "";
  if (content.place === "map") return !!content.pin;
  return content.place !== "none";
}

/** Words for a place nobody gave: the wire demands one, and the report must go anyway (UX-F6). */
export interface PlaceWords {
  gpsMissing: string;
  placeMissing: string;
}

function placeFields(content: ReportContent, words: PlaceWords): Record<string, unknown> {
  if (content.place === "site") {
    const { site_id, checkpoint } = content;
    return { site_id, ...(checkpoint && { place: checkpoint }) };
  }
  if (content.place === "map" && content.pin) return { position: { ...content.pin } };
  if (content.place === "gps" && content.position) return { position: content.position };
  if (content.place === "gps") return { place: words.gpsMissing };
  return { place: content.text.trim().slice(0, PLACE_MOST) || words.placeMissing };
}

/** The wire's fields (WIRE: PUT /incidents/{id}) without those the outbox adds. */
export function reportBody(content: ReportContent, words: PlaceWords): Record<string, unknown> {
  const note = content.note.trim().slice(0, NOTE_MOST);
  return {
    category: content.category,
    occurred_at: content.occurred_at,
    ...placeFields(content, words),
    ...(note && { note }),
    ...(content.severity && { severity: content.severity }),
    ...(content.summoned.length > 0 && { summoned: [...content.summoned] }),
  };
}

/** An addition to an own report: the wire wants words, also when a photo says it all. */
export function noteBody(content: ReportContent, photoOnly: string): Record<string, unknown> {
  const note = content.note.trim().slice(0, NOTE_MOST) || photoOnly;
  return { kind: "note", occurred_at: content.occurred_at, note };
}

/** A ready phrase put after what is written, as a sentence of its own. */
export function withPhrase(note: string, phrase: string): string {
  const before = note.trimEnd();
  const joined = before ? `${before} ${phrase}` : phrase;
  return joined.slice(0, NOTE_MOST);
}
