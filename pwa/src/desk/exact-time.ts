/** A moment to the second with its whole date, for clocks that are compared and for paper. */
import type { Words } from "../i18n/sv";

/** "25 nov. 2026 15:48:07" in a zone. */
export function exactTime(at: Date, zone: string, words: Words): string {
  const date = { day: "numeric", month: "short", year: "numeric", timeZone: zone } as const;
  const clock = at.toLocaleTimeString("sv-SE", { timeZone: zone });
  return `${at.toLocaleDateString(words.locale, date)} ${clock}`;
}
