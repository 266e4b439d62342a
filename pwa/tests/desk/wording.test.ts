/** What the desk reads: corrections keep the old value, unknown words pass through. */
import { expect, test } from "vitest";
import type { IncidentEntry, IncidentRead, Site } from "../../src/api/shapes";
import { changesText } from "../../src/desk/changes";
import { authorOf, entryText, externalLink, placeOf, troubleText } from "../../src/desk/wording";
import { deskSv } from "../../src/i18n/desk-sv";
import { sv } from "../../src/i18n/sv";

const sites = [{ id: "s1", name: "Strandskolan" }] as Site[];
const setting = {
  words: sv,
  say: deskSv,
  now: new Date("2026-11-22T01:20:00Z"),
  zone: "Europe/Stockholm",
  sites,
  category: (slug: string) => slug.toUpperCase(),
};
const entry = (fields: Partial<IncidentEntry>) => ({ kind: "note", ...fields }) as IncidentEntry;
const incident = (fields: Partial<IncidentRead>) => fields as IncidentRead;

test("a correction shows the old value beside the new", () => {
  const changes = {
    severity: { old: "low", new: "high" },
    category: { old: "graffiti", new: "vandalism" },
    site_id: { old: null, new: "s1" },
    occurred_at: { old: "2026-11-22T01:14:00Z", new: "2026-11-21T22:50:00Z" },
    cost_sek: { old: 100, new: null },
  };
  expect(changesText(entry({ changes }), setting)).toEqual([
    "Allvar: Litet → Stort",
    "Händelsetyp: GRAFFITI → VANDALISM",
    "Objekt: tomt → Strandskolan",
    "Inträffade: i dag 02:14 → i går 23:50",
    "Kostnad, kr: 100 → tomt",
  ]);
  expect(changesText(entry({ changes: null }), setting)).toEqual([]);
});

test("a place is the site, the words, or at last the position", () => {
  const position = { lat: 58.55, lon: 18.05, accuracy_m: 12 };
  expect(placeOf(incident({ site_id: "s1", place: "vid grinden" }), sites, deskSv)).toBe(
    "Strandskolan, vid grinden",
  );
  expect(placeOf(incident({ position }), sites, deskSv)).toBe("58.55000, 18.05000 (± 12 m)");
  expect(placeOf(incident({}), sites, deskSv)).toBe("Plats inte angiven");
});

test("people are shown by name when the server gives one, else by role and organisation", () => {
  const organisation = "Nordvakt";
  expect(authorOf({ name: "Anna", roles: ["guard"], organisation }, sv)).toBe("Anna, Nordvakt");
  expect(authorOf({ roles: ["guard"], organisation }, sv)).toBe("Väktare, Nordvakt");
  expect(authorOf(null, sv)).toBe("");
});

test("entries are told in words", () => {
  const status = entry({ kind: "status", status: "resolved", reason: "Lampan bytt" });
  expect(entryText(status, sv, deskSv)).toBe("Åtgärdad. Lampan bytt");
  expect(entryText(entry({ summoned: ["police", "guard"] }), sv, deskSv)).toBe("Polis, Väktare");
});

test("only a proper web address becomes a link", () => {
  const news = { id: "1", published_at: "2024-11-05T10:36:00.000Z", precision: "municipality" };
  const told = (url: string) => ({
    ...news,
    centre: { lat: 58.55, lon: 18.05 },
    url,
    title: "Brand",
  });
  const link = (url: string) => externalLink(incident({ external: told(url) }));
  expect(link("https://polisen.se/1")).toEqual({ title: "Brand", url: "https://polisen.se/1" });
  expect(link("javascript:alert(1)")).toBeNull();
  expect(externalLink(incident({ external: null }))).toBeNull();
});

test("no permission, a lost session and no network are told apart", () => {
  const refused = (status: number) => ({ ok: false, why: "refused", status, code: "x" }) as const;
  const said = [401, 403, 500].map((status) => troubleText(refused(status), deskSv));
  expect(new Set([...said, troubleText({ ok: false, why: "unreachable" }, deskSv)]).size).toBe(4);
});
