/** What became of a report, in words with a date (UX-F38). */
import type { IncidentRead } from "../../api/shapes";
import type { Words } from "../../i18n/sv";
import { isSameMonth } from "../../ui/time";

/** What the phone keeps of the server's word about an own report: no text, no place. */
export interface Outcome {
  id: string;
  category: string;
  status: IncidentRead["status"];
  occurred_at: string;
  changed_at: string;
  fixed_at: string | null;
  /** Receiver outside the system. */
  handed_over: string | null;
  receipt_no: string;
  replaced: boolean;
  /** Part of another report's case. */
  merged: boolean;
  /** Whether a position is stored with it. */
  position: boolean;
}

export function outcomeOf(incident: IncidentRead): Outcome {
  const { id, category, occurred_at, changed_at, receipt_no } = incident;
  const { status, fixed_at } = incident.case ?? incident;
  const receiver = incident.handed_over?.receiver;
  return {
    id,
    category,
    status,
    occurred_at,
    changed_at,
    fixed_at,
    receipt_no,
    handed_over: typeof receiver === "string" ? receiver : null,
    replaced: incident.replaced_by !== null,
    merged: incident.merged_into !== null,
    position: incident.position !== null,
  };
}

/** Something has happened with it since it was received. */
export function hasNews(outcome: Outcome): boolean {
  const { status, fixed_at, handed_over, merged } = outcome;
  return status !== "new" || !!fixed_at || !!handed_over || merged;
}

/** Somebody acts on it or has: to be read, or written off, is not that. */
function hasLedOn({ status, fixed_at, handed_over }: Outcome): boolean {
  return !!fixed_at || !!handed_over || status === "in_progress" || status === "resolved";
}

/** How many reports are of this month, and how many of them led on to something. */
export function monthly(
  outcomes: readonly Outcome[],
  now: Date,
  zone: string,
): { reports: number; ledOn: number } {
  const own = outcomes.filter(
    ({ replaced, occurred_at }) => !replaced && isSameMonth(new Date(occurred_at), now, zone),
  );
  return { reports: own.length, ledOn: own.filter(hasLedOn).length };
}

/** "Belysning lagad 12 nov", "Överlämnad till Ljusvik Energi 3 dec", "Granskad 2 dec". */
export function outcomeText(outcome: Outcome, words: Words, dayOf: (at: string) => string): string {
  const say = words.reports.outcome;
  const { fixed_at, handed_over, changed_at, status, category, merged } = outcome;
  if (fixed_at) {
    const mended = say.mended[category as keyof typeof say.mended] ?? say.mendedOther;
    return `${mended} ${dayOf(fixed_at)}`;
  }
  const on = dayOf(changed_at);
  if (status === "resolved" || status === "dismissed") return `${say.statuses[status]} ${on}`;
  if (merged) return `${say.merged} ${on}`;
  if (handed_over) return `${say.handedOver(handed_over)} ${on}`;
  return status === "new" ? say.statuses.new : `${say.statuses[status]} ${on}`;
}
