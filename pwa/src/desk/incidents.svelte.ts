/** The desk's list of incidents: page after page, kept while one is opened, and kept up to date in place. */
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
  /** Reports that the selection has by now and the list does not show yet. */
  news = $state(0);
  /** The one that was opened last, to come back to. */
  opened = "";
  private cursor: string | null = $state(null);
  private query: IncidentQuery = {};
  private shown = "";
  private turn = 0;

  get hasMore(): boolean {
    return this.cursor !== null;
  }

  /** Shows a selection; the one that is shown already stays as it is, and is looked over. */
  async show(filters: Filters, zone: string): Promise<void> {
    const query = serverQuery(filters, zone);
    const wanted = JSON.stringify([live.session.who?.person.id, query]);
    if (wanted === this.shown && this.items.length > 0 && !this.trouble) return this.lookOver();
    this.shown = wanted;
    this.query = query;
    await this.restart();
  }

  /** Begins again from the first page. */
  async restart(): Promise<void> {
    this.items = [];
    this.cursor = null;
    this.news = 0;
    await this.fetch();
  }

  /** The next page, or the same one again after trouble. */
  async more(): Promise<void> {
    await this.fetch();
  }

  /** Reads the first page again: rows that stand change in place, new ones are only counted. */
  async lookOver(): Promise<void> {
    const turn = this.turn;
    const answer = live.heard(await listIncidents(this.query));
    if (turn !== this.turn || !answer.ok) return;
    const page = answer.value.items;
    const read = new Map(page.map((item) => [item.id, item]));
    this.items = this.items.map((item) => read.get(item.id) ?? item);
    // What stands after the last known row has only moved up when another left.
    const known = page.findLastIndex(({ id }) => this.has(id));
    const before = this.items.length === 0 ? page : page.slice(0, known + 1);
    this.news = before.filter(({ id }) => !this.has(id)).length;
  }

  /** Reads one row again, if it is shown. */
  async refresh(id: string): Promise<void> {
    const answer = live.heard(await readIncident(id));
    if (!answer.ok) return;
    this.items = this.items.map((item) => (item.id === id ? answer.value : item));
  }

  has(id: string): boolean {
    return this.items.some((item) => item.id === id);
  }

  /** The one `steps` rows further down (up, when negative), if the list shows it. */
  beside(id: string, steps: number): IncidentRead | undefined {
    const place = this.items.findIndex((item) => item.id === id);
    return place < 0 ? undefined : this.items[place + steps];
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

/** The list that stays while one of it is open. */
export const incidentList = new IncidentList();
