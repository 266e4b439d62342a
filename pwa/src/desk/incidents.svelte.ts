/** The desk's list of incidents: page after page, and in words what came of asking. */
import type { Answer, Trouble } from "../api/answer";
import { listIncidents, readIncident, type IncidentQuery } from "../api/calls";
import type { IncidentPage, IncidentRead } from "../api/shapes";
import { live } from "../live.svelte";
import { serverQuery, type Filters } from "./filters";

/** One incident with its entries. */
export async function fetchIncident(id: string): Promise<Answer<IncidentRead>> {
  return live.heard(await readIncident(id));
}

export class IncidentList {
  items: IncidentRead[] = $state.raw([]);
  loading = $state(true);
  trouble: Trouble | null = $state.raw(null);
  private cursor: string | null = $state(null);
  private query: IncidentQuery = {};
  private turn = 0;

  get hasMore(): boolean {
    return this.cursor !== null;
  }

  /** Starts over with a selection; the answer to an earlier one is then ignored. */
  async show(filters: Filters, zone: string): Promise<void> {
    this.query = serverQuery(filters, zone);
    this.items = [];
    this.cursor = null;
    await this.fetch();
  }

  /** The next page, or the same one again after trouble. */
  async more(): Promise<void> {
    await this.fetch();
  }

  private async fetch(): Promise<void> {
    const turn = ++this.turn;
    this.loading = true;
    const query = this.cursor ? { ...this.query, cursor: this.cursor } : this.query;
    const answer: Answer<IncidentPage> = live.heard(await listIncidents(query));
    if (turn !== this.turn) return;
    this.loading = false;
    this.trouble = answer.ok ? null : answer;
    if (!answer.ok) return;
    this.items = [...this.items, ...answer.value.items];
    this.cursor = answer.value.next_cursor;
  }
}
