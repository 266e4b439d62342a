/** Times in words (UX-X6): "i dag 02:14 (för 6 min sedan)", in the municipality's zone. */
import type { Words } from "../i18n/sv";

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** "02:14" in the given zone. */
export function clock(at: Date, zone: string): string {
  return at.toLocaleTimeString("sv-SE", { hour: "2-digit", minute: "2-digit", timeZone: zone });
}

function day(at: Date, zone: string): string {
  return at.toLocaleDateString("sv-SE", { timeZone: zone });
}

/** "i dag 02:14", "i går 23:50" or "12 nov 2026 08:00". */
export function dayAndClock(at: Date, now: Date, zone: string, words: Words): string {
  const time = clock(at, zone);
  if (day(at, zone) === day(now, zone)) return `${words.time.today} ${time}`;
  const yesterday = new Date(now.getTime() - DAY_MS);
  if (day(at, zone) === day(yesterday, zone)) return `${words.time.yesterday} ${time}`;
  const shown = { day: "numeric", month: "short", year: "numeric", timeZone: zone } as const;
  return `${at.toLocaleDateString(words.locale, shown)} ${time}`;
}

/** As `dayAndClock`, and how long ago while that says something (under 12 hours). */
export function timeInWords(at: Date, now: Date, zone: string, words: Words): string {
  const when = dayAndClock(at, now, zone, words);
  const minutes = Math.round((now.getTime() - at.getTime()) / MINUTE_MS);
  if (minutes < 0 || minutes >= 12 * 60) return when;
  return `${when} (${ago(minutes, words)})`;
}

function ago(minutes: number, words: Words): string {
  if (minutes < 1) return words.time.justNow;
  if (minutes < 60) return words.time.minutesAgo(minutes);
  return words.time.hoursAgo(Math.floor(minutes / 60));
}

/** Whether two moments lie in the same calendar month. */
export function isSameMonth(one: Date, other: Date, zone: string): boolean {
  return day(one, zone).slice(0, 7) === day(other, zone).slice(0, 7);
}

/** "november". */
export function monthName(at: Date, zone: string, words: Words): string {
  return at.toLocaleDateString(words.locale, { month: "long", timeZone: zone });
}

/** "12 nov"; with the year when it is another. */
export function shortDay(at: Date, now: Date, zone: string, words: Words): string {
  const year = (when: Date) => day(when, zone).slice(0, 4);
  const shown = { day: "numeric", month: "short", timeZone: zone } as const;
  const short = at.toLocaleDateString(words.locale, shown).replace(".", "");
  return year(at) === year(now) ? short : `${short} ${year(at)}`;
}
