/** What may be done with an incident as it stands, and by which key. */
import type { IncidentRead } from "../../api/shapes";
import type { WorkWords } from "../../i18n/work";
import type { ActBody } from "./act";

/** Acts that ask for something before they are saved. */
export type Form = "dismiss" | "reopen" | "assign" | "handOver" | "merge";

export interface Possible {
  key: string;
  name: string;
  /** Saved at once. */
  body?: ActBody;
  /** Or opens this form. */
  form?: Form;
}

const OPEN: readonly string[] = ["new", "triaged", "in_progress"];

/** The acts in the order of their buttons. A merged report's own work is its case's. */
export function possibleActs(incident: IncidentRead, { acts: say }: WorkWords): Possible[] {
  if (incident.merged_into) {
    return [{ key: "m", name: say.part, body: { kind: "unmerged", into: incident.merged_into } }];
  }
  if (!OPEN.includes(incident.status)) return [{ key: "o", name: say.reopen, form: "reopen" }];
  const status = (key: string, name: string, value: string) =>
    incident.status === value ? [] : [{ key, name, body: { kind: "status", status: value } }];
  return [
    ...(incident.status === "new" ? status("a", say.accept, "triaged") : []),
    ...status("i", say.progress, "in_progress"),
    ...status("r", say.resolve, "resolved"),
    { key: "t", name: say.assign, form: "assign" },
    { key: "l", name: say.handOver, form: "handOver" },
    { key: "m", name: say.merge, form: "merge" },
    { key: "x", name: say.dismiss, form: "dismiss" },
  ];
}

/** Which report the other becomes part of: one that others were merged into is not merged itself. */
export function mergeOf(
  incident: Pick<IncidentRead, "id" | "report_count">,
  other: { id: string; report_count?: number },
): { about: string; body: ActBody } {
  const turned = incident.report_count > 1 && (other.report_count ?? 1) === 1;
  const [about, into] = turned ? [other.id, incident.id] : [incident.id, other.id];
  return { about, body: { kind: "merged", into } };
}

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}/i;

/** The incident's id in an address or text that somebody pasted. */
export const idIn = (text: string): string | null => UUID.exec(text)?.[0].toLowerCase() ?? null;

export interface HandOverChoice {
  /** A receiver of the settings, or "" for another. */
  receiverId: string;
  name: string;
  email: string;
  reference: string;
  note: string;
  include: string[];
}

/** The fact of a hand-over; a letter goes along when there is somebody to send it to. */
export function handOverBody(
  choice: HandOverChoice,
  receivers: { id: string; name: string }[],
): ActBody {
  const known = receivers.find(({ id }) => id === choice.receiverId);
  const to = known ? { receiver_id: known.id } : choice.email.trim() && { to: choice.email.trim() };
  return {
    kind: "handed_over",
    receiver: known?.name ?? choice.name.trim(),
    ...(choice.reference.trim() ? { reference: choice.reference.trim() } : {}),
    ...(choice.note.trim() ? { note: choice.note.trim() } : {}),
    ...(to ? { email: { ...to, include: choice.include } } : {}),
  };
}
