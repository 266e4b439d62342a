import { expect, test } from "vitest";
import { standing } from "../../src/desk/standing";

const PAGES = ["/lagesbild", "/desk", "/desk/triage", "/admin", "/"];

test.each([
  ["/desk", "/desk", "page"],
  ["/desk/incidents/i1", "/desk", "true"],
  ["/desk/triage", "/desk/triage", "page"],
  ["/desk/triage", "/desk", undefined],
  ["/admin/people/p1", "/admin", "true"],
  ["/admin/people/p1", "/", undefined],
])("at %s the page %s is marked %s", (path, href, mark) => {
  expect(standing(PAGES, href, path)).toBe(mark);
});
