/** Corrections in words, with the old value beside the new: nothing is rubbed out. */
import type { IncidentEntry, Position } from "../api/shapes";
import { positionText } from "../ui/position-text";
import { dayAndClock } from "../ui/time";
import type { FactSetting } from "./fact-rows";

export interface ChangeSetting extends FactSetting {
  /** A category's name by its slug. */
  category: (slug: string) => string;
}

type Say = (value: unknown, setting: ChangeSetting) => string;

const moment: Say = (value, { now, zone, words }) =>
  dayAndClock(new Date(String(value)), now, zone, words);
const siteName: Say = (value, { sites }) =>
  sites.find(({ id }) => id === value)?.name ?? String(value);
const table =
  (pick: (setting: ChangeSetting) => Record<string, string>): Say =>
  (value, setting) =>
    pick(setting)[String(value)] ?? String(value);

const SAYS: Record<string, Say> = {
  category: (value, { category }) => category(String(value)),
  occurred_at: moment,
  occurred_until: moment,
  site_id: siteName,
  position: (value) => positionText(value as Position),
  setting: table(({ say }) => say.settings),
  severity: table(({ words }) => words.report.severities),
};

function nameOf(field: string, { words, say }: ChangeSetting): string {
  const names: Record<string, string> = {
    category: say.category,
    occurred_at: say.occurred,
    occurred_until: say.until,
    site_id: words.report.sites,
    place: say.columns.where,
    note: say.note,
    cost_sek: say.cost,
    position: say.position,
    setting: say.setting,
    severity: words.report.severity,
  };
  return names[field] ?? field;
}

/** One line for each corrected field: "Allvar: Litet → Stort". */
export function changesText(entry: IncidentEntry, setting: ChangeSetting): string[] {
  const { empty } = setting.say;
  const say = (field: string, value: unknown) => {
    if (value === null || value === undefined || value === "") return empty;
    return (SAYS[field] ?? String)(value, setting);
  };
  return Object.entries(entry.changes ?? {}).map(([field, change]) => {
    const [before, after] = [say(field, change.old), say(field, change.new)];
    return `${nameOf(field, setting)}: ${before} → ${after}`;
  });
}
