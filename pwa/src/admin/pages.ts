/** The administration's pages: one line each, for those who may do something there. */
import type { AdminWords } from "../i18n/admin";
import { registers } from "./registers";

export interface AdminPage {
  href: string;
  name: (say: AdminWords) => string;
  permission: string;
}

const nameOf = (path: string) => (say: AdminWords) => (say.pages as Record<string, string>)[path]!;

export const pages: readonly AdminPage[] = [
  { href: "/admin", name: nameOf("setup"), permission: "settings.write" },
  ...registers.map(({ path, permission }) => ({
    href: `/admin/${path}`,
    name: nameOf(path),
    permission,
  })),
  { href: "/admin/webhooks", name: nameOf("webhooks"), permission: "integrations.read" },
  { href: "/admin/confirmations", name: nameOf("confirmations"), permission: "session" },
  { href: "/admin/permissions", name: nameOf("permissions"), permission: "session" },
];
