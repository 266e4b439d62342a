/** Where a selection is had as a file: the same incidents in the same order, all of them. */
import { serverQuery, type Filters } from "./filters";

export const FORMATS = ["csv", "xlsx"] as const;
export type Format = (typeof FORMATS)[number];

/** The address of the file; the browser fetches it with its own session. */
export function exportAddress(
  filters: Filters,
  zone: string,
  format: Format,
  language: string,
): string {
  const { limit: _page, ...asked } = serverQuery(filters, zone);
  const query = new URLSearchParams({ format, language });
  for (const [name, value] of Object.entries(asked)) query.set(name, String(value));
  return `/api/v1/incident-exports?${query}`;
}
