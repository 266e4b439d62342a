/** Short ways to write a register's fields. */
import type { Field } from "./fields";

export const text = (name: string, more: Partial<Field> = {}): Field => ({
  name,
  kind: "text",
  ...more,
});
export const needed = (name: string) => text(name, { needed: true });
export const yes = (name: string): Field => ({ name, kind: "yes" });
export const number = (name: string, more: Partial<Field> = {}): Field => ({
  name,
  kind: "number",
  ...more,
});
export const choice = (name: string, of: string, more: Partial<Field> = {}): Field => ({
  name,
  kind: "choice",
  of,
  ...more,
});
export const choices = (name: string, of: string): Field => ({ name, kind: "choices", of });
export const rows = (name: string, ...fields: Field[]): Field => ({ name, kind: "rows", fields });
