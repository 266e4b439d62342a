/** Client for reads and online commands; facts go through the outbox, never through here. */
import createClient from "openapi-fetch";
import type { paths } from "./schema";

const TIMEOUT_MS = 20_000;

/** Requests carry the session cookie and give up after 20 s. */
export const client = createClient<paths>({
  baseUrl: "/",
  credentials: "same-origin",
  fetch: (request) => fetch(request, { signal: AbortSignal.timeout(TIMEOUT_MS) }),
});
