/** Whom an incident may be given to: asked once, kept while the desk is open. */
import { listChoices, type Choices } from "../../api/work-calls";
import { live } from "../../live.svelte";

class KeptChoices {
  value: Choices | null = $state.raw(null);
  failed = $state(false);

  async fetch(): Promise<void> {
    if (this.value) return;
    const answer = live.heard(await listChoices());
    this.failed = !answer.ok;
    if (answer.ok) this.value = answer.value;
  }
}

export const choices = new KeptChoices();
