/** UX section 5: words that must never be said. The compiler sees to it that none is missing. */
import { expect, test } from "vitest";
import { deskSv } from "../../src/i18n/desk-sv";
import { moreSv } from "../../src/i18n/more-sv";
import { sv } from "../../src/i18n/sv";

function sentences(value: unknown): string[] {
  if (typeof value === "string") return [value];
  if (typeof value === "function") return [1, 2].map((n) => String(value(n, "x")));
  return Object.values(value as object).flatMap(sentences);
}

const all = [sv, moreSv, deskSv].flatMap(sentences);

test("nothing is called sent before its receipt, and no fault is just a fault", () => {
  for (const text of all) {
    expect(text).not.toMatch(/Något gick fel|Synkroniserar/);
    if (/[Ss]kickat/.test(text)) expect(text).toMatch(/^Allt skickat/);
  }
});

test("no sentence is empty", () => {
  for (const text of all) expect(text.trim()).not.toBe("");
});
