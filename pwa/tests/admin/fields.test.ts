/** Forms of registers: what is read comes back as it was, and two people's changes are brought together. */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { cornersOf, read, shapeOf, textOf, type Corner } from "../../src/admin/corners";
import { bodyOf, differences, merged, valuesOf, type Values } from "../../src/admin/fields";
import { dangerOf, registerAt, registers } from "../../src/admin/registers";
import { adminEn } from "../../src/i18n/admin-en";
import { adminSv } from "../../src/i18n/admin-sv";

const settings = registerAt("settings")!;
const FULL = {
  duty_phone: "08-555 01 00",
  numbers: [{ kind: "duty", name: { sv: "Jour", en: "On call" }, number: "08-555 01 00" }],
  hours: { night_button: { from: "21:00", to: "02:00", days: [5, 6] } },
  cadence: "fortnightly",
  receivers: [{ id: "01901e3a-5c00-7c22-9d10-3b7f61e0a502", name: "Gata", email: "a@b.example" }],
};

test("settings that are read and saved untouched are the same", () => {
  const body = bodyOf(settings.fields, valuesOf(settings.fields, { ...FULL, version: 3 }));
  expect(settings.tidy!(body)).toEqual(FULL);
});

test("a municipality without a night button has no hours", () => {
  const body = settings.tidy!(bodyOf(settings.fields, valuesOf(settings.fields, {})));
  expect(body).toMatchObject({ hours: { night_button: null }, duty_phone: null, cadence: null });
});

test("sign-in settings that are read and saved untouched are the same, without the secret", () => {
  const { fields, read, tidy } = registerAt("sign-in-settings")!;
  const again = (row: Record<string, unknown>) =>
    tidy!(bodyOf(fields, valuesOf(fields, read!(row))));
  const provider = {
    label: "Kommunens konto",
    issuer: "https://login.a.example",
    client_id: "ledljus",
    domains: ["a.example"],
    groups_claim: "groups",
    roles: [{ group: "Trygghet", role: "host" }],
    organisation_id: null,
  };
  const kept = { second_factor_roles: ["admin"], provider };
  expect(
    again({ ...kept, provider: { ...provider, has_client_secret: true }, version: 2 }),
  ).toEqual(kept);
  const without = { second_factor_roles: [], provider: null };
  expect(again(without)).toEqual(without);
});

test("what a change of sign-in does to people is said first", () => {
  const register = registerAt("sign-in-settings")!;
  const before: Values = {
    ...valuesOf(register.fields, {}),
    uses_provider: true,
    "provider.issuer": "https://login.a.example",
    second_factor_roles: ["admin"],
  };
  const told = (more: Values) => dangerOf(register, before, { ...before, ...more });
  expect(told({ uses_provider: false })).toBe("provider");
  expect(told({ "provider.issuer": "https://login.b.example" })).toBe("provider");
  expect(told({ second_factor_roles: [] })).toBe("factors");
  expect(told({ second_factor_roles: ["admin", "reader"], "provider.label": "Konto" })).toBeNull();
});

test("an empty password is not sent, an empty date is none", () => {
  const { fields } = registerAt("people")!;
  const body = bodyOf(fields, valuesOf(fields, { username: "a@b.example", ends_on: null }));
  expect(body).not.toHaveProperty("password");
  expect(body).toMatchObject({ ends_on: null, organisation_id: null, disabled: false });
});

const { fields } = registerAt("sites")!;
const value = fc.record({
  name: fc.constantFrom("A", "B", "C"),
  kind: fc.constantFrom("park", "school"),
  address: fc.constantFrom("", "x", "y"),
  lat: fc.constantFrom(58, 59),
  expected: fc.constantFrom([], ["locked"], ["lit", "locked"]),
});

test("a field that one person changed is theirs, one that both changed is asked for", () => {
  fc.assert(
    fc.property(value, value, value, (base, mine, theirs) => {
      const [b, m, t] = [base, mine, theirs].map((row) => valuesOf(fields, row)) as Values[];
      const found = differences(fields, b!, m!, t!);
      const kept = merged(found, m!, t!);
      for (const { name } of fields) {
        const [before, own, other] = [b!, m!, t!].map((values) => JSON.stringify(values[name]));
        const asked = found.some((one) => one.field.name === name && one.chosen === null);
        expect(asked).toBe(own !== other && own !== before && other !== before);
        if (own === before) expect(JSON.stringify(kept[name])).toBe(other);
        else expect(JSON.stringify(kept[name])).toBe(own);
      }
    }),
  );
});

test("the order in which choices were ticked is no difference", () => {
  const [one, other] = [
    ["lit", "locked"],
    ["locked", "lit"],
  ].map((expected) => valuesOf(fields, { expected }));
  expect(differences(fields, one!, one!, other!)).toEqual([]);
});

test("what takes something from somebody is said first", () => {
  const people = registerAt("people")!;
  const person = valuesOf(people.fields, { name: "A", roles: ["guard", "host"] });
  const told = (more: Values, of = person) => dangerOf(people, of, { ...of, ...more });
  expect(told({})).toBeNull();
  expect(told({ roles: ["guard"] })).toBe("roles");
  expect(told({ roles: ["guard", "host", "reader"] })).toBe("newRoles");
  expect(told({ disabled: true })).toBe("disable");
  expect(told({ roles: ["guard", "host", "admin"] })).toBe("admin");
  const admin = { ...person, roles: ["admin"] };
  for (const change of [{ roles: ["guard"] }, { disabled: true }, { password: "ny" }])
    expect(told(change, admin)).toBe("admin");
  expect(told({ name: "B" }, admin)).toBeNull();
  const sites = registerAt("sites")!;
  const site = valuesOf(sites.fields, { name: "A" });
  expect(dangerOf(sites, site, { ...site, closed: true })).toBe("close");
  expect(dangerOf(sites, { ...site, closed: true }, site)).toBeNull();
});

const corner: fc.Arbitrary<Corner> = fc.tuple(
  fc.double({ min: -90, max: 90, noNaN: true }),
  fc.double({ min: -180, max: 180, noNaN: true }),
);

test("an outline comes back from its lines of text", () => {
  fc.assert(
    fc.property(fc.array(corner, { minLength: 3, maxLength: 9 }), (corners) => {
      const again = read(textOf(cornersOf(shapeOf(corners))!));
      expect(again).toHaveLength(corners.length);
      (again as Corner[]).forEach(([lat, lon], place) => {
        expect(lat).toBeCloseTo(corners[place]![0], 5);
        expect(lon).toBeCloseTo(corners[place]![1], 5);
      });
    }),
  );
});

test("a line that is no corner is named, blank ones are passed over", () => {
  expect(read("58.5, 18\n\n58,5\n")).toEqual([
    [58.5, 18],
    [58, 5],
  ]);
  expect(read("58.5, 18\nnorr, 18")).toBe(2);
  expect(read("91, 18")).toBe(1);
  expect(read("58.5")).toBe(1);
  expect(cornersOf({ type: "MultiPolygon", coordinates: [] })).toBeNull();
  expect(shapeOf([[58, 18]])).toBeNull();
});

test("every field, page and column has its words in both languages", () => {
  for (const say of [adminSv, adminEn]) {
    for (const { path, fields, columns } of registers) {
      expect(say.pages).toHaveProperty(path);
      const names = fields.flatMap((field) => [field, ...(field.fields ?? [])]);
      for (const { name } of names) if (name !== "id") expect(say.fields).toHaveProperty([name]);
      for (const column of columns) expect(say.fields).toHaveProperty([column]);
    }
  }
});
