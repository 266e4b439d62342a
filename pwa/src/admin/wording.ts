/** How the administration puts values and faults into words. */
import type { Trouble } from "../api/answer";
import { admin, type AdminWords } from "../i18n/admin";
import { desk } from "../i18n/desk";
import { words } from "../i18n/language.svelte";
import { live } from "../live.svelte";
import { timeInWords } from "../ui/time";
import { iconNames } from "../ui/icons";
import type { Fault, Row } from "./calls";
import { valueAt, type Field } from "./fields";
import type { Register } from "./registers";

export type Option = readonly [value: string, name: string];

/** The word of a key in a table of the catalogue; the key itself when there is none. */
export function wordOf(table: object, key: string): string {
  return (table as Record<string, string>)[key] ?? key;
}

export const fieldName = (name: string, say: AdminWords = admin()) => wordOf(say.fields, name);

/** The choices of a group of words that the catalogue knows. */
export function knownOptions(of: string): Option[] {
  if (of === "roles") return Object.entries(words().roles);
  if (of === "icons") return iconNames().map((name) => [name, name] as const);
  if (of === "scopes")
    return Object.entries(admin().permissions.names).filter(
      ([name]) => !["session", "signed_in", "devices.enrol"].includes(name),
    );
  const table = (admin().kinds as Record<string, Record<string, string>>)[of];
  return Object.entries(table ?? {});
}

const at = (value: unknown) => timeInWords(new Date(String(value)), live.now, live.zone, words());

function named(value: unknown, options: readonly Option[]): string {
  return options.find(([key]) => key === String(value))?.[1] ?? String(value);
}

/** A field's value in words, as lists and conflicts show it. */
export function valueText(field: Field, value: unknown, options: readonly Option[]): string {
  const say = admin();
  if (field.kind === "yes") return value ? say.yes : say.no;
  if (value === null || value === undefined || value === "") return say.none;
  if (field.kind === "secret") return "••••••••";
  if (field.kind === "choices")
    return (value as unknown[]).map((one) => named(one, options)).join(", ") || say.none;
  if (field.kind === "choice" || field.kind === "reference") return named(value, options);
  if (field.kind === "rows") {
    const text = (row: Row) =>
      field.fields!.map(({ name }) => row[name]).filter((one) => one && String(one).length < 80);
    return (value as Row[]).map((row) => text(row).join(" ")).join(" · ") || say.none;
  }
  if (field.kind === "shape") return JSON.stringify((value as Row).coordinates).slice(0, 160);
  return String(value);
}

/** What a row is called. */
export function nameOf({ path, key }: Register, row: Row): string {
  const name = (row.name as Row | undefined)?.sv ?? row.name ?? row.label ?? row[key ?? "id"];
  return path === "tiles" ? wordOf(words().roles, String(name)) : String(name ?? "");
}

/** A cell of a register's list. */
export function cellText(register: string, column: string, row: Row): string {
  const say = admin();
  const value = valueAt(row, column);
  if (value === null || value === undefined || value === "") {
    if (column === "unsent" || column === "storage") return say.devices.unknown;
    if (column === "last_contact_at" || column === "last_used_at") return say.devices.never;
    return column === "revoked_at" ? say.no : "";
  }
  if (typeof value === "boolean") return value ? say.yes : "";
  if (column.endsWith("_at")) return at(value);
  if (column === "roles")
    return (value as string[]).map((role) => wordOf(words().roles, role)).join(", ");
  if (column === "role") return wordOf(words().roles, String(value));
  if (column === "scopes")
    return (value as string[]).map((one) => wordOf(say.permissions.names, one)).join(", ");
  if (column === "slugs") return (value as string[]).join(", ");
  if (column === "what") return named(value, knownOptions("what"));
  if (column === "kind") return named(value, knownOptions(register));
  if (column === "person") return personText(value as Row);
  if (column === "unsent") return say.devices.waits(Number(value), Number(row.unsent_photos ?? 0));
  if (column === "storage")
    return (value as Row).persisted ? say.devices.persisted : say.devices.notPersisted;
  if (column === "storage_loss") {
    const { noticed_at, unsent } = value as { noticed_at: string; unsent: number };
    return say.devices.lost(at(noticed_at), unsent);
  }
  return String(value);
}

function personText(person: Row): string {
  const roles = ((person.roles ?? []) as string[]).map((role) => wordOf(words().roles, role));
  return [person.name || roles.join(", "), person.organisation].filter(Boolean).join(", ");
}

/** What happened, what is safe and what to do. */
export function troubleText(trouble: Trouble): string {
  const say = admin();
  if (trouble.why !== "refused") return say.offline;
  if (trouble.status === 401) return desk().signInAgain;
  if (trouble.status === 403) return say.noAccess;
  if (trouble.status === 404) return say.gone;
  if (trouble.code === "invalid_body") return say.checkFields;
  return (say.codes as Record<string, string>)[trouble.code] ?? say.failed(trouble.code);
}

/** Where in a file something is wrong, and what: "Rad 3, Latitud" and "Inte ett tal". */
export function fileFault({ field, reason }: Fault): [place: string, what: string] {
  const say = admin().imports;
  const [, kind, number, name] = /^(line|feature) (\d+): (.*)$/.exec(field) ?? [];
  const place = (kind === "feature" ? say.feature : say.line)(Number(number));
  const column = /^column (\d+)$/.exec(name ?? "");
  const where = column
    ? say.column(Number(column[1]))
    : wordOf({ ...admin().fields, ...say.names }, name!);
  return [`${place}, ${where}`, wordOf({ ...admin().reasons, ...say.reasons }, reason)];
}

/** What the server says of a field, or of the rows within it. */
export function faultText(faults: readonly Fault[], name: string): string {
  const path = `body.${name}`;
  const fault = faults.find(({ field }) => field === path || field.startsWith(`${path}.`));
  if (!fault) return "";
  // What follows a colon are the choices there are, which the field's hint speaks of.
  const [reason] = fault.reason.split(": ");
  return (admin().reasons as Record<string, string>)[reason!] ?? admin().checkField;
}
