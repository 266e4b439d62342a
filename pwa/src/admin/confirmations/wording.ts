/** What an act would do, who asked and who decided, in words. */
import type { components } from "../../api/schema";
import { fileAddress, FORMATS } from "../../desk/exporting";
import type { AdminConfirmationsWords } from "../../i18n/admin-confirmations";
import { desk } from "../../i18n/desk";
import type { Words } from "../../i18n/sv";
import { wordOf } from "../wording";

export type Confirmation = components["schemas"]["ConfirmationShown"];
type Say = AdminConfirmationsWords;

export const titleOf = ({ act, subject }: Confirmation, say: Say): string => say.acts[act](subject);

const rolesText = (roles: unknown, words: Words, none: string) =>
  ((roles ?? []) as string[]).map((role) => wordOf(words.roles, role)).join(", ") || none;

/** What the act would change, a line each. */
export function effectOf({ act, told }: Confirmation, say: Say, words: Words): string[] {
  if (act === "person.change")
    return [
      say.roles(
        rolesText(told.roles_before, words, say.noRoles),
        rolesText(told.roles, words, say.noRoles),
      ),
      told.ends_on ? say.endsOn(String(told.ends_on)) : "",
      told.disabled ? say.disabled : "",
      told.password_set ? say.passwordSet : "",
    ].filter(Boolean);
  if (act === "webhook.rotate") return [say.overlap(Number(told.overlap_h))];
  if (act !== "incidents.export") return [];
  const asked = Object.entries((told.query ?? {}) as Record<string, string>);
  return [say.filters(asked.map((pair) => pair.join(" = ")).join(", ") || say.everything)];
}

/** The story of it: why, who asked, until when, who decided. */
export function storyOf(one: Confirmation, say: Say, when: (at: string) => string): string[] {
  const by = (who: Confirmation["decided_by"]) => who?.name ?? say.somebody;
  const standing = one.state === "waiting" || one.state === "confirmed";
  return [
    say.reason(one.reason),
    say.asked(by(one.asked_by), when(one.asked_at)),
    standing ? say.until(when(one.expires_at)) : "",
    one.decided_at ? say.decided(by(one.decided_by), when(one.decided_at)) : "",
    one.refusal ? say.refusal(one.refusal) : "",
  ].filter(Boolean);
}

/** Where the asker goes on with what was confirmed: a name and an address each. */
export function waysOn(one: Confirmation, say: Say, language: string): [string, string][] {
  if (one.state !== "confirmed" || !one.mine) return [];
  if (one.act === "webhook.rotate")
    return [[say.goOn, `/admin/webhooks/${one.subject_id}?confirmation=${one.id}`]];
  const query = one.told.query as Record<string, string>;
  return FORMATS.map((format) => [
    desk().files[format],
    fileAddress(query, { format, language, confirmation: one.id }),
  ]);
}
