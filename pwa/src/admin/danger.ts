/** Changes that are asked about first, and what makes one of an account so. */
import type { Values } from "./fields";

export type Danger =
  | "disable"
  | "roles"
  | "newRoles"
  | "admin"
  | "close"
  | "provider"
  | "factors"
  | "erase"
  | "release";

/** Changes that the journal keeps a reason of. */
export const KEEPS_WHY: readonly Danger[] = ["roles", "newRoles", "admin"];

const rolesOf = ({ roles }: Values) => (roles ?? []) as string[];

/** A disabled account, other roles, or anything by which an administrator could be made or taken over. */
export function dangerOfAccount(before: Values, after: Values): Danger | null {
  const [had, has] = [rolesOf(before), rolesOf(after)];
  const lost = had.some((role) => !has.includes(role));
  const gained = had.length > 0 && has.some((role) => !had.includes(role));
  if (had.includes("admin") || has.includes("admin")) {
    const entry = ["username", "ends_on", "disabled", "password"];
    if (lost || !had.includes("admin") || entry.some((name) => before[name] !== after[name]))
      return "admin";
  }
  if (lost || gained) return lost ? "roles" : "newRoles";
  return !before.disabled && after.disabled ? "disable" : null;
}
