/** A record's clocks, origin and receipt as rows of name and value: when by whom, and from where. */
import type { IncidentEntry } from "../api/shapes";
import type { DeskWords } from "../i18n/desk";
import { exactTime } from "./exact-time";
import type { FactSetting } from "./fact-rows";
import { sourceOf } from "./wording";

/** Rounding on the way is no correction. */
const SAME_MS = 1_000;
/** As much of a device's id as tells a municipality's phones apart. */
const SHOWN_ID = 6;

function originOf({ source, device_id }: IncidentEntry, say: DeskWords): string {
  const phone = device_id ? say.record.phone(device_id.slice(-SHOWN_ID)) : "";
  return [source ? sourceOf(source, say) : "", phone].filter(Boolean).join(", ");
}

/** Rows in the order in which things happened; what is not known has no row. */
export function recordRows(
  record: IncidentEntry,
  { words, say, zone }: FactSetting,
): [string, string][] {
  const at = (time: string | null | undefined) =>
    time ? exactTime(new Date(time), zone, words) : "";
  const { claimed_at: claimed, occurred_at: occurred } = record;
  const differs =
    claimed && occurred && Math.abs(Date.parse(claimed) - Date.parse(occurred)) >= SAME_MS;
  const rows: [string, string][] = [
    [say.record.claimed, at(claimed ?? occurred)],
    [say.record.corrected, differs ? at(occurred) : ""],
    [say.record.saved, at(record.saved_at)],
    [say.record.received, at(record.received_at)],
    [say.record.source, originOf(record, say)],
    [say.record.receipt, record.receipt_no ?? ""],
    [say.record.flags, (record.flags ?? []).map((flag) => flagText(flag, say)).join(" ")],
  ];
  return rows.filter(([, value]) => value !== "");
}

/** What the server marked something with, as a sentence. */
export function flagText(flag: string, say: DeskWords): string {
  const known = Object.entries(say.flags).find(([name]) => name === flag)?.[1];
  return typeof known === "string" ? known : say.flags.other(flag);
}
