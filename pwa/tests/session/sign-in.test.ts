/** Signing in: where each role lands, and what is said when it fails. */
import { expect, test } from "vitest";
import { sv } from "../../src/i18n/sv";
import { startPage } from "../../src/session/roles";
import { signInText } from "../../src/session/sign-in-text";

test.each([
  ["guard", "/"],
  ["host", "/"],
  ["public_order_guard", "/"],
  ["parking_attendant", "/"],
  ["shift_lead", "/"],
  ["operator", "/desk"],
  ["coordinator", "/lagesbild"],
  ["safety_chief", "/lagesbild"],
  ["reader", "/desk"],
  ["admin", "/admin"],
])("a %s starts at %s", (role, page) => {
  expect(startPage([role])).toBe(page);
});

test("who works in the field too starts there", () => {
  expect(startPage(["coordinator", "host"])).toBe("/");
});

test("no network, a portal, a wrong password and too many tries are told apart", () => {
  const refused = (status: number) => ({ ok: false, why: "refused", status, code: "x" }) as const;
  const said = [
    signInText({ ok: false, why: "unreachable" }, sv),
    signInText({ ok: false, why: "portal" }, sv),
    signInText(refused(401), sv),
    signInText(refused(429), sv),
    signInText(refused(500), sv),
  ];
  expect(new Set(said).size).toBe(5);
  expect(signInText(refused(422), sv)).toBe(sv.signIn.wrong);
});
