/** The verdict table over answers nobody thought of. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { judge } from "../../src/outbox";
import { accepted, DIGEST, ID, problem, RECEIPT, sent } from "./answers";

describe("over all answers", () => {
  const anything = fc.record({
    status: fc.oneof(fc.integer({ min: 0, max: 999 }), fc.constantFrom(200, 201, 202, 401, 422)),
    contentType: fc.constantFrom(
      "",
      "text/html",
      "application/json",
      "application/problem+json",
      "application/json; charset=utf-8",
    ),
    body: fc.oneof(
      fc.string(),
      fc.json(),
      fc.constantFrom(
        accepted(200, RECEIPT).body,
        problem(422).body,
        problem(409, "not_declared_yet").body,
      ),
    ),
  });

  it("never throws, and never calls received what has not our receipt", () => {
    fc.assert(
      fc.property(anything, (answer) => {
        const verdict = judge(answer, sent);
        if (verdict.kind !== "received") return;
        expect([200, 201, 202]).toContain(answer.status);
        expect(answer.contentType).toMatch(/^application\/json/);
        expect(answer.body).toContain(ID);
        expect(answer.body).toContain(DIGEST);
      }),
      { numRuns: 2_000 },
    );
  });

  it("asks a person or a login only on our own problem", () => {
    fc.assert(
      fc.property(anything, (answer) => {
        const { kind } = judge(answer, sent);
        if (kind === "keep" || kind === "received") return;
        expect(answer.contentType).toBe("application/problem+json");
        expect(JSON.parse(answer.body).code).toBeTypeOf("string");
        expect([401, 403, 409, 410, 413, 415, 422]).toContain(answer.status);
      }),
      { numRuns: 2_000 },
    );
  });
});
