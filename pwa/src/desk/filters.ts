/** The desk's selection: lives in the address bar, and becomes the query to the server. */
import type { IncidentQuery } from "../api/calls";

const NARROWING = [
  "q",
  "category",
  "status",
  "area",
  "site",
  "source",
  "severity",
  "setting",
  "organisation",
  "from",
  "to",
  "bbox",
  "needs",
] as const;
const KEYS = [...NARROWING, "view", "sort"] as const;
const SENT = ["q", "category", "status", "area", "site", "source", "organisation", "bbox"] as const;
export const SEVERITIES = ["low", "medium", "high"] as const;
export const SETTINGS = ["public", "semi_public", "indoors"] as const;
export const NEEDS = ["flagged", "photos", "answer"] as const;
export const VIEWS = ["list", "map", "table"] as const;
export const SORTS = ["-occurred_at", "occurred_at", "-received_at", "received_at"] as const;
export type DeskView = (typeof VIEWS)[number];
export type Sort = (typeof SORTS)[number];
/** What narrows a list; empty means open. `from` and `to` are days, `bbox` west,south,east,north. */
export type Narrowing = Record<(typeof NARROWING)[number], string>;
export type Filters = Narrowing & { view: DeskView; sort: Sort };

const DAY = /^\d{4}-\d{2}-\d{2}$/;
export const PAGE_SIZE = 50;

/** A text that is a box in degrees, else nothing. */
function boxText(text: string): string {
  const numbers = text.split(",").map(Number);
  return numbers.length === 4 && numbers.every(Number.isFinite) ? text : "";
}

/** Reads a selection; a day, box, view or order that is none is dropped. */
export function filtersFrom(query: URLSearchParams): Filters {
  const day = (text: string) => (DAY.test(text) && !isNaN(Date.parse(text)) ? text : "");
  const read = Object.fromEntries(NARROWING.map((key) => [key, query.get(key)?.trim() ?? ""]));
  const narrowing = read as Narrowing;
  return {
    ...narrowing,
    from: day(narrowing.from),
    to: day(narrowing.to),
    bbox: boxText(narrowing.bbox),
    view: VIEWS.find((view) => view === query.get("view")) ?? "list",
    sort: SORTS.find((sort) => sort === query.get("sort")) ?? "-occurred_at",
  };
}

/** A selection as an address's query, without what is as it is anyway. */
export function queryText(filters: Filters): string {
  const query = new URLSearchParams();
  for (const key of KEYS)
    if (filters[key] && !["list", "-occurred_at"].includes(filters[key]))
      query.set(key, filters[key]);
  return String(query);
}

function address(path: string, filters: Filters): string {
  const query = queryText(filters);
  return query ? `${path}?${query}` : path;
}

/** The address of the list with a selection. */
export const deskAddress = (filters: Filters): string => address("/desk", filters);

/** The address of one incident, which leads back to the same selection. */
export const incidentAddress = (id: string, filters: Filters): string =>
  address(`/desk/incidents/${id}`, filters);

/** By how many things the list is narrowed. */
export function narrowedBy(filters: Filters): number {
  return NARROWING.filter((key) => filters[key]).length;
}

/** Whether anything is narrowed. */
export const isFiltered = (filters: Filters): boolean => narrowedBy(filters) > 0;

/** The same view and order of everything. */
export function cleared({ view, sort }: Filters): Filters {
  return { ...filtersFrom(new URLSearchParams()), view, sort };
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
  for (const key of SENT) if (filters[key]) query[key] = filters[key];
  const needs = NEEDS.find((one) => one === filters.needs);
  const severity = SEVERITIES.find((one) => one === filters.severity);
  const setting = SETTINGS.find((one) => one === filters.setting);
  Object.assign(query, needs && { needs }, severity && { severity }, setting && { setting });
  if (filters.sort !== "-occurred_at") query.sort = filters.sort;
  if (filters.from) query.occurred_from = startOfDay(filters.from, zone).toISOString();
  if (filters.to) {
    // The server's bound is exclusive.
    query.occurred_to = startOfDay(dayAfter(filters.to), zone).toISOString();
  }
  return query;
}
