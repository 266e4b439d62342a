/** UX-X2: words and shapes stand out from every ground of both themes; at night words by 7 to 1. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

const css = readFileSync(new URL("../../src/ui/tokens.css", import.meta.url), "utf8");
const WORDS = ["text", "muted", "good", "waiting", "trouble", "news", "accent"];
const GROUNDS = ["ground", "surface", "raised"];

/** The colours of a block, by name. */
function coloursOf(selector: string): Record<string, string> {
  const [, rest] = css.split(`${selector} {`);
  const block = rest!.slice(0, rest!.indexOf("}"));
  return Object.fromEntries(
    Array.from(block.matchAll(/--([\w-]+): (#[0-9a-f]+);/g), ([, name, hex]) => [name!, hex!]),
  );
}

/** Relative luminance of `#rgb` or `#rrggbb` (WCAG 2.2). */
function luminance(hex: string): number {
  const full = hex.length === 4 ? hex.replace(/[0-9a-f]/g, "$&$&") : hex;
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const share = parseInt(full.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!;
}

function contrast(one: string, other: string): number {
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light! + 0.05) / (dark! + 0.05);
}

test.each([
  [":root", 7],
  [':root[data-theme="day"]', 4.5],
])("%s", (selector, least) => {
  const colours = coloursOf(selector);
  for (const ground of GROUNDS) {
    for (const word of WORDS) {
      expect(contrast(colours[word]!, colours[ground]!), `${word} on ${ground}`).toBeGreaterThan(
        least,
      );
    }
    expect(contrast(colours["line"]!, colours[ground]!), `line on ${ground}`).toBeGreaterThan(3);
  }
  expect(contrast(colours["on-accent"]!, colours["accent"]!)).toBeGreaterThan(least);
  expect(contrast(colours["on-call"]!, colours["call"]!)).toBeGreaterThan(least);
});
