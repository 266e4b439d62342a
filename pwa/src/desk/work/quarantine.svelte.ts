/** Held facts: page after page, and what was decided about each. */
import type { Trouble } from "../../api/answer";
import { decide, listHeld, type HeldFact } from "../../api/work-calls";
import type { WorkWords } from "../../i18n/work";
import { live } from "../../live.svelte";

export class Quarantine {
  items: HeldFact[] = $state.raw([]);
  held = $state(0);
  loading = $state(true);
  trouble: Trouble | null = $state.raw(null);
  private cursor: string | null = $state(null);

  get hasMore(): boolean {
    return this.cursor !== null;
  }

  async start(): Promise<void> {
    this.items = [];
    this.cursor = null;
    await this.more();
  }

  async more(): Promise<void> {
    this.loading = true;
    const answer = live.heard(await listHeld(this.cursor ? { cursor: this.cursor } : {}));
    this.loading = false;
    this.trouble = answer.ok ? null : answer;
    if (!answer.ok) return;
    this.items = [...this.items, ...answer.value.items];
    this.held = answer.value.held;
    this.cursor = answer.value.next_cursor;
  }

  /** Decides about one; what is in the way, in words, or "" when it is decided. */
  async decide(
    id: string,
    what: "release" | "reject",
    reason: string,
    words: WorkWords,
  ): Promise<string> {
    const answer = live.heard(await decide(id, what, reason));
    if (answer.ok) {
      this.items = this.items.filter((item) => item.id !== id);
      this.held -= 1;
      return "";
    }
    const say = words.quarantine;
    if (answer.why !== "refused") return words.acts.unknown;
    if (answer.code === "already_decided") return say.decided;
    return answer.code.startsWith("still_") ? say.stillFails : say.failed(answer.code);
  }
}
