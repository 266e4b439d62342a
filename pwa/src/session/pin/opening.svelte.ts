/** The locked phone: who opens it, and what came of the PIN. */
import { live } from "../../live.svelte";
import { address, go } from "../../ui/location.svelte";
import type { MoreWords } from "../../i18n/more-sv";
import { isSame, type Keyholder } from "../keyholders";
import { startPage } from "../roles";
import { Entering } from "./entering.svelte";
import { refusalOf } from "./rules";
import { unlock, type Unlocking } from "./unlock";

const SECOND_MS = 1_000;

export class Opening {
  /** Who was chosen, where there is a choice. */
  private choice: Keyholder | null = $state.raw(null);
  working = $state(false);
  private last: Unlocking | null = $state.raw(null);
  private failed = $state(false);
  private now = $state(Date.now());
  readonly entering = new Entering((pin) => void this.try(pin));
  private readonly timer = setInterval(() => (this.now = Date.now()), SECOND_MS);

  get people(): readonly Keyholder[] {
    return live.session.keyholders;
  }

  get holder(): Keyholder | null {
    const { choice, people } = this;
    if (people.length === 1) return people[0]!;
    return (choice && people.find((one) => isSame(one, choice))) ?? null;
  }

  /** Why no PIN can be given now; null when it can. */
  get refusal() {
    return this.holder && refusalOf(this.holder, this.now);
  }

  choose(holder: Keyholder | null): void {
    this.choice = holder;
    this.last = null;
    this.failed = false;
    this.entering.clear();
  }

  /** What happened and what to do, in words; empty when there is nothing to say. */
  message(say: MoreWords["pin"]): string {
    const { refusal, last } = this;
    if (this.failed) return say.failed;
    if (refusal?.why === "too_old") return say.tooOld;
    if (refusal) return say.wait(Math.ceil(refusal.ms / SECOND_MS));
    if (last?.ok === false && last.why === "wrong") return say.wrong(last.left);
    return last?.ok === false && last.why === "gone" ? say.gone : "";
  }

  close(): void {
    clearInterval(this.timer);
  }

  private async try(pin: string): Promise<void> {
    const { holder, people } = this;
    if (!holder || this.working || this.refusal) return this.entering.clear();
    this.working = true;
    this.failed = false;
    try {
      this.last = await unlock(live.session, live.store, holder, pin);
    } catch {
      this.failed = true;
    }
    this.entering.clear();
    this.working = false;
    if (this.last?.ok) {
      live.unlocked();
      // Whoever else was here last, their address is no place for the next; a sign's is anybody's.
      if (people.length > 1 && !address().hash.startsWith("checkpoint/"))
        go(startPage(holder.roles), "replace");
    } else {
      await live.session.lookForKeyholders();
      this.now = Date.now();
    }
  }
}
