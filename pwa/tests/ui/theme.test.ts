/** UX-F7: night from 20 to 06, or whenever the phone itself is dark; a choice beats both. */
import { expect, test } from "vitest";
import { themeAt } from "../../src/ui/theme";

const at = (hour: number) => new Date(2026, 10, 22, hour, 30);

test.each([
  [19, "day"],
  [20, "night"],
  [23, "night"],
  [5, "night"],
  [6, "day"],
])("at %i:30 a light phone shows %s", (hour, theme) => {
  expect(themeAt("auto", at(hour), false)).toBe(theme);
});

test("a dark phone stays dark by day, and a choice holds at any hour", () => {
  expect(themeAt("auto", at(12), true)).toBe("night");
  expect(themeAt("day", at(23), true)).toBe("day");
  expect(themeAt("night", at(12), false)).toBe("night");
});
