/** The body a form becomes: always a place, never more than was given. */
import { expect, test } from "vitest";
import {
  emptyContent,
  hasContent,
  hasPlace,
  reportBody,
  withPhrase,
} from "../../../src/features/report/content";
import { sv } from "../../../src/i18n/sv";

const form = () => emptyContent("graffiti", new Date("2026-11-22T01:14:00Z"));
const body = (change: Partial<ReturnType<typeof form>>) =>
  reportBody({ ...form(), ...change }, sv.report);
const position = { lat: 58.55, lon: 18.05, accuracy_m: 12 };

test("two taps give category, time and a place in words", () => {
  expect(body({})).toEqual({
    category: "graffiti",
    occurred_at: "2026-11-22T01:14:00.000Z",
    place: "Plats inte angiven",
  });
});

test("only the chosen place is sent, so that no position goes along unasked", () => {
  const sent = body({ place: "site", site_id: "s1", position, text: "vid grinden" });
  expect(sent).toMatchObject({ site_id: "s1" });
  expect(sent).not.toHaveProperty("position");
  expect(sent).not.toHaveProperty("place");
});

test("a checkpoint goes along with its site, and is nothing anybody has put in", () => {
  const at = { place: "site", site_id: "s1", checkpoint: "Norra entrén" } as const;
  expect(body(at)).toMatchObject({ site_id: "s1", place: "Norra entrén" });
  expect(hasContent({ ...form(), ...at }, 0)).toBe(false);
  expect(hasContent({ ...form(), ...at, note: "Olåst." }, 0)).toBe(true);
});

test("a position that never came is said in words instead of waited for", () => {
  expect(body({ place: "gps" })).toMatchObject({ place: "Platsen hann inte läsas av telefonen" });
  expect(body({ place: "gps", position })).toMatchObject({ position });
});

test("text is trimmed and cut to the wire's limits", () => {
  const sent = body({ place: "text", text: ` ${"a".repeat(300)}`, note: "  b  " });
  expect(sent.place).toHaveLength(200);
  expect(sent.note).toBe("b");
});

test("details are sent only when given", () => {
  const sent = body({ severity: "high", summoned: ["police"] });
  expect(sent).toMatchObject({ severity: "high", summoned: ["police"] });
});

test("an untouched form is nothing to keep; anything put in is", () => {
  expect(hasContent(form(), 0)).toBe(false);
  expect(hasContent({ ...form(), place: "gps", position }, 0)).toBe(false);
  expect(hasContent({ ...form(), note: "x" }, 0)).toBe(true);
  expect(hasContent(form(), 1)).toBe(true);
  expect(hasContent({ ...form(), place: "site", site_id: "s1" }, 0)).toBe(true);
});

test("an empty text is no place", () => {
  expect(hasPlace({ ...form(), place: "text", text: "  " })).toBe(false);
  expect(hasPlace({ ...form(), place: "gps" })).toBe(true);
});

test("phrases follow what is written", () => {
  expect(withPhrase("", "Nytt klotter.")).toBe("Nytt klotter.");
  expect(withPhrase("Grinden. ", "Nytt klotter.")).toBe("Grinden. Nytt klotter.");
});
