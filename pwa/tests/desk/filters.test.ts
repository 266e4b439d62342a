/** The selection is the address; days are the municipality's, also when clocks change. */
import { expect, test } from "vitest";
import {
  cleared,
  deskAddress,
  filtersFrom,
  incidentAddress,
  narrowedBy,
  serverQuery,
  startOfDay,
} from "../../src/desk/filters";
import { orderOf, turned } from "../../src/desk/sorting";

const ZONE = "Europe/Stockholm";
const read = (query: string) => filtersFrom(new URLSearchParams(query));

test("a selection survives the address bar, in every view and order", () => {
  const query =
    "q=hund+OR+b%C3%A5t&category=graffiti&status=new&area=a1&site=s1&source=police" +
    "&severity=high&setting=semi_public&organisation=o1" +
    "&from=2026-10-01&to=2026-10-25&bbox=17.9%2C58.4%2C18.2%2C58.7&view=map&sort=-received_at";
  expect(deskAddress(read(query))).toBe(`/desk?${query}`);
  expect(incidentAddress("i1", read(query))).toBe(`/desk/incidents/i1?${query}`);
  expect(deskAddress(read(""))).toBe("/desk");
  expect(deskAddress(read("view=list&sort=-occurred_at&q=+"))).toBe("/desk");
});

test("changing the view keeps the selection, and clearing it keeps the view", () => {
  const filters = read("category=noise&q=fest&view=table&sort=received_at");
  expect(deskAddress({ ...filters, view: "map" })).toBe(
    "/desk?q=fest&category=noise&view=map&sort=received_at",
  );
  expect(deskAddress(cleared(filters))).toBe("/desk?view=table&sort=received_at");
  expect([narrowedBy(filters), narrowedBy(cleared(filters))]).toEqual([2, 0]);
});

test("what is no box, view or order is dropped", () => {
  expect(read("bbox=1,2,3&view=globe&sort=note")).toMatchObject({
    bbox: "",
    view: "list",
    sort: "-occurred_at",
  });
});

test("a time column turns newest first, and then the other way round", () => {
  expect(turned("-occurred_at", "occurred_at")).toBe("occurred_at");
  expect(turned("occurred_at", "occurred_at")).toBe("-occurred_at");
  expect(turned("-occurred_at", "received_at")).toBe("-received_at");
  expect(orderOf("-received_at", "occurred_at")).toBe("none");
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
  expect(serverQuery(read("severity=high&setting=indoors&needs=photos"), ZONE)).toEqual({
    limit: 50,
    severity: "high",
    setting: "indoors",
    needs: "photos",
  });
  expect(serverQuery(read("severity=9&setting=here&needs=love"), ZONE)).toEqual({ limit: 50 });
  expect(serverQuery(read("view=map&sort=received_at&q=hund&bbox=1,2,3,4"), ZONE)).toEqual({
    limit: 50,
    sort: "received_at",
    q: "hund",
    bbox: "1,2,3,4",
  });
});
