/** Client for reads and online commands; facts go through the outbox, never through here. */
import createClient from "openapi-fetch";
import { credentialHeaders } from "./carrier";
import type { paths } from "./schema";

const TIMEOUT_MS = 20_000;

/** Gives up after 20 s. */
export const inTime = (request: Request) =>
  fetch(request, { signal: AbortSignal.timeout(TIMEOUT_MS) });

/** Requests carry the unlocked session's token, or else the session cookie. */
export const client = createClient<paths>({
  baseUrl: "/",
  credentials: "same-origin",
  fetch: (request) => {
    for (const [name, value] of Object.entries(credentialHeaders()))
      request.headers.set(name, value);
    return inTime(request);
  },
});
