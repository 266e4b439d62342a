/** The selection is the address; days are the municipality's, also when clocks change. */
import { expect, test } from "vitest";
import { deskAddress, filtersFrom, serverQuery, startOfDay } from "../../src/desk/filters";

const ZONE = "Europe/Stockholm";
const read = (query: string) => filtersFrom(new URLSearchParams(query));

test("a selection survives the address bar", () => {
  const query = "category=graffiti&status=new&source=police&from=2026-10-01&to=2026-10-25";
  expect(deskAddress(read(query))).toBe(`/desk?${query}`);
  expect(deskAddress(read(""))).toBe("/desk");
});

test("what is no day is dropped", () => {
  expect(read("from=2026-13-01&to=yesterday")).toMatchObject({ from: "", to: "" });
});

test.each([
  ["2026-11-22", "2026-11-21T23:00:00.000Z"],
  ["2026-07-01", "2026-06-30T22:00:00.000Z"],
  ["2026-10-25", "2026-10-24T22:00:00.000Z"],
  ["2026-10-26", "2026-10-25T23:00:00.000Z"],
  ["2027-03-28", "2027-03-27T23:00:00.000Z"],
  ["2027-03-29", "2027-03-28T22:00:00.000Z"],
])("%s begins at %s", (day, start) => {
  expect(startOfDay(day, ZONE).toISOString()).toBe(start);
});

test("one day is the whole day, 25 hours when the clocks go back", () => {
  const query = serverQuery(read("from=2026-10-25&to=2026-10-25"), ZONE);
  const hours = Date.parse(query.occurred_to as string) - Date.parse(query.occurred_from as string);
  expect(hours).toBe(25 * 3_600_000);
});

test("only what is selected is asked for", () => {
  expect(serverQuery(read(""), ZONE)).toEqual({ limit: 50 });
});
