/** UX-X6: "i dag 02:14 (för 6 min sedan)" in the municipality's zone. */
import { expect, test } from "vitest";
import { sv } from "../../src/i18n/sv";
import { timeInWords } from "../../src/ui/time";

const ZONE = "Europe/Stockholm";
const now = new Date("2026-11-22T01:20:00Z");
const say = (at: string) => timeInWords(new Date(at), now, ZONE, sv);

test.each([
  ["2026-11-22T01:14:00Z", "i dag 02:14 (för 6 min sedan)"],
  ["2026-11-22T01:19:50Z", "i dag 02:19 (nyss)"],
  ["2026-11-21T22:50:00Z", "i går 23:50 (för 2 tim sedan)"],
  ["2026-11-21T06:00:00Z", "i går 07:00"],
  ["2026-11-12T07:00:00Z", "12 nov. 2026 08:00"],
])("%s is said as %s", (at, words) => {
  expect(say(at)).toBe(words);
});

test("a time ahead of the clock is told without an age", () => {
  expect(say("2026-11-22T01:25:00Z")).toBe("i dag 02:25");
});

test("yesterday is right in the night the clocks go back", () => {
  const morning = new Date("2026-10-25T06:00:00Z");
  const before = new Date("2026-10-24T22:30:00Z");
  expect(timeInWords(before, morning, ZONE, sv)).toBe("i dag 00:30 (för 7 tim sedan)");
});
