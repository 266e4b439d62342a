/** UX section 5: words that must never be said. The compiler sees to it that none is missing. */
import { expect, test } from "vitest";

const catalogues = import.meta.glob("../../src/i18n/*sv.ts", { eager: true });

/** Every sentence with its key, functions called with small numbers and a word. */
function sentences(value: unknown, key = ""): [key: string, text: string][] {
  if (typeof value === "string") return [[key, value]];
  if (typeof value === "function") return [1, 2].map((n) => [key, String(value(n, "x"))]);
  return Object.entries(value as object).flatMap(([inner, one]) => sentences(one, inner));
}

const all = Object.values(catalogues).flatMap((catalogue) => sentences(catalogue));

test("nothing is called sent before its receipt, and no fault is just a fault", () => {
  for (const [, text] of all) {
    expect(text).not.toMatch(/Något gick fel|Synkroniserar/);
    if (/[Ss]kickat/.test(text)) expect(text).toMatch(/^(Allt|Allt är|Ej) skickat/);
  }
});

test("no sentence is empty", () => {
  for (const [, text] of all) expect(text.trim()).not.toBe("");
});

const ERROR = /(^failed|[a-z]Failed|^noNetwork|Trouble|Unreadable)$/;
const SAFE = /[Ii]nget är|(är|står|finns) kvar|påverkas inte|sparas|är sparad|som vanligt/;
const TO_DO = /[Ff]örsök igen|[Rr]ing |[Kk]ontrollera|[Tt]a (bilden|bort)|[Ll]adda om|[Vv]änta/;

test("an error tells what happened, what is safe and what to do (UX-X8)", () => {
  const told = all.filter(([key, text]) => ERROR.test(key) && text.endsWith("."));
  const errors = told.map(([, text]) => text);
  expect(errors.length).toBeGreaterThanOrEqual(8);
  for (const text of errors) {
    expect(text.split(/[.:] /).length, text).toBeGreaterThanOrEqual(3);
    expect(text).toMatch(SAFE);
    expect(text).toMatch(TO_DO);
  }
});
