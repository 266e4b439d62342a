/** Where each point of the set-up check is mended; what is no register's is mended by whoever runs the server. */
import { pages } from "./pages";

const MENDED: Record<string, string> = {
  areas: "areas",
  areas_apart: "areas",
  sites: "sites",
  categories: "categories",
  admins: "people?role=admin",
  coordinators: "people?role=coordinator",
  operators: "people?role=operator",
  field_staff: "people?role=guard",
  duty_phone: "settings",
  numbers: "settings",
  hours: "settings",
  cadence: "settings",
  retention: "retention-rules",
  receivers: "settings",
  phones: "devices",
};

export interface Check {
  name: string;
  state: "ok" | "missing" | "unknown";
}

/** The page that mends a point; none for what is done on the server. */
export function pageOf(name: string): string | undefined {
  const page = MENDED[name];
  return page && `/admin/${page}`;
}

/** Whether somebody may mend a point there themselves. */
export function mayMend(page: string, may: (permission: string) => boolean): boolean {
  const found = pages.find(({ href }) => href === page.split("?")[0]);
  return found !== undefined && may(found.permission);
}

/** What is missing first, what is done last. */
export function inOrder(checks: readonly Check[]): Check[] {
  const order = ["missing", "unknown", "ok"];
  return [...checks].sort((a, b) => order.indexOf(a.state) - order.indexOf(b.state));
}
