/** An act of the desk is a fact like any other: frozen once, with an id of its own, sent until it is known. */
import type { IncidentRead } from "../../api/shapes";
import { answerWithin, judge, parsed } from "../../outbox";
import { freeze } from "../../outbox/freeze";
import { putRequest } from "../../outbox/deliver";
import type { Author } from "../../outbox/types";
import type { FrozenEntry } from "../../outbox/ports";
import { systemClock, systemHash, systemRandomness } from "../../sync/device";
import { fetchNetwork } from "../../sync/network";

const PATIENCE_MS = 20_000;

/** A reviewer's session is the browser's cookie; a phone's credential may not manage incidents. */
const network = fetchNetwork("/api/v1", (url, init) =>
  fetch(url, { ...init, credentials: "same-origin" }),
);

export type ActBody = { kind: string } & Record<string, unknown>;

export type ActOutcome =
  | { kind: "done"; incident: IncidentRead }
  /** It stands in the journal and changes nothing: somebody else was first. */
  | { kind: "no_effect" }
  | { kind: "refused"; code: string }
  | { kind: "signed_out" }
  /** No answer: the same bytes may be sent again. */
  | { kind: "unknown" };

/** Makes the bytes of an act about an incident; they are never made again. */
export async function freezeAct(
  incidentId: string,
  body: ActBody,
  author: Author,
): Promise<FrozenEntry> {
  const makers = { clock: systemClock, randomness: systemRandomness, hash: systemHash };
  const said = { occurred_at: new Date(systemClock.now()).toISOString(), ...body };
  const report = { lane: "fact", resource: "incidents", subjectId: incidentId, author } as const;
  const [frozen] = await freeze({ ...report, body: said }, makers);
  return frozen!;
}

/** Sends an act and says what came of it; never rejects. */
export async function sendAct({ entry, bytes }: FrozenEntry): Promise<ActOutcome> {
  const request = putRequest(entry, bytes, "", systemClock.now());
  delete request.headers["Authorization"];
  const ports = { network, clock: systemClock };
  try {
    const answer = await answerWithin(PATIENCE_MS, request, ports, new AbortController().signal);
    const verdict = judge(answer, entry);
    if (verdict.kind === "received") return outcomeOf(answer.status, parsed(answer.body));
    if (verdict.kind === "wait_for_login") return { kind: "signed_out" };
    if (verdict.kind === "needs_attention") {
      return { kind: "refused", code: verdict.reason.problem?.code ?? verdict.reason.code };
    }
  } catch {
    // No whole answer came: what became of it is not known.
  }
  return { kind: "unknown" };
}

/** What an accepted act did; without the incident in the answer it had no effect. */
export function outcomeOf(status: number, answer: unknown): ActOutcome {
  const subject = (answer as { subject?: IncidentRead | null }).subject;
  return status === 202 || !subject ? { kind: "no_effect" } : { kind: "done", incident: subject };
}
