import { describe, expect, it } from "vitest";
import { cases, macros, rules, allow } from "../../../api/kit/personal_data.json";
import { findPersonalData, removedTokens, removePersonalData } from ".";

interface Case {
  text: string;
  own?: string[];
  found: string[][];
}

const shown = (text: string, own?: string[]) =>
  findPersonalData(text, own).map(({ start, end, kind }) => [kind, text.slice(start, end)]);

describe("the shared table", () => {
  it.each(cases as Case[])("finds what is personal in $text", ({ text, own, found }) => {
    expect(shown(text, own)).toEqual(found);
  });

  it.each(cases as Case[])("keeps all but the findings of $text", ({ text, own, found }) => {
    let expected = text;
    for (const [kind, part] of found)
      expected = expected.replace(part!, removedTokens[kind as keyof typeof removedTokens]);
    expect(removePersonalData(text, own)).toBe(expected);
    expect(findPersonalData(removePersonalData(text, own), own)).toEqual([]);
  });

  it("uses only what Python and JavaScript read alike, and no unbounded repeat", () => {
    const patterns = [...rules, ...allow].map((row) => row.pattern);
    for (const pattern of [...patterns, ...rules.map((r) => r.before), ...Object.values(macros)]) {
      expect(pattern).not.toContain("\\");
      const outside = pattern.replace(/\[[^\]]*\]/g, "c");
      expect(outside).not.toMatch(/\.|\*|\+|,\}|\(\?(?![:=!])/);
    }
  });
});

describe("findPersonalData", () => {
  it("counts in the text's own UTF-16 units", () => {
    expect(findPersonalData("😀 070-174 06 05")).toEqual([{ start: 3, end: 16, kind: "phone" }]);
  });

  it("gives the same answer each time", () => {
    const text = "Ring 0722-31 39 41 eller 070-174 06 05";
    expect(findPersonalData(text)).toEqual(findPersonalData(text));
  });

  const hostile = ["0", "07", "0 ", "1", "19640823-", "640823-9801 ", "070-", "08-12 ", "+46 "];
  hostile.push(
    "a",
    "a.",
    "a@",
    "@",
    "-",
    "(08) ",
    "64 08 23 ",
    "dnr 12345 ",
    "A2024-",
    "\u{1f6a8}0",
  );
  it.each(hostile)("reads 4,000 characters of %j in 50 ms", (part) => {
    const text = part.repeat(4_000).slice(0, 4_000);
    findPersonalData(text);
    const started = performance.now();
    findPersonalData(text);
    expect(performance.now() - started).toBeLessThan(50);
  });
});
