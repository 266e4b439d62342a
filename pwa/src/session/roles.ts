/** Where each role starts, and what it may open. */

const FIELD_ROLES = new Set([
  "host",
  "guard",
  "public_order_guard",
  "parking_attendant",
  "shift_lead",
]);

const COORDINATING = new Set(["coordinator", "field_secretary", "safety_chief"]);

/** The page a person lands on after signing in. */
export function startPage(roles: readonly string[]): "/" | "/desk" | "/lagesbild" | "/admin" {
  if (roles.some((role) => FIELD_ROLES.has(role))) return "/";
  if (roles.some((role) => COORDINATING.has(role))) return "/lagesbild";
  return roles.every((role) => role === "admin") ? "/admin" : "/desk";
}

/** Whether the field app is of use: it is for writing. */
export function mayReport(permissions: readonly string[]): boolean {
  return permissions.includes("incidents.write");
}

export function mayReadIncidents(permissions: readonly string[]): boolean {
  return permissions.includes("incidents.read");
}

/** Whether notes, places in words and photos may be read. */
export function mayReadText(permissions: readonly string[]): boolean {
  return permissions.includes("incidents.read_text");
}

/** Whether selections of one's own may be saved. */
export function mayKeepViews(permissions: readonly string[]): boolean {
  return permissions.includes("views.write");
}
