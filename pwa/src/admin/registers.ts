/** The registers that the administration shows: where they are, their fields, and who may change them. */
import type { Row } from "./calls";
import { choice, choices, needed, number, rows, text, yes } from "./field-kinds";
import { changed, type Field, type Values } from "./fields";
import { dangerOfAccount, type Danger } from "./danger";
import { retention } from "./retention";
import { settings } from "./settings";
import { signInSettings } from "./sign-in-settings";

export interface Register {
  /** Its path in the API and under /admin. */
  path: string;
  /** The permission that changes it. */
  permission: string;
  /** What rows are known by, when it is not an id. */
  key?: string;
  fields: readonly Field[];
  columns: readonly string[];
  /** A register with one row has no list. */
  single?: boolean;
  /** Rows are made and ended, never changed. */
  fixed?: boolean;
  /** Rows come about elsewhere. */
  noNew?: boolean;
  read?: (row: Row) => Row;
  tidy?: (body: Row) => Row;
  /** What a change does to somebody, to be said before it is done. */
  danger?: (before: Values, after: Values) => Danger | null;
}

const closing = (before: Values, after: Values): Danger | null =>
  !before.closed && after.closed ? "close" : null;

const inOrder = {
  read: (row: Row): Row => ({
    ...row,
    slugs: ((row.slugs ?? []) as string[]).map((slug) => ({ slug })),
  }),
  tidy: (body: Row): Row => ({ slugs: (body.slugs as Row[]).map(({ slug }) => slug) }),
};

const without =
  (...names: string[]) =>
  (body: Row): Row =>
    Object.fromEntries(Object.entries(body).filter(([name]) => !names.includes(name)));

export const registers: readonly Register[] = [
  {
    path: "people",
    permission: "people.write",
    columns: ["username", "name", "organisation", "roles", "ends_on", "disabled"],
    fields: [
      needed("username"),
      needed("name"),
      { name: "organisation_id", kind: "reference", of: "organisations", nullable: true },
      choices("roles", "roles"),
      { name: "ends_on", kind: "date" },
      { name: "password", kind: "secret" },
      yes("disabled"),
    ],
    danger: dangerOfAccount,
  },
  {
    path: "organisations",
    permission: "organisations.write",
    columns: ["name", "kind"],
    fields: [needed("name"), choice("kind", "organisations", { needed: true })],
  },
  {
    path: "areas",
    permission: "places.write",
    columns: ["name", "kind", "closed"],
    fields: [
      needed("name"),
      choice("kind", "areas", { needed: true }),
      { name: "geometry", kind: "shape", needed: true },
      yes("closed"),
    ],
    danger: closing,
  },
  {
    path: "sites",
    permission: "places.write",
    columns: ["name", "kind", "address", "closed"],
    fields: [
      needed("name"),
      choice("kind", "sites", { needed: true }),
      text("address"),
      number("lat", { needed: true }),
      number("lon", { needed: true }),
      { name: "instructions", kind: "long" },
      choices("expected", "expected"),
      yes("closed"),
    ],
    danger: closing,
  },
  {
    path: "checkpoints",
    permission: "places.write",
    columns: ["name", "code", "closed"],
    fields: [
      { name: "site_id", kind: "reference", of: "sites", needed: true },
      needed("name"),
      text("code", { nullable: true }),
      number("lat"),
      number("lon"),
      yes("closed"),
    ],
    danger: closing,
  },
  {
    path: "categories",
    permission: "settings.write",
    key: "slug",
    columns: ["name.sv", "position", "place_fault", "active"],
    fields: [
      text("slug", { needed: true, onlyNew: true }),
      needed("name.sv"),
      needed("name.en"),
      number("position", { needed: true }),
      choice("icon", "icons", { needed: true }),
      yes("place_fault"),
      yes("counted"),
      yes("active"),
      number("radius_m", { needed: true }),
      number("window_h", { needed: true }),
      rows("phrases", needed("sv"), needed("en")),
    ],
    tidy: without("slug"),
  },
  {
    path: "tiles",
    permission: "settings.write",
    key: "role",
    columns: ["role", "slugs"],
    fields: [rows("slugs", choice("slug", "categories", { needed: true }))],
    noNew: true,
    ...inOrder,
  },
  settings,
  ...retention,
  signInSettings,
  {
    path: "keys",
    permission: "keys.write",
    columns: ["name", "scopes", "last_used_at", "revoked_at"],
    fields: [needed("name"), choices("scopes", "scopes")],
    fixed: true,
  },
  {
    path: "devices",
    permission: "devices.manage",
    columns: [
      "label",
      "person",
      "last_contact_at",
      "unsent",
      "app_version",
      "storage",
      "storage_loss",
      "revoked_at",
    ],
    fields: [],
    fixed: true,
    noNew: true,
  },
];

/** The register at a path; undefined when there is none. */
export function registerAt(path: string): Register | undefined {
  return registers.find((register) => register.path === path);
}

/** What must be said before a change is made. */
export function dangerOf(register: Register, before: Values, after: Values): Danger | null {
  if (!changed(register.fields, before, after).length) return null;
  return register.danger?.(before, after) ?? null;
}
