/** A record's clocks and origin: what the clock's correction changed stands beside what was claimed. */
import { expect, test } from "vitest";
import type { IncidentEntry } from "../../src/api/shapes";
import { flagText, recordRows } from "../../src/desk/record-rows";
import { deskSv } from "../../src/i18n/desk-sv";
import { sv } from "../../src/i18n/sv";

const setting = {
  words: sv,
  say: deskSv,
  now: new Date("2026-11-22T10:00:00Z"),
  zone: "Europe/Stockholm",
  sites: [],
};
const record = (fields: Partial<IncidentEntry>) =>
  ({ id: "r1", kind: "note", received_at: "2026-11-22T02:51:00Z", ...fields }) as IncidentEntry;

test("three clocks, the claimed and the corrected time, source, phone, receipt and flags", () => {
  const told = record({
    claimed_at: "2026-11-22T01:04:05Z",
    occurred_at: "2026-11-22T01:14:05Z",
    saved_at: "2026-11-22T01:05:00Z",
    source: "field",
    device_id: "01934f00-12ab-7a3b-8f74-805cb1ad9e13",
    receipt_no: "K7Q2-M4XB",
    flags: ["clock_uncertain", "unheard_of"],
  });
  expect(recordRows(told, setting)).toEqual([
    ["När, enligt den som skrev", "22 nov. 2026 02:04:05"],
    ["När, rättat efter serverns klocka", "22 nov. 2026 02:14:05"],
    ["Sparad på telefonen", "22 nov. 2026 02:05:00"],
    ["Mottagen av servern", "22 nov. 2026 03:51:00"],
    ["Kom från", "Fältet, telefon ad9e13"],
    ["Kvittens", "K7Q2-M4XB"],
    [
      "Att se över",
      "Telefonens klocka gick mer än fem minuter fel. Tiden är osäker. Märkt av servern: unheard_of.",
    ],
  ]);
});

test("a clock that was right is told once, and what is not known not at all", () => {
  const moment = "2026-11-22T01:04:05Z";
  const rows = recordRows(record({ claimed_at: moment, occurred_at: moment }), setting);
  expect(rows.map(([name]) => name)).toEqual(["När, enligt den som skrev", "Mottagen av servern"]);
});

test("every flag the server sets is said in words", () => {
  for (const flag of [
    "unknown_site",
    "unknown_category",
    "entry_refused",
    "newer_version",
    "released",
  ])
    expect(flagText(flag, deskSv)).not.toContain(flag);
});
