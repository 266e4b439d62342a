/** An incident as rows of name and value; what is not known has no row. */
import type { IncidentRead, Site } from "../api/shapes";
import type { DeskWords } from "../i18n/desk";
import type { Words } from "../i18n/sv";
import { positionText } from "../ui/position-text";
import { timeInWords } from "../ui/time";
import { authorOf, placeOf, sourceOf, statusOf } from "./wording";

export interface FactSetting {
  words: Words;
  say: DeskWords;
  now: Date;
  zone: string;
  sites: Site[];
}

function summonedText(who: string[], words: Words): string {
  const names: Record<string, string> = words.report.summons;
  return who.map((name) => names[name] ?? name).join(", ");
}

/** Rows in reading order: when, where, how far it has come, who. */
export function factRows(incident: IncidentRead, setting: FactSetting): [string, string][] {
  const { words, say, now, zone, sites } = setting;
  const at = (time: string | null) => (time ? timeInWords(new Date(time), now, zone, words) : "");
  const severities: Record<string, string> = words.report.severities;
  const settings: Record<string, string> = say.settings;
  const where = placeOf(incident, sites, say);
  const position = incident.position ? positionText(incident.position) : "";
  const rows: [string, string][] = [
    [say.occurred, at(incident.occurred_at)],
    [say.until, at(incident.occurred_until)],
    [say.received, at(incident.received_at)],
    [say.columns.where, where],
    [say.position, position === where ? "" : position],
    [say.setting, settings[incident.setting ?? ""] ?? ""],
    [say.status, statusOf(incident.status, say)],
    [words.report.severity, severities[incident.severity ?? ""] ?? ""],
    [words.report.summoned, summonedText(incident.summoned, words)],
    [say.cost, incident.cost_sek === null ? "" : String(incident.cost_sek)],
    [say.kinds.fixed, at(incident.fixed_at)],
    [say.columns.by, authorOf(incident.author, words)],
    [say.source, sourceOf(incident.source, say)],
    [words.reports.receipt, incident.receipt_no ?? ""],
  ];
  return rows.filter(([, value]) => value !== "");
}
