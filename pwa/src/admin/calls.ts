/** What the administration asks of the server's registers: rows with the tag to change them by. */
import { answerOf, type Answer } from "../api/answer";
import { live } from "../live.svelte";

export type Row = Record<string, unknown>;

/** What the server says of one field; the reason is a stable English phrase. */
export interface Fault {
  field: string;
  reason: string;
}

export interface Reply<T> {
  answer: Answer<T>;
  /** The `ETag` of what was read or saved. */
  tag: string;
  faults: Fault[];
  /** Nothing is done yet: it waits for a second person. */
  waits: boolean;
}

export interface Page {
  items: Row[];
  next_cursor: string | null;
}

const TIMEOUT_MS = 20_000;

export interface Asked {
  body?: unknown;
  file?: Blob;
  headers?: Record<string, string>;
}

/** Asks for an address under `/api/v1`; never throws. */
export async function ask<T>(
  method: "GET" | "PUT" | "POST" | "DELETE",
  path: string,
  { body, file, headers = {} }: Asked = {},
): Promise<Reply<T>> {
  const faults: Fault[] = [];
  let [tag, waits] = ["", false];
  const fetched = async () => {
    const response = await fetch(`/api/v1${path}`, {
      method,
      credentials: "same-origin",
      headers: body === undefined ? headers : { ...headers, "Content-Type": "application/json" },
      body: file ?? (body === undefined ? null : JSON.stringify(body)),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    tag = response.headers.get("etag") ?? "";
    waits = response.status === 202;
    const json: unknown = response.status === 204 ? undefined : await response.json();
    if (response.ok) return { data: json as T, response };
    faults.push(...((json as { errors?: Fault[] }).errors ?? []));
    return { error: json, response };
  };
  const answer = live.heard(await answerOf<T>(fetched()));
  return { answer, tag, faults, waits };
}

/** Puts a row: changed by the tag that was read, new without one. */
export function put(path: string, body: Row, tag: string): Promise<Reply<Row>> {
  const headers: Record<string, string> = tag ? { "If-Match": tag } : { "If-None-Match": "*" };
  return ask<Row>("PUT", path, { body, headers });
}
