/** How the desk puts an incident into words. */
import type { Trouble } from "../api/answer";
import type { Author, IncidentEntry, IncidentRead, Site } from "../api/shapes";
import type { DeskWords } from "../i18n/desk";
import type { Words } from "../i18n/sv";
import { positionText } from "../ui/position-text";

function lookUp(table: Record<string, string>, key: string): string {
  return table[key] ?? key;
}

/** The place in words: the site's name, the text, or the position. */
export function placeOf(incident: IncidentRead, sites: Site[], say: DeskWords): string {
  const site = sites.find((candidate) => candidate.id === incident.site_id)?.name;
  const parts = [site, incident.place].filter(Boolean);
  if (parts.length) return parts.join(", ");
  return incident.position ? positionText(incident.position) : say.unknownPlace;
}

/** Name if it may be shown, else role, and the organisation. */
export function authorOf(author: Author | null, words: Words): string {
  if (!author) return "";
  const roles = author.roles.map((role) => lookUp(words.roles, role)).join(", ");
  return [author.name || roles, author.organisation].filter(Boolean).join(", ");
}

/** Who reported it, or what system it came from. */
export function reporterOf(incident: IncidentRead, words: Words, say: DeskWords): string {
  return authorOf(incident.author, words) || sourceOf(incident.source, say);
}

/** What more there is with it: photos, additions, and whether something is odd. */
export function extrasOf(incident: IncidentRead, say: DeskWords): string[] {
  const photos = incident.attachments?.length ?? 0;
  return [
    photos ? say.photosOf(photos) : "",
    incident.entry_count ? say.additionsOf(incident.entry_count) : "",
    incident.flags.length ? say.flagged : "",
  ].filter(Boolean);
}

export const statusOf = (status: string, say: DeskWords) => lookUp(say.statuses, status);
export const sourceOf = (source: string, say: DeskWords) => lookUp(say.sources, source);

/** What an entry says, in one line. */
export function entryText(entry: IncidentEntry, words: Words, say: DeskWords): string {
  const said = [entry.note, entry.reason, entry.receiver, entry.reference, entry.organisation];
  const parts = said.filter((part): part is string => typeof part === "string" && part !== "");
  if (typeof entry.status === "string") parts.unshift(statusOf(entry.status, say));
  if (typeof entry.answer === "string") {
    parts.unshift(lookUp(say.answers, entry.answer));
  }
  if (Array.isArray(entry.summoned)) {
    parts.unshift(
      entry.summoned.map((who) => lookUp(words.report.summons, String(who))).join(", "),
    );
  }
  return parts.join(". ").replaceAll(".. ", ". ");
}

/** Where an imported event came from; only a proper web address becomes a link. */
export function externalLink({ external }: IncidentRead): { title: string; url: string } | null {
  const url = external?.url;
  if (typeof url !== "string" || !url.startsWith("https://")) return null;
  return { title: typeof external?.title === "string" ? external.title : url, url };
}

export const entryKind = (kind: string, say: DeskWords) => lookUp(say.kinds, kind);

/** The same for saved selections, where others of one's own tabs may have been first. */
export function savedTrouble(trouble: Trouble, say: DeskWords): string {
  if (trouble.why === "refused" && trouble.code === "too_many_views") return say.saved.full;
  if (trouble.why === "refused" && [404, 412].includes(trouble.status)) return say.saved.changed;
  return troubleText(trouble, say);
}

/** What happened, what is safe and what to do, for a list or page that could not be had. */
export function troubleText(trouble: Trouble, say: DeskWords): string {
  if (trouble.why !== "refused") return say.offline;
  if (trouble.status === 401) return say.signInAgain;
  if (trouble.status === 403) return say.noAccess;
  return say.failed(trouble.code);
}
