import { expect, test } from "vitest";
import type { IncidentRead } from "../../../src/api/shapes";
import { outcomeOf } from "../../../src/desk/work/act";
import { rowsOf } from "../../../src/desk/work/differences";
import { letterText, type Delivery } from "../../../src/desk/work/letter";
import { handOverBody, idIn, mergeOf, possibleActs } from "../../../src/desk/work/possible";
import { workEn } from "../../../src/i18n/work-en";
import { workSv } from "../../../src/i18n/work-sv";

const incident = (part: Partial<IncidentRead>) =>
  ({ id: "a", status: "new", merged_into: null, report_count: 1, ...part }) as IncidentRead;
const keys = (part: Partial<IncidentRead>) =>
  possibleActs(incident(part), workSv)
    .map(({ key }) => key)
    .join("");

test("what may be done follows from how the incident stands", () => {
  expect(keys({})).toBe("airtlmx");
  expect(keys({ status: "triaged" })).toBe("irtlmx");
  expect(keys({ status: "in_progress" })).toBe("rtlmx");
  expect(keys({ status: "resolved" })).toBe("o");
  expect(keys({ status: "dismissed" })).toBe("o");
  expect(keys({ merged_into: "b" })).toBe("m");
});

test("no key means two things, and none of the list's", () => {
  for (const status of ["new", "resolved"] as const) {
    const held = [...keys({ status })];
    expect(new Set(held).size).toBe(held.length);
    expect(held.filter((key) => "jkun p123/".includes(key))).toEqual([]);
  }
});

test("a case with reports takes the other in instead of being merged itself", () => {
  expect(mergeOf(incident({}), { id: "b" })).toEqual({
    about: "a",
    body: { kind: "merged", into: "b" },
  });
  expect(mergeOf(incident({ report_count: 3 }), { id: "b", report_count: 1 })).toEqual({
    about: "b",
    body: { kind: "merged", into: "a" },
  });
});

test("an incident is found in its address", () => {
  const id = "0192a1b2-0000-7000-8000-000000000000";
  expect(idIn(`https://l.example/desk/incidents/${id.toUpperCase()}?x=1`)).toBe(id);
  expect(idIn("K7Q2-M4XB")).toBeNull();
});

test("a letter goes along when there is somebody to send it to", () => {
  const choice = {
    receiverId: "",
    name: " Energi ",
    email: "",
    reference: "",
    note: "",
    include: ["place"],
  };
  expect(handOverBody(choice, [])).toEqual({ kind: "handed_over", receiver: "Energi" });
  expect(handOverBody({ ...choice, email: " d@e.example ", note: "Tack" }, [])).toEqual({
    kind: "handed_over",
    receiver: "Energi",
    note: "Tack",
    email: { to: "d@e.example", include: ["place"] },
  });
  const known = [{ id: "r", name: "Gatukontoret" }];
  expect(handOverBody({ ...choice, receiverId: "r" }, known)).toEqual({
    kind: "handed_over",
    receiver: "Gatukontoret",
    email: { receiver_id: "r", include: ["place"] },
  });
});

test("what became of a letter is said in words, and no server's words", () => {
  const said = (part: Partial<Delivery>) =>
    letterText(
      { channel: "email", attempts: 1, result: null, at: "", state: "waiting", ...part },
      workSv,
    );
  expect(said({ state: "accepted" })).toBe("Brevet: Mottaget av mottagarens e-postserver");
  expect(said({ state: "failed", result: "receiver_refused" })).toBe(
    "Brevet: Kom inte fram (adressen finns inte)",
  );
  expect(said({ attempts: 3, result: "SMTPConnectError" })).toBe(
    "Brevet: Väntar på att skickas (3 försök)",
  );
});

test("two bodies side by side, what differs first, nothing of ours", () => {
  const say = {
    fields: { place: "Plats", category: "Händelsetyp" },
    nothing: "tomt",
    category: (slug: string) => slug.toUpperCase(),
    moment: (at: string) => at.slice(11, 16),
  };
  const sent = { category: "noise", place: "Torget", saved_at: "2026-11-26T03:08:33Z", _: {} };
  const rows = rowsOf(sent, { ...sent, place: "Kajen", note: "x" }, say);
  expect(
    rows.map(({ field, sent, standing, differs }) => [field, sent, standing, differs]),
  ).toEqual([
    ["Plats", "Torget", "Kajen", true],
    ["note", "tomt", "x", true],
    ["Händelsetyp", "NOISE", "NOISE", false],
    ["saved_at", "03:08", "03:08", false],
  ]);
  expect(rowsOf({ v: 2 }, null, say).some(({ differs }) => differs)).toBe(false);
});

test("an accepted act without its incident had no effect", () => {
  expect(outcomeOf(201, { subject: { id: "a" } }).kind).toBe("done");
  expect(outcomeOf(202, { subject: null }).kind).toBe("no_effect");
  expect(outcomeOf(200, {}).kind).toBe("no_effect");
});

test("both languages name the same reasons", () => {
  expect(Object.keys(workEn.triage.reasons)).toEqual(Object.keys(workSv.triage.reasons));
});
