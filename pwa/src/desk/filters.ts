/** The desk's selection: lives in the address bar, and becomes the query to the server. */
import type { IncidentQuery } from "../api/calls";

export interface Filters {
  category: string;
  status: string;
  /** Empty means everything but the police's news events. */
  source: string;
  /** First and last day, `YYYY-MM-DD` in the municipality's zone; empty means open. */
  from: string;
  to: string;
}

const KEYS = ["category", "status", "source", "from", "to"] as const;
const DAY = /^\d{4}-\d{2}-\d{2}$/;
export const PAGE_SIZE = 50;

/** Reads a selection; a day that is not one is dropped. */
export function filtersFrom(query: URLSearchParams): Filters {
  const [category, status, source, from, to] = KEYS.map((key) => query.get(key) ?? "");
  const day = (text: string) => (DAY.test(text) && !isNaN(Date.parse(text)) ? text : "");
  return {
    category: category!,
    status: status!,
    source: source!,
    from: day(from!),
    to: day(to!),
  };
}

/** The address of the list with a selection. */
export function deskAddress(filters: Filters): string {
  const query = new URLSearchParams();
  for (const key of KEYS) if (filters[key]) query.set(key, filters[key]);
  return query.size ? `/desk?${query}` : "/desk";
}

/** Whether anything is selected. */
export function isFiltered(filters: Filters): boolean {
  return KEYS.some((key) => filters[key]);
}

/** The moment a day begins in a zone. */
export function startOfDay(day: string, zone: string): Date {
  const utc = new Date(`${day}T00:00:00Z`);
  const local = new Date(utc.toLocaleString("sv-SE", { timeZone: zone }).replace(" ", "T") + "Z");
  const guess = new Date(2 * utc.getTime() - local.getTime());
  // Over a change of clocks the offset at the guess is the right one.
  const seen = new Date(guess.toLocaleString("sv-SE", { timeZone: zone }).replace(" ", "T") + "Z");
  return new Date(guess.getTime() + utc.getTime() - seen.getTime());
}

function dayAfter(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
}

/** The server's query for a selection; the last day counts to its end. */
export function serverQuery(filters: Filters, zone: string): IncidentQuery {
  const query: IncidentQuery = { limit: PAGE_SIZE };
  for (const key of ["category", "status", "source"] as const)
    if (filters[key]) query[key] = filters[key];
  if (filters.from) query.occurred_from = startOfDay(filters.from, zone).toISOString();
  if (filters.to) {
    // The server's bound is exclusive.
    query.occurred_to = startOfDay(dayAfter(filters.to), zone).toISOString();
  }
  return query;
}
