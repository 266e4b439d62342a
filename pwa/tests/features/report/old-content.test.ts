/** "Rätta" opens the form as it was: what Save made of it, backwards. */
import { expect, test } from "vitest";
import { emptyContent, reportBody, type ReportContent } from "../../../src/features/report/content";
import { newReport } from "../../../src/features/report/new-report";
import { contentOf } from "../../../src/features/report/old-content";

const words = { gpsMissing: "hann inte", placeMissing: "ingen", photoOnly: "Bild tillagd." };
const began = new Date("2026-11-12T01:14:00.000Z");
const author = { municipalityId: "m", personId: "p", deviceId: "d" };

const filled: Partial<ReportContent>[] = [
  { place: "site", site_id: "s1", note: "Krossat glas.", severity: "high" },
  { place: "site", site_id: "s1", checkpoint: "Norra entrén" },
  { place: "text", text: "Gångtunneln", summoned: ["police", "guard"] },
  { place: "map", pin: { lat: 58.5, lon: 18.1 } },
  { place: "gps", position: { lat: 58.5, lon: 18.1, accuracy_m: 80 }, position_confirmed: true },
  { place: "none" },
];

test("the form of a saved report gives the same body again", () => {
  for (const part of filled) {
    const content = { ...emptyContent("vandalism", began), ...part };
    const body = reportBody(content, words);
    const again = contentOf(body, "old", words);
    expect(again.replaces).toBe("old");
    expect(reportBody(again, words)).toEqual(body);
  }
});

test("a body without anything readable still opens as a form", () => {
  const content = contentOf({ summoned: "police", position: { lat: "x" } }, "old", words);
  expect(content).toMatchObject({ category: "other", place: "none", summoned: [] });
});

test("a correction names what it replaces, an addition what it is about", () => {
  const common = { draftId: "draft", createdAt: 1, author, photos: [] };
  const correction = contentOf({ category: "fire", place: "Torget" }, "old", words);
  const corrected = newReport({ ...common, content: correction }, words);
  expect(corrected).toMatchObject({ replaces: "old", body: { place: "Torget" } });
  expect(corrected.subjectId).toBeUndefined();
  const addition = { ...emptyContent("fire", began), about: "old" };
  const added = newReport({ ...common, content: addition }, words);
  expect(added.subjectId).toBe("old");
  expect(added.replaces).toBeUndefined();
  const occurred_at = began.toISOString();
  expect(added.body).toEqual({ kind: "note", note: "Bild tillagd.", occurred_at });
});
