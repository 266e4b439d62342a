/** UX-F20: one calm row for each thing that is so; updates only when nothing would be disturbed. */
import { expect, test } from "vitest";
import { rowsOf } from "../../../src/features/guide/phone-rows";
import { fitting, noticesFor, type Circumstances } from "../../../src/features/home/notices";
import { tilesOf } from "../../../src/features/home/tiles";
import type { Category, FieldKit } from "../../../src/api/shapes";
import { guideSv } from "../../../src/i18n/guide-sv";
import { sv } from "../../../src/i18n/sv";
import type { Status } from "../../../src/sync/types";

const summary = { colleagues: 0, portal: false, clockOffsetMs: 0 } as Status["summary"];
const status = { summary, evicted: null } as Status;
const calm: Circumstances = {
  status,
  enrolled: true,
  updateWaiting: false,
  replaced: false,
  idle: true,
  phone: [],
};
const keys = (change: Partial<Circumstances>) =>
  noticesFor({ ...calm, ...change }, sv).map(({ key }) => key);
const withSummary = (change: Partial<Status["summary"]>): Status => ({
  ...status,
  summary: { ...summary, ...change },
});

test("a phone in order says nothing", () => {
  expect(keys({})).toEqual([]);
  expect(keys({ status: null })).toEqual([]);
});

test("a new version is offered only when nothing is sent and no draft is open", () => {
  expect(keys({ updateWaiting: true })).toEqual(["update"]);
  expect(keys({ updateWaiting: true, idle: false })).toEqual([]);
});

test("a colleague's reports are only a number", () => {
  const rows = noticesFor({ ...calm, status: withSummary({ colleagues: 2 }) }, sv);
  expect(rows).toEqual([{ key: "colleagues", text: "2 rapporter från en kollega väntar" }]);
});

test("a clock more than five minutes wrong either way is told", () => {
  expect(keys({ status: withSummary({ clockOffsetMs: 301_000 }) })).toEqual(["clock"]);
  expect(keys({ status: withSummary({ clockOffsetMs: -301_000 }) })).toEqual(["clock"]);
  expect(keys({ status: withSummary({ clockOffsetMs: 299_000 }) })).toEqual([]);
});

test("lost storage comes first", () => {
  const lost = { ...withSummary({ portal: true }), evicted: { unsent: 1 } };
  expect(keys({ status: lost, enrolled: false })).toEqual(["evicted", "portal", "not_enrolled"]);
});

const say = guideSv.install.rows;

test("what the phone lacks has a row each, the pressing first, and the rest is not crowded out", () => {
  const phone = rowsOf(["battery", "clock", "installed", "persisted"], say);
  expect(phone.map(({ key }) => key)).toEqual(["battery", "installed"]);
  expect(rowsOf(["storage", "persisted", "position"], say).map(({ key }) => key)).toEqual([
    "storage",
    "persisted",
  ]);
  const status = withSummary({ portal: true, colleagues: 2 });
  const rows = noticesFor({ ...calm, status, phone }, sv);
  expect(rows.map(({ key }) => key)).toEqual(["battery", "portal", "colleagues", "installed"]);
  expect(fitting(rows, 4, sv)).toEqual(rows);
  const shown = fitting(rows, 3, sv);
  expect(shown.map(({ key }) => key)).toEqual(["battery", "portal", "more"]);
  expect(shown.at(-1)).toMatchObject({ text: "2 saker till om telefonen", href: "/#phone" });
  expect(fitting(rows, 1, sv)).toMatchObject([{ text: "4 saker om telefonen", href: "/#phone" }]);
});

const category = (slug: string) => ({ slug }) as Category;
const kit = (tiles: string[], categories: Category[]) => ({ tiles, categories }) as FieldKit;

test("eight tiles at most, in the municipality's order, without retired ones", () => {
  const slugs = [..."abcdefghij"];
  const shown = tilesOf(kit(["retired", ...slugs], slugs.map(category)));
  expect(shown.map(({ slug }) => slug)).toEqual([..."abcdefgh"]);
});

test("without a field kit a report is still possible", () => {
  expect(tilesOf(null).map(({ slug }) => slug)).toEqual(["other"]);
  expect(tilesOf(kit([], [])).map(({ slug }) => slug)).toEqual(["other"]);
});
