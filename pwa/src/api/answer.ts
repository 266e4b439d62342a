/** What came of asking the server, in the few kinds a screen must tell apart (UX-X8). */

export type Trouble =
  /** No answer at all: no coverage, server down, or too slow. */
  | { ok: false; why: "unreachable" }
  /** Something answered that is not our server, as a hotel's login page does. */
  | { ok: false; why: "portal" }
  /** Our server said no: `code` is stable, `status` is HTTP's. */
  | { ok: false; why: "refused"; status: number; code: string; faults?: readonly Fault[] };

/** A field that the server cannot take, and its reason, which carries nothing of what was sent. */
export interface Fault {
  field: string;
  reason: string;
}

export type Answer<T> = { ok: true; value: T; response: Response } | Trouble;

interface Fetched<T> {
  data?: T | undefined;
  error?: unknown;
  response: Response;
}

function codeOf(error: unknown): string | null {
  if (typeof error !== "object" || error === null || !("code" in error)) return null;
  return typeof error.code === "string" ? error.code : null;
}

function faultsOf(error: unknown): { faults?: Fault[] } {
  if (typeof error !== "object" || error === null || !("errors" in error)) return {};
  return Array.isArray(error.errors) ? { faults: error.errors as Fault[] } : {};
}

function trouble(response: Response, error: unknown): Trouble {
  const problem = response.headers.get("content-type")?.startsWith("application/problem+json");
  const code = problem ? codeOf(error) : null;
  if (code) return { ok: false, why: "refused", status: response.status, code, ...faultsOf(error) };
  return response.status >= 500 ? { ok: false, why: "unreachable" } : { ok: false, why: "portal" };
}

function isJson(response: Response): boolean {
  return response.headers.get("content-type")?.includes("json") ?? false;
}

/** Waits for a call of the client and sorts its outcome; never throws. */
export async function answerOf<T>(call: Promise<Fetched<T>>): Promise<Answer<T>> {
  try {
    const { data, error, response } = await call;
    if (!response.ok && response.status !== 304) return trouble(response, error);
    const empty = response.status === 204 || response.status === 304;
    if (!empty && !isJson(response)) return { ok: false, why: "portal" };
    return { ok: true, value: data as T, response };
  } catch (error) {
    // A 200 whose body is not JSON is a portal; everything else never reached us.
    return { ok: false, why: error instanceof SyntaxError ? "portal" : "unreachable" };
  }
}

/** Whether the trouble is that nobody is signed in. */
export function isSignedOut(answer: Answer<unknown>): boolean {
  return !answer.ok && answer.why === "refused" && answer.status === 401;
}
