/** One's own second factors: what there is, what is being added, and what stands in the way. */
import {
  addFactor,
  beginPasskey,
  beginTotp,
  confirmPassword,
  endAllSessions,
  readFactors,
  removeFactor,
  renameFactor,
  renewCodes,
  type Factor,
  type FactorAdd,
  type Factors,
  type TotpQuestion,
} from "../../api/access";
import type { Answer } from "../../api/answer";
import { live } from "../../live.svelte";
import { makePasskey } from "../../session/passkeys";

export type Fault = "offline" | "wrongCode" | "wrongPassword" | "lastFactor" | "taken" | "failed";

const FAULTS: Record<string, Fault> = {
  wrong_code: "wrongCode",
  wrong_password: "wrongPassword",
  last_factor: "lastFactor",
  passkey_taken: "taken",
};

export class Security {
  factors: Factors | null = $state.raw(null);
  /** The app that is being added. */
  question: TotpQuestion | null = $state.raw(null);
  /** Whether a passkey is about to be made, and the person names it. */
  naming = $state(false);
  /** The factor that is getting another name. */
  renaming: Factor | null = $state.raw(null);
  /** Recovery codes to write down, shown until the person says so. */
  codes: string[] = $state.raw([]);
  fault: Fault | null = $state(null);
  working = $state(false);
  /** What to do again when the password has been given; null: no password is asked for. */
  waiting: (() => Promise<void>) | null = $state.raw(null);

  load = () =>
    this.doing(async () => {
      const answer = this.heard(await readFactors());
      if (answer) this.factors = answer;
    });

  beginApp = (): Promise<void> =>
    this.doing(async () => {
      const answer = this.heard(await beginTotp(), this.beginApp);
      if (answer) this.question = answer;
    });

  saveApp = (name: string, code: string) =>
    this.doing(async () => {
      const { ticket } = this.question!;
      await this.add({ kind: "totp", ticket, name, code: code.replaceAll(" ", "") });
    });

  addPasskey = (name: string): Promise<void> =>
    this.doing(async () => {
      const question = this.heard(await beginPasskey(), () => this.addPasskey(name));
      const credential = question && (await makePasskey(question));
      if (question && !credential) this.fault = "failed";
      if (credential)
        await this.add({ kind: "passkey", ticket: question.ticket, name, credential });
    });

  /** A name of its own for something new, so that it can be removed by name. */
  freeName(name: string): string {
    const taken = new Set(this.factors?.items.map((one) => one.name));
    let number = 2;
    let free = name;
    while (taken.has(free)) free = `${name} ${number++}`;
    return free;
  }

  rename = (name: string) =>
    this.doing(async () => {
      if (this.heard(await renameFactor(this.renaming!.id, name)) === null) return;
      this.renaming = null;
      await this.load();
    });

  remove = (id: string): Promise<void> =>
    this.doing(async () => {
      const done = this.heard(await removeFactor(id), () => this.remove(id));
      if (done !== null) await this.load();
    });

  renew = (): Promise<void> =>
    this.doing(async () => {
      const answer = this.heard(await renewCodes(), this.renew);
      if (answer) this.codes = answer.codes;
    });

  endAll = () =>
    this.doing(async () => {
      if (this.heard(await endAllSessions()) !== null) await live.signOut();
    });

  /** Gives the password, and goes on with what was begun. */
  confirm = (password: string) =>
    this.doing(async () => {
      const again = this.waiting;
      if (this.heard(await confirmPassword(password)) === null) return;
      this.waiting = null;
      await again?.();
    });

  /** The codes are written down; a session that had to add a factor may then do everything. */
  keptCodes = async () => {
    this.codes = [];
    await live.checkSession();
    void live.refreshKit();
    await this.load();
  };

  private async add(sent: FactorAdd): Promise<void> {
    const answer = this.heard(await addFactor(sent));
    if (!answer) return;
    this.question = null;
    this.naming = false;
    this.codes = answer.recovery_codes;
    if (this.codes.length === 0) await this.keptCodes();
  }

  private async doing(act: () => Promise<void>): Promise<void> {
    this.working = true;
    this.fault = null;
    await act();
    this.working = false;
  }

  /** The answer's value; null when there is none, with the reason kept or the password asked for. */
  private heard<T>(answer: Answer<T>, again?: () => Promise<void>): T | null {
    if (live.heard(answer).ok) return (answer as { value: T }).value ?? (true as T);
    const trouble = answer as Exclude<Answer<T>, { ok: true }>;
    if (trouble.why !== "refused") this.fault = "offline";
    else if (trouble.code === "confirm_needed" && again) this.waiting = again;
    else this.fault = FAULTS[trouble.code] ?? "failed";
    return null;
  }
}
