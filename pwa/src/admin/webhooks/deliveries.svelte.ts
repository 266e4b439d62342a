/** What was sent to one receiver: newest first, page by page, and sent again when asked. */
import type { Trouble } from "../../api/answer";
import { live } from "../../live.svelte";
import { listDeliveries, replay, type Delivery, type Replay } from "./calls";

export class DeliveryLog {
  items: Delivery[] = $state.raw([]);
  state: Delivery["state"] | "" = $state("");
  loading = $state(true);
  trouble: Trouble | null = $state.raw(null);
  /** How many were sent again by the last wish; null before any. */
  replayed: number | null = $state(null);
  private cursor: string | null = $state(null);

  constructor(private readonly id: string) {
    void this.restart();
  }

  get hasMore(): boolean {
    return this.cursor !== null;
  }

  async restart(): Promise<void> {
    this.items = [];
    this.cursor = null;
    await this.more();
  }

  async more(): Promise<void> {
    this.loading = true;
    const answer = live.heard(await listDeliveries(this.id, this.state, this.cursor ?? undefined));
    this.loading = false;
    this.trouble = answer.ok ? null : answer;
    if (!answer.ok) return;
    this.items = [...this.items, ...answer.value.items];
    this.cursor = answer.value.next_cursor;
  }

  /** Sends again: one, or what was made in a period (local times of this browser). */
  async again(what: { one: string } | { from: string; to: string }): Promise<void> {
    const body: Replay =
      "one" in what
        ? { delivery_id: what.one }
        : {
            made_from: new Date(what.from).toISOString(),
            made_to: new Date(what.to).toISOString(),
          };
    const answer = live.heard(await replay(this.id, body));
    this.trouble = answer.ok ? null : answer;
    if (!answer.ok) return;
    this.replayed = answer.value.count;
    await this.restart();
  }
}
