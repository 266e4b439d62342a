/** What waits for somebody to see to it: numbers that lead to the lists behind them. */
import type { WorkWaiting } from "../api/shapes";
import type { DeskWords } from "../i18n/desk";

export interface WaitingRow {
  name: string;
  count: number;
  href: string;
}

/** Rows in the order in which to see to them; what the person may not review has none. */
export function waitingRows(counts: WorkWaiting, { situation: say }: DeskWords): WaitingRow[] {
  const rows: [string, number | null, string][] = [
    [say.new, counts.new, "/desk?status=new"],
    [say.flagged, counts.flagged, "/desk?needs=flagged"],
    [say.photos, counts.photos, "/desk?needs=photos"],
    [say.answer, counts.answer, "/desk?needs=answer"],
    [say.quarantined, counts.quarantined, "/desk/quarantine"],
  ];
  return rows.flatMap(([name, count, href]) => (count === null ? [] : [{ name, count, href }]));
}
