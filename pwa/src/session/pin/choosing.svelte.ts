/** Choosing a PIN: typed twice, then put to use with the server's help. */
import { live } from "../../live.svelte";
import type { MoreWords } from "../../i18n/more-sv";
import { Entering } from "./entering.svelte";
import { isWeak } from "./rules";
import { setPin } from "./unlock";

type Step = "first" | "again" | "working" | "done";
type Trouble = "weak" | "different" | "offline" | "failed";

export class Choosing {
  step: Step = $state("first");
  private trouble: Trouble | null = $state(null);
  private first = "";
  readonly entering = new Entering((pin) => this.take(pin));

  message(say: MoreWords["pin"]): string {
    return this.trouble ? say.troubles[this.trouble] : "";
  }

  private take(pin: string): void {
    this.entering.clear();
    this.trouble = null;
    if (this.step === "again") return this.compare(pin);
    if (isWeak(pin)) this.trouble = "weak";
    else [this.first, this.step] = [pin, "again"];
  }

  private compare(pin: string): void {
    if (pin === this.first) return void this.put(pin);
    [this.trouble, this.step] = ["different", "first"];
  }

  private async put(pin: string): Promise<void> {
    this.step = "working";
    try {
      const answer = live.heard(await setPin(live.session, live.store, pin));
      if (answer.ok) {
        this.step = "done";
        return;
      }
      this.trouble = answer.why === "refused" ? "failed" : "offline";
    } catch {
      this.trouble = "failed";
    }
    this.step = "first";
  }
}
