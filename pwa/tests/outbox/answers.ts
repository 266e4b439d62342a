/** Answers as servers, proxies and login pages give them. */
import { judge } from "../../src/outbox";

export const ID = "0198c0de-0000-7000-8000-000000000001";
export const DIGEST = "ab".repeat(32);
export const sent = { id: ID, digest: DIGEST };

export const RECEIPT = {
  id: ID,
  digest: DIGEST,
  received_at: "2026-11-22T01:14:07Z",
  receipt_no: "K7Q2-M4XB",
  complete: true,
  missing_attachments: [],
  masked: 2,
  flags: [],
};

export const json = (status: number, content: unknown, contentType = "application/json") => ({
  status,
  contentType,
  body: JSON.stringify(content),
});
export const accepted = (status: number, receipt: object) =>
  json(status, { receipt, category: "litter" });
export const problem = (status: number, code = "some_code", more = {}) =>
  json(status, { type: "about:blank", status, code, ...more }, "application/problem+json");
export const html = (status: number) => ({
  status,
  contentType: "text/html; charset=utf-8",
  body: "<h1>Logga in på tåget</h1>",
});

export const kindOf = (answer: Parameters<typeof judge>[0]) => judge(answer, sent).kind;
export const keptFor = (answer: Parameters<typeof judge>[0]) => {
  const verdict = judge(answer, sent);
  return verdict.kind === "keep" ? [verdict.reason.code, verdict.reach] : verdict.kind;
};
