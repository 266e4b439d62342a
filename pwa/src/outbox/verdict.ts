/** What the sender does with an answer: DESIGN's table as one pure function. */
import type { Reason, ReasonCode, Receipt } from "./entry";
import type { Answer } from "./ports";

/** `reach` tells whether our own server spoke; if not, the way there is closed or somebody else answers. */
export type Verdict =
  | { kind: "received"; receipt: Receipt }
  | { kind: "wait_for_login"; reason: Reason }
  | { kind: "needs_attention"; reason: Reason }
  | { kind: "wait_for_fact"; reason: Reason }
  | { kind: "keep"; reason: Reason; reach: "ours" | "unreachable" };

export type Heard = Pick<Answer, "status" | "contentType" | "body">;
export type Judge = (answer: Heard, sent: { id: string; digest: string }) => Verdict;

const ACCEPTED = [200, 201, 202];
const REFUSED = [403, 409, 410, 413, 415, 422];
const BUSY = [408, 425, 429, 503];

/** Only JSON with our own receipt is success; only our own problem+json is a refusal; all else is kept. */
export const judge: Judge = (answer, sent) => {
  if (ACCEPTED.includes(answer.status)) return judgeAccepted(answer, sent);
  const problem = ownProblem(answer);
  if (!problem) return keep(foreignCode(answer.status), answer.status, "unreachable");
  const { status } = answer;
  if (status === 401) return { kind: "wait_for_login", reason: { code: "login", status, problem } };
  if (status === 409 && problem.code === "not_declared_yet") {
    return { kind: "wait_for_fact", reason: { code: "fact_first", status, problem } };
  }
  if (REFUSED.includes(status)) {
    return { kind: "needs_attention", reason: { code: "rejected", status, problem } };
  }
  if (status === 400 && problem.code === "digest_mismatch") {
    return keep("digest_mismatch", status, "ours", problem);
  }
  return keep(ownCode(status), status, "ours", problem);
};

function judgeAccepted(answer: Heard, sent: { id: string; digest: string }): Verdict {
  if (mediaType(answer) !== "application/json") return keep("portal", answer.status, "unreachable");
  const receipt = readReceipt(parsed(answer.body));
  if (!receipt || !same(receipt.id, sent.id)) {
    return keep("not_understood", answer.status, "unreachable");
  }
  if (!same(receipt.digest, sent.digest)) return keep("digest_differs", answer.status, "ours");
  return { kind: "received", receipt };
}

function keep(
  code: ReasonCode,
  status: number,
  reach: "ours" | "unreachable",
  problem?: Reason["problem"],
): Verdict {
  return { kind: "keep", reach, reason: { code, status, ...(problem ? { problem } : {}) } };
}

function ownCode(status: number): ReasonCode {
  if (BUSY.includes(status)) return "busy";
  if (status >= 500) return "server_error";
  return status === 404 ? "not_found" : "not_understood";
}

/** An answer without our problem+json: a proxy's 5xx, or somebody's login page. */
function foreignCode(status: number): ReasonCode {
  if (BUSY.includes(status)) return "busy";
  // 511: Network Authentication Required (RFC 6585), the honest captive portal.
  if (status >= 500 && status !== 511) return "server_error";
  return status === 404 ? "not_found" : "portal";
}

/** The receipt of a parsed answer; id and digest are demanded, the rest has careful defaults. */
export function readReceipt(answer: unknown): Receipt | null {
  const raw = isObject(answer) ? answer["receipt"] : null;
  if (!isObject(raw) || typeof raw["id"] !== "string" || typeof raw["digest"] !== "string") {
    return null;
  }
  return {
    id: raw["id"],
    digest: raw["digest"],
    receivedAt: text(raw["received_at"]),
    receiptNo: text(raw["receipt_no"]),
    complete: raw["complete"] === true,
    missingAttachments: texts(raw["missing_attachments"]),
    masked: typeof raw["masked"] === "number" ? raw["masked"] : 0,
    flags: texts(raw["flags"]),
  };
}

/** Our own problem+json, or null. */
export function ownProblem(answer: Heard): NonNullable<Reason["problem"]> | null {
  if (mediaType(answer) !== "application/problem+json") return null;
  const raw = parsed(answer.body);
  if (!isObject(raw) || typeof raw["code"] !== "string" || raw["code"] === "") return null;
  const errors = Array.isArray(raw["errors"]) ? raw["errors"].filter(isObject).map(fieldError) : [];
  return {
    code: raw["code"],
    ...(typeof raw["detail"] === "string" ? { detail: raw["detail"] } : {}),
    ...(errors.length ? { errors } : {}),
  };
}

function fieldError(raw: Record<string, unknown>): { field: string; reason: string } {
  return { field: text(raw["field"]), reason: text(raw["reason"]) };
}

function mediaType(answer: Heard): string {
  return (answer.contentType.split(";")[0] ?? "").trim().toLowerCase();
}

/** Parsed JSON, or undefined: a body cut half-way proves nothing. */
export function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function same(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
}
