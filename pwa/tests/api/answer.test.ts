/** What came of asking is never mistaken: only our own server's word counts as its word. */
import { expect, test } from "vitest";
import { answerOf, isSignedOut } from "../../src/api/answer";

function answered(status: number, type: string, body: unknown) {
  const response = new Response(null, { status, headers: { "content-type": type } });
  const ok = status < 400;
  return Promise.resolve({ ...(ok ? { data: body } : { error: body }), response });
}

const PROBLEM = "application/problem+json";

test("JSON is an answer", async () => {
  const answer = await answerOf(answered(200, "application/json", { id: "x" }));
  expect(answer).toMatchObject({ ok: true, value: { id: "x" } });
});

test("a login page is a portal, whatever its status", async () => {
  expect(await answerOf(answered(200, "text/html", "<html>"))).toMatchObject({ why: "portal" });
  expect(await answerOf(answered(401, "text/html", "<html>"))).toMatchObject({ why: "portal" });
  const cut = Promise.reject(new SyntaxError("Unexpected token <"));
  expect(await answerOf(cut)).toMatchObject({ why: "portal" });
});

test("only our own 401 signs anybody out", async () => {
  expect(isSignedOut(await answerOf(answered(401, "text/html", "")))).toBe(false);
  expect(isSignedOut(await answerOf(answered(401, PROBLEM, { code: "not_signed_in" })))).toBe(true);
});

test("refusals carry the stable code; faults on the way are unreachable", async () => {
  const refused = await answerOf(answered(403, PROBLEM, { code: "not_allowed" }));
  expect(refused).toEqual({ ok: false, why: "refused", status: 403, code: "not_allowed" });
  expect(await answerOf(answered(502, "text/html", "x"))).toMatchObject({ why: "unreachable" });
  const lost = Promise.reject(new TypeError("Failed to fetch"));
  expect(await answerOf(lost)).toMatchObject({ why: "unreachable" });
});
