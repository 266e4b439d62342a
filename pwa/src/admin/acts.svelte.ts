/** Acts on a row beside its form: what follows is said, a reason asked for and kept, then it is done. */
import type { Trouble } from "../api/answer";
import type { AdminWords } from "../i18n/admin";
import { ask, type Row } from "./calls";
import type { Register } from "./registers";
import { nameOf } from "./wording";

export interface Act {
  path: string;
  /** What follows, in words. */
  consequence: string;
  done: string;
}

/** Ends a row of a register whose rows are never changed: a key or a phone. */
export function endOf(register: Register, row: Row, say: AdminWords): Act {
  const name = nameOf(register, row);
  if (register.path === "keys")
    return {
      path: `/keys/${row.id}/revoke`,
      consequence: say.danger.key(name),
      done: say.keys.ended(name),
    };
  return {
    path: `/devices/${row.id}/revoke`,
    consequence: say.danger.phone(name),
    done: say.devices.ended(name),
  };
}

/** Takes every second factor from somebody who lost them. */
export function resetOf(person: Row, { account }: AdminWords): Act {
  return {
    path: `/people/${person.id}/second-factors/reset`,
    consequence: account.resetFollows(String(person.name)),
    done: account.resetDone,
  };
}

/** Signs somebody out everywhere. */
export function signOutOf(person: Row, { account }: AdminWords): Act {
  return {
    path: `/people/${person.id}/sessions/end`,
    consequence: account.signOutFollows(String(person.name)),
    done: account.signOutDone,
  };
}

export class Acting {
  /** What is asked about; null when nothing is. */
  asked: Act | null = $state.raw(null);
  working = $state(false);
  done = $state("");
  /** Nothing is done yet: a second person has to confirm it. */
  waits = $state(false);
  trouble: Trouble | null = $state.raw(null);

  constructor(private readonly after: (act: Act) => void = () => undefined) {}

  async perform(reason: string): Promise<void> {
    const act = this.asked!;
    this.asked = null;
    this.working = true;
    const { answer, waits } = await ask("POST", act.path, { body: { reason: reason.trim() } });
    this.working = false;
    this.trouble = answer.ok ? null : answer;
    this.waits = waits;
    this.done = answer.ok && !waits ? act.done : "";
    if (this.done) this.after(act);
  }
}
