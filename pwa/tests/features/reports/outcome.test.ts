/** "Belysning lagad 12 nov": what became of a report, with its date. */
import { expect, test } from "vitest";
import { hasNews, monthly, outcomeText, type Outcome } from "../../../src/features/reports/outcome";
import { sv } from "../../../src/i18n/sv";
import { shortDay } from "../../../src/ui/time";

const NEW: Outcome = {
  id: "1",
  category: "lighting_fault",
  status: "new",
  occurred_at: "2026-11-10T01:00:00Z",
  changed_at: "2026-11-11T10:00:00Z",
  fixed_at: null,
  handed_over: null,
  receipt_no: "K7Q2-M4XB",
  replaced: false,
  merged: false,
  position: true,
};
const now = new Date("2026-11-23T01:00:00Z");
const text = (part: Partial<Outcome>) =>
  outcomeText({ ...NEW, ...part }, sv, (at) => shortDay(new Date(at), now, "Europe/Stockholm", sv));

test("what became of it stands in words with the date", () => {
  expect(text({ fixed_at: "2026-11-12T09:00:00Z" })).toBe("Belysning lagad 12 nov");
  expect(text({ fixed_at: "2025-12-31T23:30:00Z", category: "noise" })).toBe("Lagat 1 jan");
  expect(text({ handed_over: "Ljusvik Energi" })).toBe("Överlämnad till Ljusvik Energi 11 nov");
  expect(text({ status: "triaged" })).toBe("Granskad 11 nov");
  expect(text({ merged: true })).toBe("Sammanförd med en annan rapport 11 nov");
  expect(text({ merged: true, fixed_at: "2026-11-12T09:00:00Z" })).toBe("Belysning lagad 12 nov");
  expect(text({ status: "resolved", handed_over: "Ljusvik Energi" })).toBe("Åtgärdad 11 nov");
});

test("a report that only came in is no news", () => {
  expect(hasNews(NEW)).toBe(false);
  expect(hasNews({ ...NEW, status: "triaged" })).toBe(true);
  expect(hasNews({ ...NEW, fixed_at: "2026-11-12T09:00:00Z" })).toBe(true);
});

test("the month's figure counts by the municipality's calendar, and a corrected report once", () => {
  const told = [
    NEW,
    { ...NEW, fixed_at: "2026-11-12T09:00:00Z" },
    { ...NEW, status: "dismissed" as const },
    { ...NEW, status: "in_progress" as const },
    { ...NEW, replaced: true },
    { ...NEW, occurred_at: "2026-10-31T23:30:00Z" }, // November in Stockholm
    { ...NEW, occurred_at: "2026-10-31T22:30:00Z" },
    { ...NEW, occurred_at: "2025-11-10T01:00:00Z" },
  ];
  expect(monthly(told, now, "Europe/Stockholm")).toEqual({ reports: 5, ledOn: 2 });
});
