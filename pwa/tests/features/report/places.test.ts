/** UX-F11: known places within 150 m come first, then the latest used. */
import { expect, test } from "vitest";
import type { Site } from "../../../src/api/shapes";
import {
  checkpointOf,
  distanceM,
  latestSites,
  proposals,
  searchSites,
} from "../../../src/features/report/places";

const site = (id: string, lat: number, name = id): Site => ({
  id,
  name,
  lat,
  lon: 18.05,
  kind: "school",
  address: `${name}vägen 1`,
  area_id: null,
  checkpoints: [],
});
const point = (code: string, name: string) => ({ id: code, name, code, lat: null, lon: null });
const here = { lat: 58.55, lon: 18.05 };
// One thousandth of a degree of latitude is 111 m.
const sites = [site("far", 58.552), site("near", 58.551), site("nearest", 58.5501)];

test("a thousandth of a degree north is 111 m", () => {
  expect(distanceM(here, { lat: 58.551, lon: 18.05 })).toBeCloseTo(111.2, 0);
});

test("sites within 150 m are proposed, the nearest first", () => {
  const ids = proposals(sites, here, ["far"], 5).map((item) => item.site.id);
  expect(ids).toEqual(["nearest", "near"]);
});

test("without a position the latest used are proposed, and unknown ones are left out", () => {
  const ids = proposals(sites, null, ["gone", "far", "near"], 2).map((item) => item.site.id);
  expect(ids).toEqual(["far", "near"]);
});

test("a sign's code is found as it is read or typed, and another's is not", () => {
  const school = { ...site("school", 58.55), checkpoints: [point("K7Q2MX", "Norra entrén")] };
  const at = { site: school, name: "Norra entrén" };
  for (const read of ["K7Q2MX", " k7q2-mx "])
    expect(checkpointOf([...sites, school], read)).toEqual(at);
  expect(checkpointOf([...sites, school], "K7Q2MY")).toBeUndefined();
});

test("every word must be in name or address", () => {
  const all = [site("a", 58, "Ängsskolan"), site("b", 58, "Biblioteket")];
  expect(searchSites(all, "ängs skol").map(({ id }) => id)).toEqual(["a"]);
  expect(searchSites(all, "").map(({ id }) => id)).toEqual(["b", "a"]);
});

test("the latest sites come newest first, each once", () => {
  const items = ["s1", null, "s2", "s1"].map((id) => ({ entry: { label: { site: id } } }));
  expect(latestSites(items)).toEqual(["s1", "s2"]);
});
