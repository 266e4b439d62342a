/** One try over the network: check the bytes, send them as they are, judge the answer. Writes nothing. */
import type { Entry, ReasonCode } from "./entry";
import { TimedOut } from "./errors";
import { hexDigest } from "./freeze";
import { fromHex, toBase64 } from "./ids";
import type { Answer, Clock, Ports, Request } from "./ports";
import type { Judge, Verdict } from "./verdict";

export interface Delivery {
  verdict: Verdict;
  retryAfter: string | null;
  /** Server clock at the answer, ms; null when no answer of ours came. */
  serverNow: number | null;
}

type Needs = Pick<Ports, "store" | "network" | "clock" | "hash">;

/** Never rejects for reasons of the network; rejects when the store cannot be read. */
export async function deliver(
  entry: Entry,
  bearer: string,
  patienceMs: number,
  judge: Judge,
  ports: Needs,
  signal: AbortSignal,
): Promise<Delivery> {
  const bytes = await ports.store.readBytes(entry.id);
  if (!bytes) return unsendable("bytes_missing");
  if ((await hexDigest(bytes, ports)) !== entry.digest) return unsendable("bytes_damaged");
  const request = putRequest(entry, bytes, bearer, ports.clock.now());
  try {
    const answer = await answerWithin(patienceMs, request, ports, signal);
    const verdict = judge(answer, entry);
    return { verdict, retryAfter: answer.retryAfter, serverNow: serverTime(answer, verdict) };
  } catch (error) {
    const code = error instanceof TimedOut ? "timeout" : "no_answer";
    const verdict: Verdict = { kind: "keep", reason: { code }, reach: "unreachable" };
    return { verdict, retryAfter: null, serverNow: null };
  }
}

/** The frozen bytes and their headers; the clock is the one thing said anew at every try. */
export function putRequest(
  entry: Entry,
  body: Uint8Array<ArrayBuffer>,
  bearer: string,
  now: number,
): Omit<Request, "signal"> {
  const headers = {
    Authorization: `Bearer ${bearer}`,
    "Content-Type": entry.contentType,
    "Content-Digest": `sha-256=:${toBase64(fromHex(entry.digest))}:`,
    "Device-Time": new Date(now).toISOString(),
  };
  return { method: entry.method, path: entry.path, headers, body };
}

/** Sends, and gives up after `patienceMs` even if the network port never comes back. */
export async function answerWithin(
  patienceMs: number,
  request: Omit<Request, "signal">,
  ports: { network: Ports["network"]; clock: Clock },
  signal: AbortSignal,
): Promise<Answer> {
  const end = new AbortController();
  const stop = () => end.abort();
  signal.addEventListener("abort", stop, { once: true });
  if (signal.aborted) stop();
  try {
    const tooLate = ports.clock.sleep(patienceMs, end.signal).then(() => {
      throw signal.aborted ? new Error("leadership lost") : new TimedOut();
    });
    return await Promise.race([ports.network.send({ ...request, signal: end.signal }), tooLate]);
  } finally {
    signal.removeEventListener("abort", stop);
    stop();
  }
}

/** The `Date` of an answer, if it was our server that spoke. */
export function serverTime(answer: Answer, verdict: Pick<Verdict, "kind">): number | null {
  const foreign = "reach" in verdict && verdict.reach === "unreachable";
  const time = answer.date === null || foreign ? NaN : Date.parse(answer.date);
  return Number.isNaN(time) ? null : time;
}

function unsendable(code: ReasonCode): Delivery {
  return {
    verdict: { kind: "needs_attention", reason: { code } },
    retryAfter: null,
    serverNow: null,
  };
}
