/** The queue of what waits for the desk: one on the screen, the next one ready. */
import type { Trouble } from "../../api/answer";
import { listTriage, type TriageItem } from "../../api/work-calls";
import { live } from "../../live.svelte";

/** Few: with each the server looks for what may be the same thing, and only the next ones are looked at. */
const PAGE = 6;
/** So many before the end the next page is fetched, so that nobody waits for it. */
const AHEAD = 3;

export class TriageQueue {
  items: TriageItem[] = $state.raw([]);
  waiting = $state(0);
  at = $state(0);
  loading = $state(true);
  trouble: Trouble | null = $state.raw(null);
  private cursor: string | null = null;
  private more = false;

  get current(): TriageItem | undefined {
    return this.items[this.at];
  }

  /** From the beginning: what came since, too. */
  async start(): Promise<void> {
    this.items = [];
    this.at = 0;
    this.cursor = null;
    await this.fetch();
  }

  move(steps: number): void {
    this.at = Math.max(0, Math.min(this.items.length - 1, this.at + steps));
    if (this.more && this.items.length - this.at <= AHEAD) void this.fetch();
  }

  /** Something has been done with one: it leaves, and the next takes its place. */
  leave(id: string): void {
    if (!this.items.some((item) => item.id === id)) return;
    this.items = this.items.filter((item) => item.id !== id);
    this.waiting = Math.max(0, this.waiting - 1);
    this.move(0);
  }

  private async fetch(): Promise<void> {
    this.loading = true;
    this.more = false;
    const query = this.cursor ? { cursor: this.cursor, limit: PAGE } : { limit: PAGE };
    const answer = live.heard(await listTriage(query));
    this.loading = false;
    this.trouble = answer.ok ? null : answer;
    if (!answer.ok) return;
    const known = new Set(this.items.map(({ id }) => id));
    this.items = [...this.items, ...answer.value.items.filter(({ id }) => !known.has(id))];
    this.waiting = answer.value.waiting;
    this.cursor = answer.value.next_cursor;
    this.more = this.cursor !== null;
  }
}
