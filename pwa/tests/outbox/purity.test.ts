/** The core is pure: it reaches the outside world through its ports only, and compiles without a browser. */
import { readdirSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";

const CORE = new URL("../../src/outbox/", import.meta.url);
const modules = readdirSync(CORE).map((name) => ({
  name,
  // Comments may name what code may not.
  code: readFileSync(new URL(name, CORE), "utf8").replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, ""),
}));
const OUTSIDE =
  /\b(window|document|navigator|localStorage|indexedDB|fetch|crypto|performance|setTimeout|setInterval|Date\.now|Math\.random)\b/;

it.each(modules)("$name imports the core only", ({ code }) => {
  const imported = [...code.matchAll(/from "([^"]+)"/g)].map(([, from]) => from);
  expect(imported.filter((from) => !from!.startsWith("./"))).toEqual([]);
});

it.each(modules)("$name names nothing of a browser, no clock and no chance", ({ code }) => {
  expect(code.match(OUTSIDE)?.[0]).toBeUndefined();
});
