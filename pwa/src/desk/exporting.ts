/** A selection as a file: why it is wanted is said first, and a very long one is confirmed by somebody else. */
import { answerOf } from "../api/answer";
import { client } from "../api/client";
import type { components } from "../api/schema";
import { serverQuery, type Filters } from "./filters";

export const FORMATS = ["csv", "xlsx"] as const;
export type Format = (typeof FORMATS)[number];

export interface Wish {
  format: Format;
  language: string;
  confirmation: string;
}

/** What the server is asked for: the list's own filters and order, all of its pages. */
export function fileQuery(filters: Filters, zone: string): Record<string, string> {
  const { limit: _page, ...asked } = serverQuery(filters, zone);
  return Object.fromEntries(Object.entries(asked).map(([name, value]) => [name, String(value)]));
}

/** The address of the file; the browser fetches it with its own session. */
export function fileAddress(query: Record<string, string>, wish: Wish): string {
  return `/api/v1/incident-exports?${new URLSearchParams({ ...query, ...wish })}`;
}

type Asked = components["schemas"]["ConfirmationShown"];

/** Says why; the confirmation, which waits for somebody else or is there at once. */
export const askForFile = (query: Record<string, string>, reason: string) =>
  answerOf<Asked>(
    client.POST("/api/v1/incident-exports", {
      params: { query: query as object },
      body: { reason },
    }),
  );
