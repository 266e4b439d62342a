/** DESIGN's table "What the sender does with an answer", row by row. */
import { describe, expect, it } from "vitest";
import { judge } from "../../src/outbox";
import {
  accepted,
  DIGEST,
  html,
  ID,
  json,
  keptFor,
  kindOf,
  problem,
  RECEIPT,
  sent,
} from "./answers";

describe("received", () => {
  it.each([200, 201, 202])("%i with own id and digest", (status) => {
    expect(judge(accepted(status, RECEIPT), sent)).toEqual({
      kind: "received",
      receipt: {
        ...{ id: ID, digest: DIGEST, receivedAt: "2026-11-22T01:14:07Z", receiptNo: "K7Q2-M4XB" },
        ...{ complete: true, missingAttachments: [], masked: 2, flags: [] },
      },
    });
  });

  it("reads what is missing, and that quarantine is not complete", () => {
    const receipt = {
      ...RECEIPT,
      complete: false,
      missing_attachments: ["p"],
      flags: ["quarantined"],
    };
    const verdict = judge(accepted(202, receipt), sent);
    expect(verdict).toMatchObject({
      receipt: { complete: false, missingAttachments: ["p"], flags: ["quarantined"] },
    });
  });

  it("takes hex and content type in any case and with parameters", () => {
    const receipt = { ...RECEIPT, id: ID.toUpperCase(), digest: DIGEST.toUpperCase() };
    const answer = { ...accepted(201, receipt), contentType: "Application/JSON; charset=utf-8" };
    expect(kindOf(answer)).toBe("received");
  });

  it("says complete only when the server says so", () => {
    const { complete: _, ...silent } = RECEIPT;
    for (const receipt of [silent, { ...RECEIPT, complete: "yes" }, { ...RECEIPT, complete: 1 }]) {
      expect(judge(accepted(201, receipt), sent)).toMatchObject({ receipt: { complete: false } });
    }
  });
});

describe("not success, whatever the status says", () => {
  it.each([200, 201, 202])("%i with a login page", (status) => {
    expect(keptFor(html(status))).toEqual(["portal", "unreachable"]);
  });

  it.each([0, 204, 206, 301, 302, 303, 307, 308, 511])("%i", (status) => {
    expect(keptFor(html(status))).toEqual(["portal", "unreachable"]);
    expect(kindOf({ ...accepted(200, RECEIPT), status })).toBe("keep");
  });

  it.each([
    ["an empty body", { ...accepted(200, RECEIPT), body: "" }],
    ["JSON of somebody else", json(200, { status: "ok" })],
    ["an array", json(200, [RECEIPT])],
    ["null", json(200, null)],
    ["a receipt without id", accepted(200, { digest: DIGEST })],
    ["a receipt without digest", accepted(200, { id: ID })],
    ["a receipt of another id", accepted(200, { ...RECEIPT, id: "other" })],
  ])("%s", (_, answer) => {
    expect(keptFor(answer)).toEqual(["not_understood", "unreachable"]);
  });

  it("a receipt in a page that is not JSON by type", () => {
    const answer = { ...accepted(200, RECEIPT), contentType: "text/html" };
    expect(keptFor(answer)).toEqual(["portal", "unreachable"]);
  });

  it("own id with another digest", () => {
    const answer = accepted(201, { ...RECEIPT, digest: "cd".repeat(32) });
    expect(keptFor(answer)).toEqual(["digest_differs", "ours"]);
  });

  it("a body cut at any place", () => {
    const whole = accepted(201, RECEIPT);
    for (let length = 0; length < whole.body.length; length++) {
      expect(kindOf({ ...whole, body: whole.body.slice(0, length) })).toBe("keep");
    }
  });
});

describe("refusals of our own", () => {
  it("401 waits for this author's login", () => {
    expect(judge(problem(401, "not_signed_in"), sent)).toEqual({
      kind: "wait_for_login",
      reason: { code: "login", status: 401, problem: { code: "not_signed_in" } },
    });
  });

  it.each([403, 409, 410, 413, 415, 422])("%i needs a person, and says why", (status) => {
    const errors = [{ field: "place", reason: "missing" }];
    expect(judge(problem(status, "place_missing", { detail: "No place.", errors }), sent)).toEqual({
      kind: "needs_attention",
      reason: {
        code: "rejected",
        status,
        problem: { code: "place_missing", detail: "No place.", errors },
      },
    });
  });

  it("409 not_declared_yet waits for its fact", () => {
    expect(kindOf(problem(409, "not_declared_yet"))).toBe("wait_for_fact");
  });

  it("400 digest_mismatch is sent again", () => {
    expect(keptFor(problem(400, "digest_mismatch"))).toEqual(["digest_mismatch", "ours"]);
  });

  it.each([
    [400, "not_understood"],
    [404, "not_found"],
    [405, "not_understood"],
    [408, "busy"],
    [412, "not_understood"],
    [425, "busy"],
    [428, "not_understood"],
    [429, "busy"],
    [500, "server_error"],
    [502, "server_error"],
    [503, "busy"],
    [504, "server_error"],
  ])("%i is kept", (status, code) => {
    expect(keptFor(problem(status))).toEqual([code, "ours"]);
  });
});

describe("the same numbers from anybody else", () => {
  it.each([401, 403, 409, 410, 413, 415, 422, 400, 405])("%i is kept", (status) => {
    expect(keptFor(html(status))).toEqual(["portal", "unreachable"]);
    expect(keptFor(json(status, { code: "x" }))).toEqual(["portal", "unreachable"]);
    expect(kindOf({ ...problem(status), body: '{"status":4' })).toBe("keep");
    expect(kindOf(json(status, { status }, "application/problem+json"))).toBe("keep");
    expect(kindOf(json(status, { status, code: "" }, "application/problem+json"))).toBe("keep");
    expect(kindOf(json(status, { status, code: 7 }, "application/problem+json"))).toBe("keep");
  });

  it.each([
    [404, "not_found"],
    [429, "busy"],
    [500, "server_error"],
    [502, "server_error"],
    [503, "busy"],
  ])("%i is kept as %s", (status, code) => {
    expect(keptFor(html(status))).toEqual([code, "unreachable"]);
  });
});
