/** Reads an own report back from the phone, and acts on it. */
import type { FieldKit, Position } from "../../api/shapes";
import { positionText } from "../../ui/position-text";
import type { Words } from "../../i18n/sv";
import { live } from "../../live.svelte";

export interface ReadReport {
  place: string;
  note: string;
  details: string;
  /** Object addresses; whoever shows them frees them. */
  photos: string[];
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function placeText(body: Record<string, unknown>, kit: FieldKit | null): string {
  const site = kit?.sites.find(({ id }) => id === body.site_id)?.name;
  const position = body.position as Position | undefined;
  const named = [site, text(body.place)].filter(Boolean).join(", ");
  return named || (position ? positionText(position) : "");
}

function detailText(body: Record<string, unknown>, words: Words): string {
  const { severities, summons } = words.report;
  const severity = severities[body.severity as keyof typeof severities];
  const summoned = (body.summoned ?? []) as (keyof typeof summons)[];
  const called = summoned.map((who) => summons[who]).join(", ");
  return [
    severity && `${words.report.severity}: ${severity}`,
    called && `${words.report.summoned}: ${called}`,
  ]
    .filter(Boolean)
    .join(". ");
}

/** The report's content in words; null when only its receipt is left. */
export async function readReport(
  id: string,
  kit: FieldKit | null,
  words: Words,
): Promise<ReadReport | null> {
  const { body, photos } = await live.outbox.view(id, live.session.owner!);
  if (!body) return null;
  const shown = photos.filter(({ bytes }) => bytes !== null);
  return {
    place: placeText(body, kit),
    note: text(body.note),
    details: detailText(body, words),
    photos: shown.map(({ bytes, mediaType }) =>
      URL.createObjectURL(new Blob([bytes!], { type: mediaType })),
    ),
  };
}

/** Hands the report over as a file, for when the network never comes back. */
export async function exportReport(id: string): Promise<void> {
  const file = await live.outbox.exportEntry(id, live.session.owner!);
  const url = URL.createObjectURL(new Blob([file.text], { type: file.mediaType }));
  const link = document.createElement("a");
  link.href = url;
  link.download = file.name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

/** What the outbox takes as a reason: three letters at least. */
export const REASON = "(.*\\p{L}){3}.*";
