/** Fields of a register's form: from a row to values on the screen, and back to what is sent. */
import type { Row } from "./calls";

export type Kind =
  | "text"
  | "long"
  | "number"
  | "date"
  | "yes"
  | "secret"
  | "choice"
  | "choices"
  | "reference"
  | "rows"
  | "shape";

export interface Field {
  /** Its path in the row: `name.sv` is `sv` within `name`. */
  name: string;
  kind: Kind;
  needed?: boolean;
  /** What its values are of: a group of words, or for a reference a register. */
  of?: string;
  /** The fields of each row. */
  fields?: readonly Field[];
  /** Said when the row is made, and never changed. */
  onlyNew?: boolean;
  /** Shown only while the `yes` field of this name is. */
  when?: string;
  /** Sent as null when it is empty. */
  nullable?: boolean;
}

export type Values = Record<string, unknown>;

const EMPTY: Partial<Record<Kind, unknown>> = { yes: false, number: null, shape: null };

/** What an untouched field holds. */
export function emptyOf({ kind }: Field): unknown {
  if (kind === "choices" || kind === "rows") return [];
  return kind in EMPTY ? EMPTY[kind] : "";
}

/** The value at a path of a row. */
export function valueAt(row: Row, path: string): unknown {
  return path.split(".").reduce<unknown>((at, key) => (at as Row | null | undefined)?.[key], row);
}

function put(row: Row, path: string, value: unknown): void {
  const keys = path.split(".");
  const last = keys.pop()!;
  let at = row;
  for (const key of keys) at = (at[key] ??= {}) as Row;
  at[last] = value;
}

/** The values of a form, of a row or of nothing yet. */
export function valuesOf(fields: readonly Field[], row: Row): Values {
  return Object.fromEntries(
    fields.map((field) => {
      const value = valueAt(row, field.name) ?? emptyOf(field);
      if (field.kind !== "rows") return [field.name, value];
      const rows = (value as Row[]).map((one) => ({ ...one, ...valuesOf(field.fields!, one) }));
      return [field.name, rows];
    }),
  );
}

/** What is sent of a form's values. */
export function bodyOf(fields: readonly Field[], values: Values): Row {
  const body: Row = {};
  for (const field of fields) {
    const value = values[field.name];
    if (field.kind === "secret" && value === "") continue;
    if (field.kind === "rows") {
      const rows = (value as Values[]).map((one) => bodyOf(field.fields!, one));
      put(body, field.name, rows);
      continue;
    }
    const isNull = value === "" && (field.nullable || field.kind === "date");
    put(body, field.name, isNull ? null : plain(value));
  }
  return body;
}

/** Without what a screen wraps its state in. */
function plain(value: unknown): unknown {
  return typeof value === "object" ? JSON.parse(JSON.stringify(value)) : value;
}

/** Whether two values say the same; the order of choices says nothing. */
export function isSame(field: Field, one: unknown, other: unknown): boolean {
  const sorted = (value: unknown) =>
    field.kind === "choices" ? [...(value as unknown[])].map(String).sort() : value;
  return JSON.stringify(sorted(one)) === JSON.stringify(sorted(other));
}

/** The fields that differ between two sets of values. */
export function changed(fields: readonly Field[], before: Values, after: Values): Field[] {
  return fields.filter((field) => !isSame(field, before[field.name], after[field.name]));
}

/** One field of a conflict; `chosen` is null until a person has to say. */
export interface Difference {
  field: Field;
  chosen: "mine" | "theirs" | null;
}

/** Where two people differ. Who alone changed a field is proposed; where both did, nobody is. */
export function differences(
  fields: readonly Field[],
  base: Values,
  mine: Values,
  theirs: Values,
): Difference[] {
  return changed(fields, mine, theirs).map((field) => {
    const { name } = field;
    if (isSame(field, base[name], mine[name])) return { field, chosen: "theirs" };
    return { field, chosen: isSame(field, base[name], theirs[name]) ? "mine" : null };
  });
}

/** The values that hold after choosing. */
export function merged(found: readonly Difference[], mine: Values, theirs: Values): Values {
  const taken = found.filter(({ chosen }) => chosen === "theirs");
  return {
    ...mine,
    ...Object.fromEntries(taken.map(({ field: { name } }) => [name, theirs[name]])),
  };
}
