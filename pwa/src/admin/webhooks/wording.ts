/** How webhooks and their messages are put into words. */
import type { Fault, Trouble } from "../../api/answer";
import type { AdminWebhooksWords } from "../../i18n/admin-webhooks";
import type { Delivery, Webhook } from "./calls";

const lookUp = (table: Record<string, string>, key: string): string => table[key] ?? key;

/** How sending stands, in short sentences; `when` puts a moment into words. */
export function standingOf(
  hook: Webhook,
  say: AdminWebhooksWords,
  when: (at: string) => string,
): string[] {
  if (!hook.enabled) return [say.off];
  const lines = [
    hook.failing_since ? say.failingSince(when(hook.failing_since)) : "",
    hook.waiting ? say.waiting(hook.waiting) : "",
    hook.failed ? say.failedCount(hook.failed) : "",
  ].filter(Boolean);
  return lines.length ? lines : [say.allSent];
}

/** How one message stands: state, tries, and why the last one failed. */
export function deliveryText(one: Delivery, say: AdminWebhooksWords): string {
  const why = one.reason ? lookUp(say.why, one.reason) : "";
  const status = one.reason && one.status ? ` (${one.status})` : "";
  return [
    lookUp(say.states, one.state),
    one.attempts ? say.attempts(one.attempts) : "",
    why + status,
    one.replay ? say.again : "",
  ]
    .filter(Boolean)
    .join(", ");
}

export const kindName = (kind: string, say: AdminWebhooksWords) => lookUp(say.kindNames, kind);

/** A field that could not be saved, in words. */
export function faultText({ field, reason }: Fault, say: AdminWebhooksWords): string {
  const name = field.split(".")[1] ?? field;
  return say.fault(lookUp(say.faults, name), lookUp(say.reasons, reason));
}

/** What happened, what is safe and what to do. */
export function troubleText(trouble: Trouble, say: AdminWebhooksWords): string {
  if (trouble.why !== "refused") return say.offline;
  if (trouble.status === 403) return say.noAccess;
  if (trouble.status === 404) return say.missing;
  if (trouble.status === 412) return say.conflict;
  return say.failed(trouble.code);
}
