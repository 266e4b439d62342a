/** The pages that the desk's navigation leads to: one line each, for those who have use of it. */
import type { DeskWords } from "../i18n/desk";
import { work } from "../i18n/work";
import { mayReadIncidents, mayReport } from "../session/roles";

export interface DeskPage {
  href: string;
  name: (say: DeskWords) => string;
  may: (permissions: readonly string[]) => boolean;
}

const REGISTERS = ["people", "organisations", "settings", "places", "keys", "retention"].map(
  (name) => `${name}.write`,
);

/** Whether some register of the administration may be changed. */
const mayAdminister = (held: readonly string[]) =>
  [...REGISTERS, "devices.manage"].some((needed) => held.includes(needed));

const has = (permission: string) => (held: readonly string[]) => held.includes(permission);

const PAGES: readonly DeskPage[] = [
  { href: "/lagesbild", name: (say) => say.situation.title, may: mayReadIncidents },
  { href: "/desk", name: (say) => say.title, may: mayReadIncidents },
  { href: "/desk/triage", name: () => work().triage.title, may: has("incidents.manage") },
  { href: "/desk/quarantine", name: () => work().quarantine.title, may: has("quarantine.review") },
  { href: "/admin", name: (say) => say.administration, may: mayAdminister },
  { href: "/", name: (say) => say.toField, may: mayReport },
];

/** What somebody with these permissions may go to. */
export function pagesFor(permissions: readonly string[]): DeskPage[] {
  return PAGES.filter(({ may }) => may(permissions));
}
