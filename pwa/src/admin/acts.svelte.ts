/** Acts on a row beside its form: what follows is said, a reason asked for where one is kept, then it is done. */
import type { Trouble } from "../api/answer";
import type { AdminWords } from "../i18n/admin";
import { ask, type Row } from "./calls";
import type { Register } from "./registers";
import { nameOf } from "./wording";

export interface Act {
  method: "POST" | "DELETE";
  path: string;
  /** What follows, in words. */
  consequence: string;
  /** The journal keeps why. */
  asksWhy: boolean;
  done: string;
}

/** Ends a row of a register whose rows are never changed: a key or a phone. */
export function endOf(register: Register, row: Row, say: AdminWords): Act {
  const name = nameOf(register, row);
  if (register.path === "keys")
    return {
      method: "DELETE",
      path: `/keys/${row.id}`,
      consequence: say.danger.key(name),
      asksWhy: false,
      done: say.keys.ended(name),
    };
  return {
    method: "POST",
    path: `/devices/${row.id}/revoke`,
    consequence: say.danger.phone(name),
    asksWhy: true,
    done: say.devices.ended(name),
  };
}

/** Takes every second factor from somebody who lost them. */
export function resetOf(person: Row, { account }: AdminWords): Act {
  return {
    method: "POST",
    path: `/people/${person.id}/second-factors/reset`,
    consequence: account.resetFollows(String(person.name)),
    asksWhy: true,
    done: account.resetDone,
  };
}

/** Signs somebody out everywhere. */
export function signOutOf(person: Row, { account }: AdminWords): Act {
  return {
    method: "DELETE",
    path: `/people/${person.id}/sessions`,
    consequence: account.signOutFollows(String(person.name)),
    asksWhy: false,
    done: account.signOutDone,
  };
}

export class Acting {
  /** What is asked about; null when nothing is. */
  asked: Act | null = $state.raw(null);
  working = $state(false);
  done = $state("");
  trouble: Trouble | null = $state.raw(null);

  constructor(private readonly after: (act: Act) => void = () => undefined) {}

  async perform(reason: string): Promise<void> {
    const act = this.asked!;
    this.asked = null;
    this.working = true;
    const body = act.asksWhy ? { body: { reason: reason.trim() } } : {};
    const { answer } = await ask(act.method, act.path, body);
    this.working = false;
    this.trouble = answer.ok ? null : answer;
    this.done = answer.ok ? act.done : "";
    if (answer.ok) this.after(act);
  }
}
